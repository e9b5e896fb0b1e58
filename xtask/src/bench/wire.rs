//! One kept connection, as bytes: what is compared to the last byte, and timed to the microsecond, goes by no client.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// A connection on which one request follows the other.
pub struct Wire {
    stream: TcpStream,
    heard: Vec<u8>,
    length: usize,
}

impl Wire {
    /// A connection to a port of this machine.
    pub fn to(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, heard: vec![0; 256 * 1024], length: 0 })
    }

    /// Asks, and reads the answer to its end; gives how long that took.
    pub fn ask(&mut self, request: &str) -> Result<Duration> {
        let begun = Instant::now();
        self.stream.write_all(request.as_bytes())?;
        self.length = 0;
        loop {
            let more = self.stream.read(&mut self.heard[self.length..])?;
            ensure!(more > 0, "the answer broke off");
            self.length += more;
            if let Some(whole) = whole(self.answer())? {
                ensure!(self.length == whole, "{} bytes came, {whole} were to come", self.length);
                return Ok(begun.elapsed());
            }
        }
    }

    /// The last answer, with its head.
    pub fn answer(&self) -> &[u8] {
        &self.heard[..self.length]
    }
}

/// The length of the answer when its head is there, and all of it.
fn whole(heard: &[u8]) -> Result<Option<usize>> {
    let Some(head) = heard.windows(4).position(|end| end == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&heard[..head])?.to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize =
        length.with_context(|| format!("the answer has no length:\n{text}"))?.trim().parse()?;
    Ok((heard.len() >= head + 4 + length).then_some(head + 4 + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_with_its_last_byte() {
        let answer = b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno";
        assert_eq!(whole(answer).unwrap(), Some(answer.len()));
        assert_eq!(whole(&answer[..answer.len() - 1]).unwrap(), None);
        assert_eq!(whole(&answer[..20]).unwrap(), None);
        assert!(whole(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
