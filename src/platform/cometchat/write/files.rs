//! What a file is, from its name, its URL and its media type: CometChat wants to know all of it.

/// Extensions and media types. The first extension of a type is the usual one.
const TYPES: &[(&str, &str)] = &[
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("svg", "image/svg+xml"),
    ("heic", "image/heic"),
    ("bmp", "image/bmp"),
    ("mp4", "video/mp4"),
    ("mov", "video/quicktime"),
    ("webm", "video/webm"),
    ("mkv", "video/x-matroska"),
    ("avi", "video/x-msvideo"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("aac", "audio/aac"),
    ("ogg", "audio/ogg"),
    ("wav", "audio/wav"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("json", "application/json"),
    ("txt", "text/plain"),
    ("csv", "text/csv"),
    ("html", "text/html"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
];

/// Of a file that tells nothing.
pub(in crate::platform::cometchat) const UNKNOWN_TYPE: &str = "application/octet-stream";
const UNKNOWN_EXTENSION: &str = "bin";
const UNKNOWN_NAME: &str = "file";

/// The type of a message that has a file of this media type.
pub(in crate::platform::cometchat) fn kind(media_type: &str) -> &'static str {
    let main = media_type.split('/').next().unwrap_or_default();
    ["image", "video", "audio"].into_iter().find(|kind| main.eq_ignore_ascii_case(kind)).unwrap_or("file")
}

/// The last part of a URL's path.
pub(super) fn name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let behind_host = path.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    let last = behind_host.and_then(|(_, path)| path.rsplit('/').next()).unwrap_or_default();
    if last.trim().is_empty() { UNKNOWN_NAME } else { last }
}

/// The extension of a file name, in lower case.
fn extension_of(name: &str) -> Option<String> {
    const LONGEST: usize = 10;
    let (_, extension) = name.rsplit_once('.')?;
    let fits = (1..=LONGEST).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits.then(|| extension.to_ascii_lowercase())
}

/// A file's extension: of its name, else of its URL, else the usual one of its media type.
pub(in crate::platform::cometchat) fn extension(file: &str, url: &str, media_type: &str) -> String {
    let usual = || {
        let plain = media_type.split(';').next().unwrap_or_default().trim();
        TYPES.iter().find(|(_, known)| known.eq_ignore_ascii_case(plain)).map(|(extension, _)| (*extension).to_owned())
    };
    let found = extension_of(file).or_else(|| extension_of(name(url))).or_else(usual);
    found.unwrap_or_else(|| UNKNOWN_EXTENSION.to_owned())
}

/// The media type of an extension.
pub(super) fn media_type(extension: &str) -> &'static str {
    TYPES.iter().find(|(known, _)| *known == extension).map_or(UNKNOWN_TYPE, |(_, media_type)| media_type)
}

#[cfg(test)]
mod tests {
    use super::{extension, kind, media_type, name};

    #[test]
    fn what_a_file_is() {
        for (url, file) in [
            ("https://a.b/c/d.png?x=/e.gif", "d.png"),
            ("https://a.b/", "file"),
            ("https://a.b", "file"),
            ("https://a.b/c/#d", "file"),
        ] {
            assert_eq!(name(url), file, "{url}");
        }
        for (file, url, media, expected) in [
            ("a.PNG", "https://a.b/c.gif", "image/webp", "png"),
            ("a", "https://a.b/c.gif", "image/webp", "gif"),
            ("a", "https://a.b/c", "image/webp", "webp"),
            ("a.b c", "https://a.b/c", "text/plain; charset=utf-8", "txt"),
            ("", "https://a.b/c", "", "bin"),
        ] {
            assert_eq!(extension(file, url, media), expected);
        }
        assert_eq!(media_type("jpeg"), "image/jpeg");
        assert_eq!(media_type("xyz"), "application/octet-stream");
        assert_eq!((kind("Image/png"), kind("application/pdf"), kind("")), ("image", "file", "file"));
    }
}
