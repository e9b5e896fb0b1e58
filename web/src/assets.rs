//! The style sheet, fonts and images, embedded in the binary under names that carry a hash of their content, so
//! that browsers may keep them for ever. `url` gives the name for a template; `serve` answers `/static/...`.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, OnceLock};

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// Everything below `web/static`.
#[derive(rust_embed::RustEmbed)]
#[folder = "static"]
struct Embedded;

/// The name of the one style sheet.
const SHEET: &str = "assent.css";
/// The one style sheet, as `build.rs` makes it: with the names of files, not their addresses.
pub const SHEET_TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/assent.css"));

/// Where the files are served; the router mounts [`serve`] at `/static/{*path}`.
const PREFIX: &str = "/static/";

/// One file as it is served.
struct Asset {
    url: String,
    body: Vec<u8>,
    gzip: OnceLock<Option<Vec<u8>>>,
    content_type: &'static str,
}

/// All files, by their name below `web/static`, and the way back from the served name.
struct Shelf {
    by_name: HashMap<String, Asset>,
    name_of: HashMap<String, String>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(Shelf::fill);

/// The address of a file below `web/static`, for templates: `url("assent.css")` is `/static/assent.HASH.css`.
/// A file that does not exist gives an address that answers 404; a test walks the templates for those.
pub fn url(name: &str) -> String {
    SHELF.by_name.get(name).map_or_else(|| format!("{PREFIX}{name}"), |asset| asset.url.clone())
}

/// The mark as a `data:` address.
pub fn icon() -> &'static str {
    static ICON: LazyLock<String> = LazyLock::new(|| {
        let mark = Embedded::get("mark.svg").map(|file| file.data).unwrap_or_default();
        drawn_in(&mark)
    });
    &ICON
}

/// A picture as a `data:` address, good in a page and, without quotes, in a style sheet.
fn drawn_in(svg: &[u8]) -> String {
    format!(
        "data:image/svg+xml,{}",
        percent_encoding::percent_encode(svg, percent_encoding::NON_ALPHANUMERIC)
    )
}

/// Names of all embedded files.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHELF.by_name.keys().map(String::as_str)
}

/// Answers `GET /static/{*path}`: only hashed names exist, so every answer may be kept for a year.
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = SHELF.name_of.get(&path).and_then(|name| SHELF.by_name.get(name)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut answer = HeaderMap::new();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    answer.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    match asset.gzip().filter(|_| accepts_gzip(&headers)) {
        Some(small) => {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            (answer, small).into_response()
        }
        None => (answer, asset.body.as_slice()).into_response(),
    }
}

/// Whether the browser takes gzip: named (or `*`) and not with weight zero.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let wanted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    wanted.flat_map(|value| value.split(',')).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let coding = parts.next().unwrap_or_default();
        let refused = parts.any(|q| matches!(q.strip_prefix("q=").map(str::parse::<f32>), Some(Ok(0.0))));
        (coding.eq_ignore_ascii_case("gzip") || coding == "*") && !refused
    })
}

impl Asset {
    fn new(name: &str, body: Vec<u8>) -> Self {
        let hash = base16ct::lower::encode_string(&Sha256::digest(&body)[..6]);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let content_type = content_type(extension);
        Self { url: format!("{PREFIX}{stem}.{hash}.{extension}"), body, gzip: OnceLock::new(), content_type }
    }

    /// The compressed copy, made at first use; none for what is compressed already.
    fn gzip(&self) -> Option<&[u8]> {
        let make = || {
            if !self.content_type.starts_with("text/") && self.content_type != "image/svg+xml" {
                return None;
            }
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(&self.body).ok()?;
            encoder.finish().ok().filter(|small| small.len() < self.body.len())
        };
        self.gzip.get_or_init(make).as_deref()
    }
}

impl Shelf {
    /// Hashes every file; the style sheet last, because the names it refers to become part of its content.
    fn fill() -> Self {
        let mut by_name: HashMap<String, Asset> = HashMap::new();
        for name in Embedded::iter() {
            if let Some(file) = Embedded::get(&name) {
                by_name.insert(name.to_string(), Asset::new(&name, file.data.into_owned()));
            }
        }
        let sheet = hashed_references(SHEET, SHEET_TEXT, &by_name);
        by_name.insert(SHEET.to_owned(), Asset::new(SHEET, sheet.into_bytes()));
        let served = |asset: &Asset| asset.url.trim_start_matches(PREFIX).to_owned();
        let name_of = by_name.iter().map(|(name, asset)| (served(asset), name.clone())).collect();
        Self { by_name, name_of }
    }
}

/// Replaces each relative `url(...)` of a style sheet by the hashed address of the file it means; a picture stands in
/// the sheet itself, so that no page asks for one apart.
fn hashed_references(sheet: &str, text: &str, files: &HashMap<String, Asset>) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    while let Some(start) = rest.find("url(") {
        let (before, after) = rest.split_at(start + 4);
        out.push_str(before);
        let end = after.find(')').unwrap_or(after.len());
        let (reference, tail) = after.split_at(end);
        let target = beside(sheet, reference.trim_matches(['"', '\'']));
        match files.get(&target) {
            Some(asset) if asset.content_type == "image/svg+xml" => out.push_str(&drawn_in(&asset.body)),
            Some(asset) => out.push_str(&asset.url),
            None => out.push_str(reference),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The name that `reference` means in `sheet`: `uswds/css/a.css` and `../img/b.svg` give `uswds/img/b.svg`.
fn beside(sheet: &str, reference: &str) -> String {
    let mut folders: Vec<&str> = sheet.split('/').collect();
    folders.pop();
    for step in reference.split('/') {
        match step {
            ".." => drop(folders.pop()),
            "." => {}
            name => folders.push(name),
        }
    }
    folders.join("/")
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
