//! Every page of the sample state, as everybody who can open it: no word of the first state is on any.

use super::stage::*;
use portal::testing::*;

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_the_sample_state_has_a_word_of_another_state() {
    let _others = super::statements::beside().await;
    let words = words_of_the_first_state();
    let stage = stage(in_the_sample_state(&sqlite().await)).await;
    let mut pages = 0;
    for reader in ["", "ana", "bo", "nia", "rae", "ada"] {
        for method in ["GET", "POST"] {
            for route in routes().iter().filter(|route| route.method == method) {
                for path in stage.paths(route, "ana", &stage.receipt) {
                    let answer = match method {
                        "GET" => stage.get(reader, &path).await,
                        _ => stage.post(reader, &path, &[]).await,
                    };
                    stage.sign_everybody_in().await;
                    let said = answer.body.to_lowercase();
                    let found: Vec<_> = words.iter().filter(|word| said.contains(*word)).collect();
                    assert!(found.is_empty(), "{reader} {method} {path}: {found:?}");
                    pages += usize::from(answer.body.contains("</html>"));
                }
            }
        }
    }
    assert!(pages > 150, "{pages}");
}
