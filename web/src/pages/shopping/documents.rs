//! What a carrier publishes of a plan, as links to its own pages.

use crate::parts::Link;
use domain::plan::WebAddress;
use portal::shopping::ListedPlan;
use words::{Text, Words};

/// Links to the documents of a plan, named for screen readers by the plan.
pub(crate) fn documents(words: Words, plan: &ListedPlan) -> Vec<Link> {
    let of = &plan.documents;
    let link = |address: Option<&WebAddress>, label: Text| {
        address.map(|address| Link::new(address.as_str(), label).context(plan.name.clone()).away())
    };
    let links = [
        link(of.summary.as_ref(), words.plan_summary()),
        link(of.brochure.as_ref(), words.plan_brochure()),
        link(of.formulary.as_ref(), words.plan_formulary()),
    ];
    links.into_iter().flatten().collect()
}
