//! Forms as they stand in a page, for visitors that are no browser. Text in, values out; shared with the sessions of
//! `bench/last-day`.

/// A form of a page: where it goes and the hidden fields and button value it carries.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// The form's action.
    pub action: String,
    /// Names and values.
    pub fields: Vec<(String, String)>,
}

/// The form whose text holds `words`, such as the label of its button. What a person types or chooses is not in it.
pub fn form_with(page: &str, words: &str) -> Option<Form> {
    let form = page.split("<form").skip(1).find_map(|rest| {
        let form = rest.split("</form>").next()?;
        form.contains(words).then_some(form)
    })?;
    let action = attribute(form.split('>').next()?, "action")?;
    let mut fields = Vec::new();
    for tag in form.split('<').skip(1).filter_map(|tag| tag.split_once('>')) {
        let (head, text) = tag;
        let hidden = head.starts_with("input") && head.contains("type=\"hidden\"");
        let wanted = hidden || (head.starts_with("button") && text.contains(words));
        if let (true, Some(name)) = (wanted, attribute(head, "name")) {
            fields.push((name, attribute(head, "value").unwrap_or_default()));
        }
    }
    Some(Form { action, fields })
}

/// The value of an attribute of a tag.
pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split('"').next()?.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_with_the_button_is_found_with_its_fields() {
        let page = r#"<form method="post" action="/a"><input type="hidden" name="csrf" value="x1">
            <button name="who" value="ana">Sign in as Ana</button><button name="who" value="bo">Sign in as Bo</button></form>"#;
        let form = form_with(page, "Sign in as Bo").unwrap();
        assert_eq!(form.action, "/a");
        assert_eq!(form.fields, [("csrf".into(), "x1".into()), ("who".into(), "bo".into())]);
        assert_eq!(form_with(page, "Sign in as Cy"), None);
    }
}
