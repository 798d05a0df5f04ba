//! The media type of a file by its name, as hosts have it.

/// The media type of the file at this path.
pub(super) fn of(path: &str) -> &'static str {
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, end)| end);
    match extension.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        "eml" => "message/rfc822",
        _ => "application/octet-stream",
    }
}

/// Whether files of this type shrink when they are compressed.
pub(super) fn is_text(media_type: &str) -> bool {
    let (name, _) = media_type.split_once(';').unwrap_or((media_type, ""));
    name.starts_with("text/") || ["json", "xml", "javascript"].iter().any(|end| name.ends_with(end))
}
