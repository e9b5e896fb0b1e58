//! place: portal
//! refused: E0308 mismatched types

pub async fn verb(mut tx: sqlx::Transaction<'static, sqlx::Any>) {
    let _rows = crate::store::applications::list(&mut tx).await;
}
