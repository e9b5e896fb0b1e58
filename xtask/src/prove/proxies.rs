//! nginx and HAProxy of Debian as processes of a proof, each with the configuration of `docs/running.md` in small.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::Proving;
use crate::postgres::{free_port, is_root};
use crate::process::{find_program, shown};

/// A running proxy; dropping it ends it.
pub struct Proxy {
    child: Child,
    /// Where visitors reach it.
    pub port: u16,
}

impl Proxy {
    /// nginx in front of these servers (`127.0.0.1:PORT` or `unix:PATH`). Requests that are no GET go to another server
    /// only when nothing of them was sent, which is what nginx does unless told otherwise. A visitor's address is what
    /// the header `X-Visitor` says: the trial has one machine only.
    pub fn nginx(proving: &Proving, name: &str, upstreams: &[String]) -> Result<Self> {
        let (port, folder) = (free_port()?, proving.folder.join(name));
        std::fs::create_dir_all(&folder)?;
        let servers: String =
            upstreams.iter().map(|to| format!("server {to} max_fails=1 fail_timeout=1s; ")).collect();
        let user = if is_root() { "user root;" } else { "" };
        let kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let kept: String =
            kept.iter().map(|what| format!("{what}_temp_path {}/{what}; ", folder.display())).collect();
        let text = format!(
            "daemon off; {user} worker_processes 1; pid {at}/pid; error_log {at}/log;\n\
             events {{ worker_connections 4096; }}\n\
             http {{ access_log off; {kept}\n\
             upstream portal {{ {servers} keepalive 32; keepalive_timeout 1s; }}\n\
             server {{ listen 127.0.0.1:{port};\n\
             set_real_ip_from 127.0.0.1; real_ip_header X-Visitor;\n\
             location / {{ proxy_pass http://portal; proxy_http_version 1.1; proxy_set_header Connection \"\";\n\
             proxy_set_header Host $http_host; proxy_set_header X-Visitor \"\";\n\
             proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_next_upstream error timeout; }} }} }}\n",
            at = folder.display()
        );
        let file = folder.join("nginx.conf");
        std::fs::write(&file, text)?;
        let mut command = Command::new(program("nginx")?);
        command.arg("-p").arg(&folder).arg("-e").arg(folder.join("log")).arg("-c").arg(&file);
        Self::start(command, port)
    }

    /// HAProxy in front of these servers: asks /readyz, gives no request to a second server once a part of it was sent.
    pub fn haproxy(proving: &Proving, name: &str, upstreams: &[String]) -> Result<Self> {
        let (port, folder) = (free_port()?, proving.folder.join(name));
        std::fs::create_dir_all(&folder)?;
        let servers: String = upstreams
            .iter()
            .enumerate()
            .map(|(number, to)| format!("  server s{number} {to} check inter 200ms fall 1 rise 1\n"))
            .collect();
        let text = format!(
            "defaults\n  mode http\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n  timeout check 5s\n\
             frontend visitors\n  bind 127.0.0.1:{port}\n  http-request disable-l7-retry if METH_POST\n\
             \x20 default_backend portal\n\
             backend portal\n  balance roundrobin\n  option forwardfor\n  option httpchk GET /readyz\n{servers}"
        );
        let file = folder.join("haproxy.cfg");
        std::fs::write(&file, text)?;
        let mut command = Command::new(program("haproxy")?);
        command.args(["-db", "-q", "-f"]).arg(&file).stderr(Stdio::null());
        Self::start(command, port)
    }

    fn start(mut command: Command, port: u16) -> Result<Self> {
        let child = command.spawn().with_context(|| format!("cannot start {}", shown(&command)))?;
        let mut proxy = Self { child, port };
        let since = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if proxy.child.try_wait()?.is_some() || since.elapsed() > Duration::from_secs(10) {
                bail!("{} does not listen", shown(&command));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(proxy)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // A quiet word first: nginx ends its workers with it.
        drop(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status());
        for _ in 0..100 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A program of Debian that may not be on the path of an ordinary account.
fn program(name: &str) -> Result<PathBuf> {
    let outside = PathBuf::from("/usr/sbin").join(name);
    find_program(name)
        .or(Some(outside).filter(|file| file.is_file()))
        .with_context(|| format!("{name} is not installed (cargo xtask test --only packages)"))
}
