//! A visitor of the portal over one kept-alive connection: enough to sign in on the practice page and to ask for a
//! page at a steady rate. Not a browser; redirects are the caller's.

use std::io::{BufRead, BufReader};
use std::time::Duration;

use anyhow::{Context, Result};
use ureq::{Agent, Body, Error, http::Response};

/// One connection to the server.
pub struct Connection {
    agent: Agent,
    origin: String,
    /// Sent with every request, as `name=value; name=value`.
    pub cookie: String,
}

/// An answer: status, cookies, body.
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// The cookies that the answer sets, `name=value`.
    pub cookies: Vec<String>,
    /// Where it sends the visitor on to; empty when it does not.
    pub location: String,
    /// The body as text.
    pub body: String,
}

impl Connection {
    /// A connection to `127.0.0.1:port`, opened by the first request.
    pub fn new(port: u16) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(20)));
        let origin = format!("http://127.0.0.1:{port}");
        Self { agent: config.build().into(), origin, cookie: String::new() }
    }

    /// Asks for a page.
    pub fn get(&self, path: &str) -> Result<Answer> {
        let request = self.agent.get(format!("{}{path}", self.origin)).header("cookie", &self.cookie);
        self.answer(request.call())
    }

    /// How many lines a file has, read as it comes.
    pub fn lines_of(&self, path: &str) -> Result<usize> {
        let request = self.agent.get(format!("{}{path}", self.origin)).header("cookie", &self.cookie);
        let mut answer = request.call().with_context(|| format!("cannot reach {}", self.origin))?;
        let lines = BufReader::new(answer.body_mut().as_reader()).split(b'\n');
        lines.map(|line| Ok(line.map(|_| 1)?)).sum()
    }

    /// Sends a form.
    pub fn post(&self, path: &str, form: &[(String, String)]) -> Result<Answer> {
        let request = self
            .agent
            .post(format!("{}{path}", self.origin))
            .header("cookie", &self.cookie)
            .header("origin", &self.origin)
            .header("sec-fetch-site", "same-origin");
        self.answer(request.send_form(form.iter().map(|(name, value)| (name, value))))
    }

    fn answer(&self, answer: Result<Response<Body>, Error>) -> Result<Answer> {
        let mut answer = answer.with_context(|| format!("cannot reach {}", self.origin))?;
        let set = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let cookies = set.filter_map(|value| Some(value.split(';').next()?.trim().to_owned())).collect();
        let location = answer.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or("");
        let location = location.to_owned();
        // Read to its end, or the next request would open another connection.
        let body = answer.body_mut().read_to_string()?;
        Ok(Answer { status: answer.status().as_u16(), cookies, location, body })
    }
}

/// A form of a page: where it goes and the hidden fields and button value it carries.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// The form's action.
    pub action: String,
    /// Names and values.
    pub fields: Vec<(String, String)>,
}

/// The form whose text holds `words`, such as the label of its button.
pub fn form_with(page: &str, words: &str) -> Option<Form> {
    let form = page.split("<form").skip(1).find_map(|rest| {
        let form = rest.split("</form>").next()?;
        form.contains(words).then_some(form)
    })?;
    let action = attribute(form.split('>').next()?, "action")?;
    let mut fields = Vec::new();
    for tag in form.split('<').skip(1).filter_map(|tag| tag.split_once('>')) {
        let (head, text) = tag;
        let wanted = head.starts_with("input") || (head.starts_with("button") && text.contains(words));
        if let (true, Some(name)) = (wanted, attribute(head, "name")) {
            fields.push((name, attribute(head, "value").unwrap_or_default()));
        }
    }
    Some(Form { action, fields })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
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

    #[test]
    fn a_visitor_keeps_one_connection_and_sends_cookie_and_form() {
        use std::io::{Read, Write};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            // One connection only: a second would wait until the test gives up.
            let (mut stream, _) = listener.accept().unwrap();
            let mut heard = String::new();
            for (end, answer) in [
                (
                    "\r\n\r\n",
                    "200 OK\r\nSet-Cookie: a=1; Path=/\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
                ),
                ("x=%C3%BC", "303 See Other\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
            ] {
                while !heard.ends_with(end) {
                    let mut some = [0; 1024];
                    let count = stream.read(&mut some).unwrap();
                    heard.push_str(std::str::from_utf8(&some[..count]).unwrap());
                }
                stream.write_all(format!("HTTP/1.1 {answer}").as_bytes()).unwrap();
            }
            heard
        });
        let mut connection = Connection::new(port);
        let page = connection.get("/demo").unwrap();
        assert_eq!((page.status, page.body.as_str()), (200, "hi"));
        connection.cookie = page.cookies.join("; ");
        let answer = connection.post("/in", &[("a b".into(), "&".into()), ("x".into(), "ü".into())]).unwrap();
        assert_eq!((answer.status, answer.cookies.len()), (303, 0));
        let heard = server.join().unwrap();
        let (first, second) = heard.split_once("\r\n\r\n").unwrap();
        assert!(first.starts_with("GET /demo HTTP/1.1\r\n"), "{first}");
        assert!(second.starts_with("POST /in HTTP/1.1\r\n"), "{second}");
        assert!(second.contains("cookie: a=1\r\n"), "{second}");
        assert!(second.contains(&format!("origin: http://127.0.0.1:{port}\r\n")), "{second}");
        assert!(second.contains("content-type: application/x-www-form-urlencoded\r\n"), "{second}");
        assert!(second.ends_with("=%26&x=%C3%BC"), "{second}");
    }
}
