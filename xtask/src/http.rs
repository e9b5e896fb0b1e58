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
    /// The server's port.
    pub port: u16,
    /// Sent with every request, as `name=value; name=value`.
    pub cookie: String,
    /// Further headers of every request.
    pub headers: Vec<(&'static str, String)>,
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
        Self { agent: config.build().into(), origin, port, cookie: String::new(), headers: Vec::new() }
    }

    /// The same visitor on a connection to another port.
    pub fn at(&self, port: u16) -> Self {
        Self { cookie: self.cookie.clone(), ..Self::new(port) }
    }

    /// Asks for a page.
    pub fn get(&self, path: &str) -> Result<Answer> {
        let request = self.agent.get(format!("{}{path}", self.origin)).header("cookie", &self.cookie);
        let request =
            self.headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        self.answer(request.call())
    }

    /// How many lines a file has, read as it comes; a long one takes as long as it takes.
    pub fn lines_of(&self, path: &str) -> Result<usize> {
        let request = self.agent.get(format!("{}{path}", self.origin)).header("cookie", &self.cookie);
        let request = request.config().timeout_global(None).build();
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
        let request =
            self.headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
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

#[cfg(test)]
mod tests {
    use super::*;

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
