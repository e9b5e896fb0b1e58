//! A small HTTP/1.1 conversation over one kept-alive connection: enough to sign in on the practice
//! page and to ask for a page at a steady rate. Not a browser; redirects are the caller's.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// One connection to the server.
pub struct Connection {
    reader: BufReader<TcpStream>,
    host: String,
    /// Sent with every request, as `name=value; name=value`.
    pub cookie: String,
}

/// An answer: status, headers in lower case, body.
pub struct Answer {
    /// Status code.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl Answer {
    /// The cookies that the answer sets, `name=value`.
    pub fn cookies(&self) -> Vec<String> {
        let set = self.headers.iter().filter(|(name, _)| name == "set-cookie");
        set.filter_map(|(_, value)| Some(value.split(';').next()?.trim().to_owned())).collect()
    }

    fn header(&self, wanted: &str) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }
}

impl Connection {
    /// Connects to `127.0.0.1:port`.
    pub fn open(port: u16) -> Result<Self> {
        let host = format!("127.0.0.1:{port}");
        let stream = TcpStream::connect(&host).with_context(|| format!("cannot reach {host}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self { reader: BufReader::new(stream), host, cookie: String::new() })
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n", self.host, self.cookie);
        self.exchange(head.as_bytes())
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, form: &[(String, String)]) -> Result<Answer> {
        let pairs: Vec<String> =
            form.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let body = pairs.join("&");
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n\
             Cookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.cookie,
            body.len(),
            host = self.host,
        );
        self.exchange(request.as_bytes())
    }

    fn exchange(&mut self, request: &[u8]) -> Result<Answer> {
        self.reader.get_mut().write_all(request)?;
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.with_context(|| format!("not an answer: {first:?}"))?;
        let mut answer = Answer { status, headers: Vec::new(), body: String::new() };
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                answer.headers.push((name.to_lowercase(), value.trim().to_owned()));
            }
        }
        answer.body = String::from_utf8_lossy(&self.body(&answer)?).into_owned();
        Ok(answer)
    }

    fn body(&mut self, answer: &Answer) -> Result<Vec<u8>> {
        if answer.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
            let mut body = Vec::new();
            loop {
                let size = self.line()?;
                let size = usize::from_str_radix(size.trim(), 16).context("a chunk without a size")?;
                body.extend(self.bytes(size)?);
                self.line()?;
                if size == 0 {
                    return Ok(body);
                }
            }
        }
        let length = answer.header("content-length").and_then(|length| length.parse().ok());
        self.bytes(length.unwrap_or(0))
    }

    fn bytes(&mut self, count: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        self.reader.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.reader.read_line(&mut line)? == 0 {
            bail!("the server closed the connection");
        }
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
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
    fn form_values_are_percent_encoded() {
        assert_eq!(encoded("a b&c=ü"), "a%20b%26c%3D%C3%BC");
    }
}
