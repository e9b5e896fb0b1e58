//! What an assister hands out (ASSOC-11): the own number, the link, and what to do. It holds no consumer's data.

use crate::{
    Fault, Language, picture,
    press::{Layout, Values, print},
};

/// The values of an assister's sheet, as sentences in its language.
#[derive(Clone)]
pub struct Invitation {
    /// The heading, and the document's title.
    pub title: String,
    /// Name and kind of the assister.
    pub who: String,
    /// What the number is.
    pub number_heading: String,
    /// The number, as one reads it aloud.
    pub number: String,
    /// Above the steps.
    pub steps_heading: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// The address that the picture leads to.
    pub link: String,
    /// What the picture is, for whoever does not see it.
    pub picture: String,
    /// Whom to call.
    pub help: String,
}

impl Invitation {
    /// Prints the sheet.
    ///
    /// # Errors
    /// `Letters` when the fonts lack some; `Picture` for an address that is too long.
    pub fn print(&self, language: Language<'_>) -> Result<Vec<u8>, Fault> {
        let values = Values::default()
            // Programs show it, in a list of windows.
            .exact("title", &self.title)
            .text("who", &self.who)
            .text("number-heading", &self.number_heading)
            .text("number", &self.number)
            .text("steps-heading", &self.steps_heading)
            .texts("steps", &self.steps)
            .exact("link", &self.link)
            .exact("picture", &picture::of(&self.link)?)
            .text("picture-words", &self.picture)
            .text("help", &self.help);
        print(Layout::Invitation, language, values)
    }
}
