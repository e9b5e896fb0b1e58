//! What a browser says of itself (its user agent), as far as it is one of those that most people have. It is what somebody
//! claims, and only good for telling one's own devices apart.

/// Words that stand in a user agent, and what they mean. The first that is found counts: browsers say the names of those
/// they are like, too.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

/// A browser on a system, by the names that their makers gave them: no language changes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// "Firefox".
    pub browser: &'static str,
    /// "Windows".
    pub system: &'static str,
}

impl Device {
    /// The device of a user agent; `None` when the browser or the system is none of the known ones.
    pub fn of(user_agent: &str) -> Option<Self> {
        let found = |names: &[(&str, &'static str)]| {
            names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
        };
        Some(Self { browser: found(&BROWSERS)?, system: found(&SYSTEMS)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_browsers_are_told_apart_and_the_rest_is_none() {
        let of = |agent: &str| Device::of(agent).map(|device| (device.browser, device.system));
        let like = "(KHTML, like Gecko)";
        for (agent, browser, system) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0".to_owned(),
                "Firefox",
                "Windows",
            ),
            (
                format!(
                    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 {like} Chrome/140.0.0.0 Safari/537.36"
                ),
                "Chrome",
                "Linux",
            ),
            (
                format!(
                    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 {like} Chrome/140.0 Safari/537.36 Edg/140.0"
                ),
                "Edge",
                "Windows",
            ),
            (
                format!(
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 {like} Version/19 Mobile Safari/604"
                ),
                "Safari",
                "iPhone",
            ),
            (
                format!(
                    "Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) AppleWebKit/605 {like} CriOS/140 Mobile Safari/604"
                ),
                "Chrome",
                "iPad",
            ),
            (
                format!(
                    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 {like} Version/19.0 Safari/605"
                ),
                "Safari",
                "Mac",
            ),
            (
                format!(
                    "Mozilla/5.0 (Linux; Android 15; SM-S931) AppleWebKit/537 {like} SamsungBrowser/28 Chrome/130 Safari/537"
                ),
                "Samsung Internet",
                "Android",
            ),
            (
                format!(
                    "Mozilla/5.0 (X11; CrOS x86_64 16000) AppleWebKit/537.36 {like} Chrome/140 Safari/537.36"
                ),
                "Chrome",
                "ChromeOS",
            ),
        ] {
            assert_eq!(of(&agent), Some((browser, system)), "{agent}");
        }
        assert_eq!((of("curl/8.9"), of(""), of("Firefox/141")), (None, None, None));
    }
}
