//! How far an application is: the state of each page and task, the percentage, and what comes next.

use super::{Answers, Page, Section, asked_pages, pages, problems_of};

/// Where a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageState {
    /// Nothing was saved.
    NotStarted,
    /// Saved, with problems.
    Attention,
    /// Saved without problems.
    Done,
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionState {
    /// No page was saved.
    NotStarted,
    /// Some pages were saved.
    InProgress,
    /// A saved page has a problem.
    Attention,
    /// Every page is saved without a problem.
    Done,
    /// Its turn has not come: there is still something to answer.
    Later,
}

/// The state of one page. A page that was filled in from what is known already and never saved by a person
/// counts once it has no problems.
pub fn page_state(page: Page, answers: &Answers) -> PageState {
    match (answers.has(page), problems_of(page, answers).is_empty()) {
        (false, _) => PageState::NotStarted,
        (true, false) => PageState::Attention,
        (true, true) => PageState::Done,
    }
}

/// The state of one task.
pub fn section_state(section: Section, answers: &Answers) -> SectionState {
    if section == Section::Review {
        let ready = pages(answers).iter().all(|page| problems_of(*page, answers).is_empty());
        return if ready { SectionState::NotStarted } else { SectionState::Later };
    }
    let states: Vec<PageState> = asked_pages(answers)
        .into_iter()
        .filter(|page| page.section() == section)
        .map(|page| page_state(page, answers))
        .collect();
    let any = |state: PageState| states.contains(&state);
    match (any(PageState::NotStarted), any(PageState::Attention), any(PageState::Done)) {
        (false, false, _) => SectionState::Done,
        (true, false, false) => SectionState::NotStarted,
        (true, _, _) => SectionState::InProgress,
        (false, true, _) => SectionState::Attention,
    }
}

/// Pages without problems, in percent of all that are asked for.
pub fn percent(answers: &Answers) -> i64 {
    let all = asked_pages(answers);
    let done = all.iter().filter(|page| page_state(**page, answers) == PageState::Done).count();
    let whole = |n: usize| i64::try_from(n).unwrap_or(0);
    whole(done) * 100 / whole(all.len()).max(1)
}

/// What comes after a page: the slug of the next page that is asked, or `review`. The page itself need not be asked any more: in a
/// change one that is right now is done with.
pub fn next_step(page: Page, answers: &Answers) -> String {
    let asked = asked_pages(answers);
    let mut later = pages(answers).into_iter().skip_while(|other| *other != page).skip(1);
    later.find(|other| asked.contains(other)).map_or_else(|| "review".to_owned(), |page| page.slug())
}
