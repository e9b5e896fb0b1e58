//! sqlmap and wapiti, as people who have signed in: a consumer, her broker and a resource manager. Neither finds anything; the
//! control is a page beside the portal that puts what it is given into its SQL and into its answer, and both find it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::Proving;
use super::kit::{Store, signed_in};
use crate::form::{Form, form_with};
use crate::postgres::free_port;
use crate::process::read;
use crate::server::Server;
use crate::test::packages::attackers_folder;

/// A page with two faults: `/item?id=` is an injection, `/hello?name=` shows what was typed as it is.
const FAULTY: &str = r#"
import http.server, sqlite3, sys, urllib.parse
database = sqlite3.connect(":memory:", check_same_thread=False)
database.executescript("CREATE TABLE items (id INTEGER, name TEXT); INSERT INTO items VALUES (1, 'one'), (2, 'two')")
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        given = dict(urllib.parse.parse_qsl(address.query))
        text = '<a href="/item?id=1">item</a> <a href="/hello?name=you">hello</a>'
        if address.path == "/item":
            try:
                text = str(database.execute("SELECT name FROM items WHERE id = " + given.get("id", "1")).fetchall())
            except sqlite3.Error as fault:
                text = "SQL error: " + str(fault)
        if address.path == "/hello":
            text = "Hello " + given.get("name", "")
        body = ("<!doctype html><title>Faulty</title><p>" + text).encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"#;

/// Who signs in, and where they begin to look.
const PEOPLE: [(&str, &str); 3] = [("Ana", "/activity"), ("Bo", "/consumers"), ("Rae", "/manage")];
/// Addresses with values in them, by who may open them.
const ADDRESSES: [(&str, &str); 5] = [
    ("Bo", "/consumers?stage=submitted&after=x"),
    ("Rae", "/manage?kind=broker&state=active&after=x"),
    ("Ana", "/activity?before=5"),
    ("Ana", "/plans?sort=price&metal=silver"),
    ("", "/sign-in?next=%2Fhome"),
];

struct Attackers<'a> {
    tools: PathBuf,
    folder: &'a Path,
    /// Seconds that wapiti may look around, and that each of its attacks may take.
    seconds: u64,
    /// How much sqlmap tries: 1 the parameters, 2 cookies too.
    level: u64,
}

/// A page beside the portal; dropping it ends it.
struct Faulty(Child, u16);

impl Drop for Faulty {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Lets both loose on the portal and on the faulty page.
pub fn prove(proving: &mut Proving) -> Result<()> {
    let tools = attackers_folder(&proving.target).join("bin");
    ensure!(tools.join("sqlmap").is_file(), "sqlmap is not there; see `cargo xtask test --only packages`");
    let folder = proving.folder.clone();
    let attackers =
        Attackers { tools, folder: &folder, seconds: proving.times(120, 4), level: proving.times(2, 1) };
    let faulty = faulty()?;
    let planted = attackers.sqlmap(&format!("http://127.0.0.1:{}/item?id=1", faulty.1), "", None)?;
    proving.must("control: sqlmap, an injection planted, findings", planted, planted == 1)?;
    let planted = attackers.wapiti(faulty.1, "/", "")?;
    proving.must("control: wapiti, an unescaped page planted, findings", planted, planted > 0)?;
    let store = Store::sqlite(proving, "portal", proving.times(200, 20))?;
    let server = store.serve(proving)?;
    let most = usize::try_from(proving.times(ADDRESSES.len() as u64, 1))?;
    let (mut tried, mut found) = (0, 0);
    for (person, path) in ADDRESSES.iter().take(most) {
        let cookie = if person.is_empty() { String::new() } else { signed_in(&server, person)?.cookie };
        found += attackers.sqlmap(&format!("http://127.0.0.1:{}{path}", server.port), &cookie, None)?;
        tried += 1;
    }
    for (person, path, words, field) in
        [("Bo", "/consumers", "Search by name", "name"), ("Rae", "/manage", "type=\"search\"", "search")]
            .into_iter()
            .take(usize::try_from(proving.times(2, 1))?)
    {
        let (cookie, form) = form_of(&server, person, path, words)?;
        let url = format!("http://127.0.0.1:{}{}", server.port, form.action);
        found += attackers.sqlmap(&url, &cookie, Some((&form, field)))?;
        tried += 1;
    }
    proving.must(
        format!("sqlmap: {tried} addresses and forms of the portal, findings"),
        found,
        found == 0,
    )?;
    let people = usize::try_from(proving.times(PEOPLE.len() as u64, 1))?;
    for (person, path) in PEOPLE.iter().take(people) {
        let cookie = signed_in(&server, person)?.cookie;
        let found = attackers.wapiti(server.port, path, &cookie)?;
        proving.must(
            format!("wapiti: the pages of {person}, from {path} on, findings"),
            found,
            found == 0,
        )?;
    }
    Ok(())
}

fn faulty() -> Result<Faulty> {
    let port = free_port()?;
    let child = Command::new("python3").args(["-c", FAULTY, &port.to_string()]).spawn()?;
    let faulty = Faulty(child, port);
    for _ in 0..100 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(faulty);
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    anyhow::bail!("the faulty page does not answer")
}

/// A person's cookie, and the form of a page that holds these words.
fn form_of(server: &Server, person: &str, path: &str, words: &str) -> Result<(String, Form)> {
    let visitor = signed_in(server, person)?;
    let page = visitor.get(path)?.body;
    let form = form_with(&page, words).with_context(|| format!("{path} has no form with {words:?}"))?;
    Ok((visitor.cookie, form))
}

impl Attackers<'_> {
    /// How many injections sqlmap finds at an address, or in a field of a form.
    fn sqlmap(&self, url: &str, cookie: &str, form: Option<(&Form, &str)>) -> Result<usize> {
        let mut sqlmap = Command::new(self.tools.join("sqlmap"));
        sqlmap.args(["-u", url, "--batch", "--flush-session", "--disable-coloring", "--ignore-code=*"]);
        sqlmap.args(["--technique=BEU", "--threads=4", "--header=Sec-Fetch-Site: same-origin"]);
        sqlmap.arg(format!("--level={}", self.level));
        sqlmap.arg("--output-dir").arg(self.folder.join("sqlmap")).stdin(Stdio::null());
        if !cookie.is_empty() {
            sqlmap.args(["--cookie", cookie, "--drop-set-cookie"]);
        }
        if let Some((form, field)) = form {
            let fields: Vec<String> =
                form.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
            sqlmap.args(["--data", &format!("{}&{field}=Sample", fields.join("&")), "-p", field]);
        }
        let said = read(&mut sqlmap)?;
        let found = said.contains("identified the following injection point");
        let tested = found || said.contains("do not appear to be injectable");
        ensure!(tested, "sqlmap did not come to an end at {url}:\n{said}");
        Ok(usize::from(found))
    }

    /// How much wapiti finds from a page on.
    fn wapiti(&self, port: u16, path: &str, cookie: &str) -> Result<usize> {
        let report = self.folder.join("wapiti.json");
        let origin = format!("http://127.0.0.1:{port}");
        let mut wapiti = Command::new(self.tools.join("wapiti"));
        wapiti.args(["-u", &format!("{origin}/"), "-s", &format!("{origin}{path}"), "--scope", "folder"]);
        let modules = if self.level > 1 { "sql,xss,permanentxss,exec,file,crlf,redirect" } else { "xss" };
        let links = if self.level > 1 { "10" } else { "1" };
        wapiti.args(["-m", modules, "--depth", links, "--flush-session"]);
        // Whoever signs out sees nothing more.
        wapiti.args(["-x", &format!("{origin}/sign-out"), "-x", &format!("{origin}/demo/sign-in")]);
        let seconds = self.seconds.to_string();
        wapiti.args(["--max-scan-time", &seconds, "--max-attack-time", &seconds]);
        wapiti.args(["-f", "json", "-o"]).arg(&report);
        wapiti.arg("--store-session").arg(self.folder.join("wapiti"));
        wapiti.args(["-H", "Sec-Fetch-Site: same-origin"]).stdin(Stdio::null());
        if !cookie.is_empty() {
            wapiti.args(["-H", &format!("Cookie: {cookie}")]);
        }
        read(&mut wapiti)?;
        let said: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&report)?)?;
        let count = |kind: &str| -> usize {
            let kinds = said[kind].as_object().into_iter().flatten();
            kinds.map(|(_, found)| found.as_array().map_or(0, Vec::len)).sum()
        };
        ensure!(said["infos"]["crawled_pages_nbr"].as_u64() > Some(0), "wapiti saw no page");
        Ok(count("vulnerabilities") + count("anomalies"))
    }
}
