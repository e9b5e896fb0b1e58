//! refused: E0433 sqlx

pub async fn count() {
    let _query = sqlx::query("SELECT count(*) FROM consumers");
}

fn main() {}
