//! place: portal
//! refused: E0624 method `connection` is private

use crate::{ActingOn, Consumer};

pub async fn verb(acting: &mut ActingOn<Consumer>) {
    let _gone = sqlx::query("DELETE FROM consumers").execute(acting.connection()).await;
}
