//! A browser for tests: keeps the session's cookie, fills in the forms of the page it is on, follows
//! redirects by hand.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use portal::Portal;
use tower::ServiceExt;

/// One browser at one server.
pub struct Browser {
    app: Router,
    /// The cookie it holds, as `name=value`.
    pub cookie: Option<String>,
    /// The cookie of the language that was chosen with it.
    pub language: Option<String>,
    /// The cookie of a password's reset that was asked for with it.
    pub reset: Option<String>,
    /// Which host it names; none when it is left out.
    pub host: Option<String>,
    /// Which languages it asks for.
    pub wishes: String,
    /// The page it is on.
    pub page: String,
    /// The last answer as it came.
    pub bytes: Vec<u8>,
    /// What the last answer is: `Content-Type`, `Content-Disposition` and `Cache-Control`.
    pub file: [String; 3],
    /// Status of the last answer.
    pub status: StatusCode,
    /// Where the last answer leads, when it is a redirect.
    pub location: String,
    /// `Set-Cookie` of the last answer.
    pub set_cookie: String,
    /// `Retry-After` of the last answer.
    pub retry_after: String,
    /// `Clear-Site-Data` of the last answer.
    pub cleared: String,
    /// Everything that stands before the last answer.
    pub head: HeaderMap,
}

impl Browser {
    /// A browser that has not been here before.
    pub fn at(portal: &Portal, secure_cookies: bool) -> Self {
        Self::with(portal, web::Settings { public_address: "http://127.0.0.1".to_owned(), secure_cookies })
    }

    /// The same at a server of another address.
    pub fn reached_at(portal: &Portal, address: &str) -> Self {
        Self::with(portal, web::Settings { public_address: address.to_owned(), secure_cookies: false })
    }

    fn with(portal: &Portal, settings: web::Settings) -> Self {
        Self {
            app: web::app(portal.clone(), settings),
            cookie: None,
            language: None,
            reset: None,
            host: None,
            wishes: "en-US".to_owned(),
            page: String::new(),
            bytes: Vec::new(),
            file: Default::default(),
            status: StatusCode::OK,
            location: String::new(),
            set_cookie: String::new(),
            retry_after: String::new(),
            cleared: String::new(),
            head: HeaderMap::new(),
        }
    }

    /// Goes to a page.
    pub async fn get(&mut self, path: &str) -> &mut Self {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Sends a form of the page: its hidden fields and what is typed.
    pub async fn post(&mut self, path: &str, typed: &[(&str, &str)]) -> &mut Self {
        let mut fields = self.hidden(path);
        fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post_only(path, &fields).await
    }

    /// Sends exactly these fields.
    pub async fn post_only(&mut self, path: &str, fields: &[(String, String)]) -> &mut Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    /// Sends these fields and a file, as a browser does.
    pub async fn post_file(
        &mut self,
        path: &str,
        fields: &[(String, String)],
        (name, file): (&str, &[u8]),
    ) -> &mut Self {
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
        }
        let head =
            format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"roster.csv\"\r\n");
        body.extend([head.as_bytes(), b"Content-Type: text/csv\r\n\r\n", file, b"\r\n--line--\r\n"].concat());
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    /// Follows the redirect of the last answer.
    pub async fn follow(&mut self) -> &mut Self {
        assert!(self.status.is_redirection(), "{} is no redirect", self.status);
        let to = self.location.clone();
        self.get(&to).await
    }

    /// The page's main heading.
    pub fn heading(&self) -> String {
        let inside = self.page.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next());
        inside.unwrap_or("").trim().to_owned()
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> &mut Self {
        let mut request = request.header(header::ACCEPT_LANGUAGE, &self.wishes);
        for cookie in self.cookie.iter().chain(&self.language).chain(&self.reset) {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(host) = &self.host {
            request = request.header(header::HOST, host).header("x-forwarded-host", host);
        }
        let answer = self.app.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        self.status = answer.status();
        let text = |name: &str| {
            answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned()
        };
        (self.location, self.set_cookie, self.cleared) =
            (text("location"), text("set-cookie"), text("clear-site-data"));
        self.retry_after = text("retry-after");
        self.file = ["content-type", "content-disposition", "cache-control"].map(text);
        if let Some(cookie) = self.set_cookie.split(';').next().filter(|cookie| !cookie.is_empty()) {
            if cookie.contains("-language=") {
                self.language = Some(cookie.to_owned());
            } else if cookie.contains("-reset=") {
                self.reset = (!cookie.ends_with('=')).then(|| cookie.to_owned());
            } else if !cookie.contains("-provider=") {
                self.cookie = (!cookie.ends_with('=')).then(|| cookie.to_owned());
            }
        }
        self.head = answer.headers().clone();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        self.page = String::from_utf8_lossy(&bytes).into_owned();
        self.bytes = bytes.to_vec();
        self
    }

    /// The hidden fields of the form with this target.
    pub fn hidden(&self, target: &str) -> Vec<(String, String)> {
        let marker = format!("action=\"{target}\"");
        let form = self.page.split("<form").find(|form| form.contains(&marker)).unwrap_or("");
        let form = form.split("</form>").next().unwrap_or("");
        form.split("<input")
            .filter(|input| input.contains("type=\"hidden\""))
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect()
    }
}

/// The value of an attribute, as the browser reads it.
pub fn attribute(tag: &str, name: &str) -> String {
    let value = tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    let escaped = [("&#39;", "'"), ("&#34;", "\""), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    escaped.iter().fold(value.unwrap_or("").to_owned(), |text, (code, letter)| text.replace(code, letter))
}
