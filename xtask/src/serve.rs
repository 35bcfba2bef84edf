//! `cargo xtask serve`: the page on localhost. A static file server, for this machine alone.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::flags::Flags;
use crate::{Result, build, project};

const PORT: u16 = 8080;

/// Longest request line and header that is read.
const LIMIT: u64 = 16 << 10;

pub(crate) fn command(arguments: &[String]) -> Result {
    let mut flags = Flags::new(arguments);
    let wanted = flags.number::<u16>("--port")?;
    flags.end()?;
    build::all()?;
    let listener = listen(wanted)?;
    let address = listener.local_addr().map_err(|cause| format!("no local address: {cause}"))?;
    println!("http://localhost:{}/  (Ctrl+C ends it)", address.port());
    for stream in listener.incoming().flatten() {
        thread::spawn(move || {
            // A browser that hangs up early is no error of ours.
            let _ = answer(&stream, &project::path("www/dist"));
        });
    }
    Ok(())
}

/// Without a wish, any free port is better than none.
fn listen(wanted: Option<u16>) -> Result<TcpListener> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match wanted {
        Some(port) => bind(port).map_err(|cause| format!("port {port}: {cause}")),
        None => bind(PORT).or_else(|_| bind(0)).map_err(|cause| format!("no port is free: {cause}")),
    }
}

fn answer(stream: &TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(stream.take(LIMIT));
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (status, kind, body) = if method != "GET" && method != "HEAD" {
        ("405 Method Not Allowed", "text/plain; charset=utf-8", b"GET and HEAD only\n".to_vec())
    } else if let Some(file) = find(target, folder)
        && let Ok(content) = fs::read(&file)
    {
        ("200 OK", media_type(&file), content)
    } else {
        ("404 Not Found", "text/plain; charset=utf-8", b"not found\n".to_vec())
    };
    let mut out = stream;
    write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        out.write_all(&body)?;
    }
    out.flush()
}

/// The file that a request means: inside the folder, or nothing.
fn find(target: &str, folder: &Path) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let path = decode(path)?;
    let inside = Path::new(path.trim_start_matches('/'));
    if !inside.components().all(|component| matches!(component, Component::Normal(_))) {
        return None;
    }
    let file = folder.join(inside);
    Some(if file.is_dir() { file.join("index.html") } else { file })
}

/// Undoes `%20` and the like.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok().filter(|path| !path.contains(['\\', '\0']))
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "jsonl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::find;

    #[test]
    fn only_files_inside_the_folder_are_served() {
        let folder = Path::new("/page");
        assert_eq!(find("/a/b.js?x=1", folder).as_deref(), Some(Path::new("/page/a/b.js")));
        assert_eq!(find("/a%20b.js", folder).as_deref(), Some(Path::new("/page/a b.js")));
        for target in ["/../secret", "/a/%2e%2e/%2e%2e/secret", "/..%2fsecret", "/a\\..\\b", "/%zz", "/%0"] {
            assert_eq!(find(target, folder), None, "{target}");
        }
    }
}
