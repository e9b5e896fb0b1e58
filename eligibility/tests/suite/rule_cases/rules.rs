//! Rule packs for single cases: the test's rules of Maine with other groups, other lists of statuses, other figures.
use eligibility::{PackError, RulePack};

const MAINE: &str = include_str!("../../packs/maine.toml");
const GROUP: &str = "[[medical_assistance.groups]]\n";
const LIST: &str = "[[immigration]]\n";

/// Maine's rules in parts that can be exchanged.
pub struct Rules {
    head: String,
    lists: Vec<String>,
    middle: String,
    groups: Vec<String>,
    tail: String,
}

impl Rules {
    pub fn maine() -> Self {
        let (head, rest) = MAINE.split_once(LIST).unwrap();
        let (lists, rest) = rest.split_once("[medical_assistance]\n").unwrap();
        let (middle, rest) = rest.split_once(GROUP).unwrap();
        let (groups, tail) = rest.split_once("[health_plan]\n").unwrap();
        let parts = |text: &str, mark: &str| text.split(mark).map(str::to_owned).collect();
        Self {
            head: head.to_owned(),
            lists: parts(lists, LIST),
            middle: middle.to_owned(),
            groups: parts(groups, GROUP),
            tail: tail.to_owned(),
        }
    }

    /// The same without a group.
    pub fn without(mut self, code: &str) -> Self {
        let before = self.groups.len();
        self.groups.retain(|group| !group.contains(&format!("code = \"{code}\"\n")));
        assert_eq!(self.groups.len(), before - 1, "{code}");
        self
    }

    /// The same with one more group.
    pub fn with(mut self, group: &str) -> Self {
        self.groups.push(format!("{group}\n"));
        self
    }

    /// Nothing but this group.
    pub fn only(mut self, group: &str) -> Self {
        self.groups = vec![format!("{group}\n")];
        self
    }

    /// Nothing but the group of caretakers, so that whoever is one has this basis and nobody else has any.
    pub fn only_caretakers(self) -> Self {
        self.only("code = \"parent\"\ncaretaker = true\npercent = 100")
    }

    /// A line of a group made another.
    pub fn group_line(mut self, code: &str, from: &str, to: &str) -> Self {
        let named = |group: &&mut String| group.contains(&format!("code = \"{code}\"\n"));
        let group = self.groups.iter_mut().find(named).unwrap();
        assert!(group.contains(from), "{code} has no {from}");
        *group = group.replacen(from, to, 1);
        self
    }

    /// A line of the program made another.
    pub fn program_line(mut self, from: &str, to: &str) -> Self {
        assert!(self.middle.contains(from), "{from}");
        self.middle = self.middle.replacen(from, to, 1);
        self
    }

    /// One more list of statuses.
    pub fn with_list(mut self, list: String) -> Self {
        self.lists.push(list);
        self
    }

    /// These lists of statuses for the program, and no others.
    pub fn program_lists(mut self, lists: Vec<String>) -> Self {
        self.lists.retain(|list| !list.contains("program = \"medical_assistance\""));
        self.lists.extend(lists);
        self
    }

    /// Other poverty guidelines, of the two years that 2021 looks at.
    pub fn guideline(mut self, first: i64, further: i64) -> Self {
        for line in ["2020 = { first = 12760, further = 4480 }", "2021 = { first = 12880, further = 4540 }"] {
            assert!(self.head.contains(line), "{line}");
            let to = format!("{} = {{ first = {first}, further = {further} }}", &line[..4]);
            self.head = self.head.replacen(line, &to, 1);
        }
        self
    }

    /// Without the poverty guidelines.
    pub fn without_guidelines(mut self) -> Self {
        let start = self.head.find("[poverty_guidelines]").unwrap();
        let end = self.head.find("[income]").unwrap();
        self.head.replace_range(start..end, "");
        self
    }

    pub fn read(&self) -> Result<RulePack, PackError> {
        let lists: String = self.lists.iter().map(|list| format!("{LIST}{list}\n")).collect();
        let groups: String = self.groups.iter().map(|group| format!("{GROUP}{group}\n")).collect();
        let (head, middle, tail) = (&self.head, &self.middle, &self.tail);
        RulePack::from_toml(&format!(
            "{head}{lists}[medical_assistance]\n{middle}{groups}[health_plan]\n{tail}"
        ))
    }

    pub fn pack(&self) -> RulePack {
        self.read().unwrap_or_else(|error| panic!("{error}"))
    }
}

/// Children's insurance for the unborn child of a mother without a status, closed to inmates as it must be.
pub fn with_unborn_child(rules: Rules, percent: Option<i64>) -> Rules {
    let percent = percent.map(|percent| format!("percent = {percent}")).unwrap_or_default();
    rules
        .with_list(
            "program = \"unborn_child\"\nfrom = 2014-01-01\npregnant = true\nstatuses = [\"undocumented\"]\n"
                .to_owned(),
        )
        .with(&format!(
            "code = \"unborn_child\"\nimmigration = \"unborn_child\"\npregnant = true\nuninsured = true\n\
             funding = \"chip\"\nincarceration_bars = true\n{percent}"
        ))
}
