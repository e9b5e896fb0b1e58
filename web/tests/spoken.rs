//! The frame and every part in the made-up languages: nothing of their own is left in English, and each stands in the
//! language and the direction of its page.

use askama::Template;
use web::layout::*;
use web::parts::*;
use words::{Name, Who, Words, languages};

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "base.html" %}{% block before_heading %}{{ errors.summary() }}{{ steps }}{% endblock %}
{% block content %}{{ alert }}{{ fields }}{{ tasks }}{{ details }}{{ full }}{{ empty }}{{ pager }}{{ chart }}{{ why }}{% endblock %}"#
)]
struct Everything {
    layout: Layout,
    errors: FieldErrors,
    steps: Steps,
    alert: Alert,
    fields: Fields,
    tasks: TaskList,
    details: SummaryList,
    full: Table,
    empty: Table,
    pager: Pager,
    chart: BarChart,
    why: Why,
}

#[derive(Clone, Debug, Template)]
#[template(
    ext = "html",
    source = "{{ text }}{{ date }}{{ radios }}{{ several }}{{ select }}{{ tick }}{{ area }}"
)]
struct Fields {
    text: TextField,
    date: DateField,
    radios: Radios,
    several: Checkboxes,
    select: Select,
    tick: Checkbox,
    area: TextArea,
}
impl askama::filters::HtmlSafe for Fields {}

/// What the page itself brings: no letter of it is plain English.
const OWN: &str = "ØØØ";

fn fields(errors: &FieldErrors) -> Fields {
    let choices = || vec![Choice::new("1", OWN)];
    Fields {
        text: TextField::new("text", OWN).optional().errors(errors),
        date: DateField::new("date", OWN).errors(errors),
        radios: Radios::yes_no("radios", OWN).errors(errors),
        several: Checkboxes::new("several", OWN, choices()).errors(errors),
        select: Select::new("select", OWN, choices()).errors(errors),
        tick: Checkbox::new("tick", OWN).errors(errors),
        area: TextArea::new("area", OWN).errors(errors),
    }
}

fn everything(words: Words) -> Everything {
    let mut errors = FieldErrors::none();
    for field in ["text", "date", "radios", "several", "select", "tick", "area"] {
        errors.add(field, OWN);
    }
    let layout = Layout {
        words,
        title: OWN.into(),
        exchange_name: OWN.into(),
        signed_in: Some(SignedIn { name: Name::new(OWN, OWN), who: Who::Broker }),
        acting_for: Some(ActingFor { consumer: Name::new(OWN, OWN), consumer_key: "17".into() }),
        practice: true,
        help: HelpContacts { exchange_phone: "555-0100".into(), ..HelpContacts::default() },
        nav: NavItem::list(words, CONSUMER_NAV, "/home"),
        ..Layout::default()
    };
    let table = |rows| Table::new(OWN, vec![Column::new(OWN)], rows);
    Everything {
        layout: layout.with_errors(&errors),
        steps: Steps::new(vec![OWN.into(); 3], 1),
        alert: Alert::new(AlertKind::Info, OWN).call(OWN, "555-0100"),
        fields: fields(&errors),
        tasks: TaskList::new("tasks", vec![Task::later(OWN, Status::new(OWN, Tone::Good))]),
        details: SummaryList::new(vec![SummaryRow::new(OWN, OWN).change("/")]),
        full: table(vec![Row(vec![Cell::text(OWN)])]),
        empty: table(Vec::new()),
        pager: Pager::new(OWN, Some("/a".into()), Some("/b".into())),
        chart: BarChart::new("chart", OWN, OWN, vec![Bar::new(OWN, 7)]),
        why: Why::new(words.why_person(Name::new(OWN, OWN)))
            .group(OWN, vec![WhyStep::new(OWN, Status::new(OWN, Tone::Good), OWN)]),
        errors,
    }
}

fn drawn(words: Words) -> String {
    everything(words).render_with_values(&Spoken(words)).unwrap_or_default()
}

/// Words of plain letters that a reader sees or hears: text, and attributes that are read aloud.
fn foreign(html: &str) -> Vec<String> {
    let mut heard = String::new();
    for piece in html.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        heard += text;
        for attribute in ["aria-label", "data-label", "title", "alt", "placeholder", "content-label"] {
            if let Some((_, rest)) = tag.split_once(&format!(" {attribute}=\"")) {
                heard += rest.split('"').next().unwrap_or_default();
            }
        }
        heard.push(' ');
    }
    let heard = heard.replace("&#39;", "'").replace("&#8645;", "");
    let words = heard.split(|c: char| !c.is_alphabetic());
    words.filter(|word| word.is_ascii() && word.len() > 1).map(str::to_owned).collect()
}

#[test]
fn the_frame_and_every_part_speak_the_language_of_the_page() {
    for tag in ["en-XA", "ar-XB"] {
        let words = languages().get(tag, true).unwrap();
        let html = drawn(words);
        assert_eq!(foreign(&html), Vec::<String>::new(), "{html}");
        assert!(html.contains(&format!("<html lang=\"{tag}\" dir=\"{}\">", words.dir())), "{html}");
        // The same page in English has words that are found.
        let found = foreign(&drawn(Words::default()));
        for word in
            ["Error", "Skip", "Signed", "Step", "done", "Month", "Yes", "Select", "Change", "optional"]
        {
            assert!(found.iter().any(|one| one == word), "{word} in {found:?}");
        }
    }
}

#[test]
fn a_sentence_left_behind_in_a_template_or_an_attribute_is_found() {
    let html = drawn(languages().get("ar-XB", true).unwrap());
    assert_eq!(foreign(&html.replace("<main", "<p>Left</p><main")), ["Left"]);
    assert_eq!(foreign(&html.replace("<main ", "<main aria-label=\"behind\" ")), ["behind"]);
}

#[test]
fn a_part_that_is_drawn_by_itself_speaks_english() {
    let part = TextField::new("a", "A").optional().to_string();
    assert!(part.contains("(optional)"), "{part}");
}
