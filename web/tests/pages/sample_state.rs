//! A state is data: the whole way of a consumer in a made-up state, from the new account to the file for the carrier, and not
//! one word of the first state on it.

use crate::{
    browser::Browser,
    cast::{signed_in, with_accounts},
    sign_in::{sha256, signed_up},
};
use portal::{Portal, example_households::LoneAdult, testing::*};

/// A browser whose every page is looked at.
struct Watched {
    browser: Browser,
    words: Vec<String>,
    pages: usize,
}

impl Watched {
    fn new(browser: Browser) -> Self {
        Self { browser, words: words_of_the_first_state(), pages: 0 }
    }

    fn look(&mut self, path: &str) {
        let page = self.browser.page.to_lowercase();
        let found: Vec<_> = self.words.iter().filter(|word| page.contains(*word)).collect();
        assert!(found.is_empty(), "{path}: {found:?}");
        self.pages += 1;
    }

    async fn get(&mut self, path: &str) {
        self.browser.get(path).await;
        while self.browser.status.is_redirection() {
            self.browser.follow().await;
        }
        assert!(self.browser.status.is_success(), "{path}: {}", self.browser.page);
        self.look(path);
    }

    /// Opens a page and sends its form to the same address.
    async fn fill(&mut self, path: &str, typed: &[(&str, &str)]) {
        self.get(path).await;
        self.send(path, typed).await;
    }

    async fn send(&mut self, path: &str, typed: &[(&str, &str)]) {
        self.browser.post(path, typed).await;
        assert!(self.browser.status.is_redirection(), "{path}: {}", self.browser.page);
    }
}

/// Zoe's way: the estimate, the account, her broker.
async fn zoe_comes(portal: &Portal) -> Watched {
    let mut browser = Browser::at(portal, false);
    signed_up(portal, &mut browser).await;
    let mut zoe = Watched::new(browser);
    for path in ["/", "/sign-in", "/create-account", "/language", "/activate"] {
        let mut guest = Watched::new(Browser::at(portal, false));
        guest.get(path).await;
        zoe.pages += guest.pages;
    }
    zoe.get("/what-if").await;
    assert!(zoe.browser.page.contains(">Lanternfield</option>"), "{}", zoe.browser.page);
    let county = ("county", "99003");
    let estimate =
        portal::example_households::ESTIMATE.map(|field| if field.0 == "county" { county } else { field });
    zoe.browser.post("/what-if", &estimate).await;
    assert!(zoe.browser.page.contains("Sample Care"), "{}", zoe.browser.page);
    zoe.look("/what-if, answered");
    zoe.get("/assister/find").await;
    zoe.browser.post("/assister/find", &[("reference", "1000002")]).await;
    zoe.fill("/assister/authorize/1000002", &[]).await;
    zoe.get("/assister").await;
    zoe
}

/// Her broker applies for her.
async fn bo_applies(bo: &mut Watched, at: &str, town: [&str; 3]) {
    let at = |path: &str| format!("{at}{path}");
    bo.get("/consumers").await;
    bo.get(&at("")).await;
    bo.get(&at("/application")).await;
    bo.send(&at("/application/open"), &[("kind", "financial_assistance"), ("plan_year", "2027")]).await;
    let person = LoneAdult { given_name: "Zoe", family_name: "Sample", town, ..LoneAdult::ANA };
    for (page, fields) in person.pages() {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        bo.fill(&at(&format!("/application/{page}")), &fields).await;
    }
    bo.get(&at("/application/about/1")).await;
    assert!(bo.browser.page.contains("live in Sample State"), "{}", bo.browser.page);
    bo.get(&at("/application/review")).await;
    let day = [("reviewed_month", "11"), ("reviewed_day", "23"), ("reviewed_year", "2026")];
    let review = [&day[..], &[("how", "phone"), ("consumer_name", "Zoe Sample")]].concat();
    bo.fill(&at("/application/reviewed"), &review).await;
    let signature = [("signature", "for Zoe Sample, by Bo Lind"), ("agree", "yes")];
    bo.fill(&at("/application/sign"), &signature).await;
    bo.get(&at("/application/result")).await;
}

/// And enrolls her in the first plan; gives its number.
async fn bo_enrolls(bo: &mut Watched, at: &str) -> String {
    let at = |path: &str| format!("{at}{path}");
    bo.get(&at("/plans?metal=silver")).await;
    let plan = bo.browser.hidden(&at("/plans/choose"));
    let plan = plan.into_iter().find(|(name, _)| name == "plan").unwrap().1;
    bo.send(&at("/plans/choose"), &[("plan", &plan)]).await;
    let signature = ("signature", "for Zoe Sample, by Bo Lind");
    bo.fill(&at("/enroll"), &[signature, ("agree", "yes"), ("credit", "0")]).await;
    bo.get(&at("/coverage")).await;
    plan
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way_in_the_sample_state_has_no_word_of_another_state() {
    for first in portals().await {
        let mut guest = Browser::at(&first, false);
        let said = guest.get("/what-if").await.page.to_lowercase();
        assert!(words_of_the_first_state().iter().filter(|word| said.contains(*word)).count() > 80);
        let portal = in_the_sample_state(&first);
        with_accounts(&portal).await;
        portal.load_practice_catalogs(1).await.unwrap();
        let mut zoe = zoe_comes(&portal).await;
        let key = column(&portal, "SELECT consumer_key FROM consumers WHERE given_name = 'Zoe'").await;
        let at = format!("/consumers/{}", key[0]);
        let mut bo = Watched::new(signed_in(&portal, "bo").await);
        let town = &portal.profile().practice.town[0];
        bo_applies(&mut bo, &at, [&town.name, &town.zip, &town.county]).await;
        let plan = bo_enrolls(&mut bo, &at).await;
        for path in ["/home", "/application/result", "/plans", "/coverage", "/assister", "/activity"] {
            zoe.get(path).await;
        }
        let mut rae = Watched::new(signed_in(&portal, "rae").await);
        for path in ["/manage", "/manage/assisters/new", "/demo/mail"] {
            rae.get(path).await;
        }
        assert!(bo.pages + zoe.pages + rae.pages > 40, "{} pages", bo.pages + zoe.pages + rae.pages);
        let file = carrier_file(&portal, &plan).await;
        for words in ["XS0", &plan.replace('-', "")[..14], "R-XS001", "N4*Lantern Hill*XS*00101"] {
            assert!(file.to_lowercase().contains(&words.to_lowercase()), "{words}: {file}");
        }
        assert!(!file.contains("MN") && !file.to_lowercase().contains("minnesota"), "{file}");
    }
}

/// The 834 that the plan's carrier gets.
async fn carrier_file(portal: &Portal, plan: &str) -> String {
    let own = sha256(&format!("{} {}", std::process::id(), address(portal)));
    let folder = std::env::temp_dir().join(format!("assent-sample-state-{own}"));
    std::fs::create_dir_all(&folder).unwrap();
    let exported = portal.export_enrollments(&plan[..5], &folder, &|_| {}).await.unwrap();
    assert!(exported.unsent.is_empty(), "{:?}", exported.unsent);
    let file = std::fs::read_to_string(exported.file.unwrap()).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    file
}
