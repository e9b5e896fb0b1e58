//! place: portal
//! refused: E0624 method `begin_write` is private

pub async fn verb(portal: &crate::Portal) {
    let _tx = portal.db.begin_write("consumer:ana").await;
}
