//! The public directory (CERT-10): who may help today, to be searched by everybody. Certified navigators stand in it, brokers
//! who asked for it, counselors never. It shows public details only, a few pages of a search, and so many pages an hour to
//! one address: whoever wants to copy it takes long.

mod rows;

pub(crate) use rows::STATEMENTS;
pub use rows::{Entry, StandIn};

use crate::{Error, Portal, RequestContext, throttle::Allowance};
use domain::{
    directory::{Accessibility, HelpWay, Point, absence_on},
    form::{Answer, AskDirectory, Fields, Form, Need, Question, ask, choices, under_rule},
    name::Name,
    people::{AssisterKey, AssisterKind, Language},
    places::{Places, ZipLies},
    refusal::Refusal,
    typed::{place::Zip, text},
};

use jiff::civil::Date;

/// Entries on a page.
pub const ROWS: i64 = 20;
/// Pages of one search.
pub const PAGES: i64 = 10;
/// How far away somebody may be: 60 miles are so many thousandths of a degree north.
const FAR: i64 = 870;

/// Thirty pages at once from one address, then one every ten seconds.
pub(crate) fn allowance() -> Allowance {
    Allowance::new(30, 10)
}

/// An entry, with the miles to it where a ZIP code was searched.
#[derive(Clone, Debug)]
pub struct Found {
    /// The entry.
    pub entry: Entry,
    /// Miles as the crow flies.
    pub miles: Option<i64>,
}

/// A page of what was found.
#[derive(Clone, Debug, Default)]
pub struct FoundPage {
    /// The entries in order.
    pub found: Vec<Found>,
    /// The number of the next page; `None` on the last.
    pub next: Option<i64>,
    /// There would be more, and no further page is shown: the search must be closer.
    pub narrower: bool,
    /// The ZIP code around which was searched.
    pub around: Option<String>,
}

impl StandIn {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(&*self.stand_in_given_name, &*self.stand_in_family_name)
    }
}

impl Entry {
    /// Given and family name.
    pub fn name(&self) -> Name {
        Name::new(&*self.given_name, &*self.family_name)
    }

    /// How they help.
    pub fn ways(&self) -> Vec<HelpWay> {
        self.ways.split(',').filter_map(HelpWay::from_word).collect()
    }

    /// What makes it easier to come.
    pub fn accessibility(&self) -> Vec<Accessibility> {
        self.accessibility.split(',').filter_map(Accessibility::from_word).collect()
    }

    /// The first and the last day of an absence that is not over, and who stands in.
    pub fn absence_on(&self, day: Date) -> Option<((Date, Date), Option<&StandIn>)> {
        Some((absence_on(day, self.absent_from, self.absent_until)?, self.stand_in.as_ref()))
    }

    fn at(&self) -> Option<Point> {
        Some(Point { north: self.north?, east: self.east? })
    }
}

/// What can be asked of the directory.
pub fn questions() -> Vec<Question> {
    let spoken: Vec<Language> =
        Language::ALL.iter().filter(|one| **one != Language::Other).copied().collect();
    let kinds = [AssisterKind::Navigator, AssisterKind::Broker];
    under_rule(
        "CERT-10",
        [
            ask("search", AskDirectory::Search, Answer::Text),
            ask("kind", AskDirectory::Kind, Answer::Select(choices(&kinds))),
            ask("language", AskDirectory::Language, Answer::Select(choices(&spoken))),
            ask("way", AskDirectory::Way, Answer::Select(choices(HelpWay::ALL))),
            ask("accessibility", AskDirectory::Accessibility, Answer::Select(choices(Accessibility::ALL))),
            ask("accepts_new", AskDirectory::AcceptsNew, Answer::Tick),
        ]
        .map(|question| question.need(Need::NotNow)),
    )
}

impl Portal {
    /// A page of the directory, from 1.
    ///
    /// # Errors
    /// `Invalid` naming a filter that there is not; `Refused(TooManyPages)` from one address; `NotFound` beyond the last page.
    pub async fn search_directory(
        &self,
        typed: &Fields,
        page: i64,
        context: &RequestContext,
    ) -> Result<FoundPage, Error> {
        let (questions, today) = (questions(), self.today());
        let wanted = Wanted::read(Form::new(&questions, typed, today), &self.profile.places)?;
        if !(1..=PAGES).contains(&page) {
            return Err(Error::NotFound);
        }
        if !self.pages.admit(&context.ip, self.door.now()) {
            return Err(Refusal::TooManyPages.into());
        }
        let Wanted { kind, language, way, access, accepts, part, county, around } = &wanted;
        let (mut looking, rows, skipped) = (self.door.looking(), ROWS + 1, (page - 1) * ROWS);
        let mut entries = match around {
            Some((_, at)) => {
                let (narrow, wide) = (at.narrowing(), FAR * 1000 / at.narrowing().max(100));
                rows::near(
                    &mut looking,
                    today,
                    kind,
                    language,
                    way,
                    access,
                    *accepts,
                    at.north,
                    at.east,
                    narrow,
                    FAR,
                    wide,
                    rows,
                    skipped,
                )
                .await?
            }
            None => {
                rows::by_name(
                    &mut looking,
                    today,
                    kind,
                    language,
                    way,
                    access,
                    *accepts,
                    part,
                    county,
                    rows,
                    skipped,
                )
                .await?
            }
        };
        let full = usize::try_from(ROWS).unwrap_or(usize::MAX);
        let more = entries.len() > full;
        entries.truncate(full);
        let miles = |entry: &Entry| Some(around.as_ref()?.1.miles_to(entry.at()?));
        Ok(FoundPage {
            found: entries.into_iter().map(|entry| Found { miles: miles(&entry), entry }).collect(),
            next: (more && page < PAGES).then_some(page + 1),
            narrower: more && page == PAGES,
            around: around.as_ref().map(|(zip, _)| zip.clone()),
        })
    }

    /// One entry's own page.
    ///
    /// # Errors
    /// `NotFound` for whoever does not stand in the directory today; `Refused(TooManyPages)`.
    pub async fn read_directory_entry(
        &self,
        assister: &AssisterKey,
        context: &RequestContext,
    ) -> Result<Entry, Error> {
        if !self.pages.admit(&context.ip, self.door.now()) {
            return Err(Refusal::TooManyPages.into());
        }
        rows::one(&mut self.door.looking(), self.today(), assister).await?.ok_or(Error::NotFound)
    }
}

/// A search, as the statements want it.
struct Wanted {
    kind: String,
    language: String,
    way: String,
    access: String,
    accepts: bool,
    part: String,
    county: String,
    around: Option<(String, Point)>,
}

impl Wanted {
    fn read(form: Form<'_>, places: &Places) -> Result<Self, Error> {
        let within = |word: Option<String>| word.map_or_else(String::new, |word| format!("%,{word},%"));
        Ok(form.read(|form| {
            let search = form.text("search");
            let zip = Zip::read(&search).ok();
            let around = zip.as_ref().and_then(|zip| Some((zip.five().to_owned(), places.point_of(zip)?)));
            // Where the state has no map of its ZIP codes, whoever is in the same county is near.
            let county = match zip.as_ref().map(|zip| places.where_lies(zip)) {
                Some(ZipLies::In(counties)) => counties.first().map(|county| county.fips.clone()),
                Some(ZipLies::Unknown | ZipLies::Elsewhere) => None,
                None => places.read_county(&search).ok().map(|county| county.fips.clone()),
            };
            Some(Self {
                kind: form.text("kind"),
                language: within(form.given("language")),
                way: within(form.given("way")),
                access: within(form.given("accessibility")),
                accepts: form.given("accepts_new").is_some(),
                part: text::part_of(&search),
                county: county.unwrap_or_default(),
                around,
            })
        })?)
    }
}
