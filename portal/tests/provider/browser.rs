//! A browser without script: it keeps cookies, follows redirects within the provider, and fills in its one form.

use super::{BACK, Came, here};
use domain::form::Fields;
use portal::{Portal, Session};
use std::collections::BTreeMap;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What an address answered.
pub struct Page {
    /// Where it leads.
    pub location: Option<String>,
    /// Its text.
    pub body: String,
}

/// Cookies of one host.
#[derive(Default)]
pub struct Browser(BTreeMap<String, String>);

impl Browser {
    /// Asks for an address of this machine, once.
    pub async fn ask(&mut self, address: &str, form: Option<&str>) -> Page {
        let rest = address.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let cookies: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let method = if form.is_some() { "POST" } else { "GET" };
        let body = form.unwrap_or_default();
        let asked = format!(
            "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            cookies.join("; "),
            body.len()
        );
        let mut stream = TcpStream::connect(host).await.unwrap();
        stream.write_all(asked.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let mut page = Page { location: None, body: body.to_owned() };
        for line in head.lines().skip(1) {
            let (name, value) = line.split_once(": ").unwrap();
            match name.to_ascii_lowercase().as_str() {
                "location" if value.starts_with('/') => page.location = Some(format!("http://{host}{value}")),
                "location" => page.location = Some(value.to_owned()),
                "set-cookie" => {
                    let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
                    self.0.insert(name.to_owned(), value.to_owned());
                }
                _ => {}
            }
        }
        page
    }

    /// Follows redirects up to a page, or to an address that begins so; gives the last address too.
    pub async fn follow(&mut self, address: &str, form: Option<&str>, until: &str) -> (String, Page) {
        let (mut at, mut page) = (address.to_owned(), self.ask(address, form).await);
        while let Some(next) = page.location.take() {
            at = next;
            if at.starts_with(until) {
                break;
            }
            page = self.ask(&at, None).await;
        }
        (at, page)
    }

    /// Sets out from the portal and signs in at the provider with this form, unless it knows the browser already.
    pub async fn at_provider(&mut self, portal: &Portal, session: Option<&Session>, form: &str) -> Came {
        let begun = portal.begin_at_provider(session, (BACK, "/consumers"), &here()).await.unwrap();
        let (mut at, _) = self.follow(&begun.url, None, BACK).await;
        if at.contains("/interaction/") {
            (at, _) = self.follow(&at, Some(form), BACK).await;
        }
        assert!(at.starts_with(BACK), "{at}");
        let fields = at.split_once('?').unwrap().1.split('&').map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.to_owned(), percent_encoding::percent_decode_str(value).decode_utf8().unwrap().into_owned())
        });
        Came { token: begun.token, fields: fields.collect::<Fields>() }
    }
}
