//! What holds where `dateline.yaml` says nothing.

use jiff::SignedDuration;

use super::publish::Limit;

/// `language`
pub const LANGUAGE: &str = "en";
/// `timezone`
pub const TIMEZONE: &str = "UTC";
/// `theme`: the one that is built into the program
pub const THEME: &str = "broadsheet";
/// `output`
pub const OUTPUT: &str = "output";
/// `page_size`
pub const PAGE_SIZE: usize = 20;
/// `related`
pub const RELATED: usize = 5;
/// `feeds.atom`
pub const ATOM: bool = true;
/// `feeds.rss`
pub const RSS: bool = true;
/// `feeds.json`
pub const JSON: bool = true;
/// `feeds.limit`
pub const FEED_LIMIT: usize = 20;
/// `search`
pub const SEARCH: bool = false;
/// `photos.originals`
pub const PHOTO_ORIGINALS: bool = false;
/// `photos.max_megapixels`
pub const PHOTO_MEGAPIXELS: usize = 100;
/// `photos.max_megabytes`
pub const PHOTO_MEGABYTES: usize = 100;
/// `editions.email`
pub const EMAIL: bool = false;
/// `markdown.smart_punctuation`
pub const SMART_PUNCTUATION: bool = true;
/// `markdown.autolink`
pub const AUTOLINK: bool = true;
/// `markdown.heading_links`
pub const HEADING_LINKS: bool = false;
/// `markdown.highlight`
pub const HIGHLIGHT: bool = true;
/// `permalinks.entry`
pub const PERMALINK_ENTRY: &str = "/:year/:month/:day/:slug/";
/// `permalinks.topic`
pub const PERMALINK_TOPIC: &str = "/topics/:slug/";
/// `permalinks.source`
pub const PERMALINK_SOURCE: &str = "/sources/:slug/";
/// `permalinks.person`
pub const PERMALINK_PERSON: &str = "/people/:slug/";
/// `permalinks.story`
pub const PERMALINK_STORY: &str = "/stories/:slug/";
/// `permalinks.page`
pub const PERMALINK_PAGE: &str = "/:slug/";
/// `host_files.redirects`
pub const HOST_REDIRECTS: bool = true;
/// `host_files.headers`
pub const HOST_HEADERS: bool = true;
/// `host_files.nojekyll`
pub const HOST_NOJEKYLL: bool = true;
/// `host_files.cname`
pub const HOST_CNAME: bool = false;
/// `data`
pub const DATA: bool = false;
/// `desk.headline_length`: what search engines show of a headline before they cut it
pub const HEADLINE_LENGTH: usize = 110;
/// `desk.quotation_words`
pub const QUOTATION_WORDS: usize = 150;
/// `desk.editions_back`
pub const EDITIONS_BACK: usize = 7;
/// `desk.links.max_age`
pub const LINK_AGE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// `desk.links.host_delay`
pub const LINK_DELAY: SignedDuration = SignedDuration::from_secs(1);
/// `desk.links.timeout`
pub const LINK_TIMEOUT: SignedDuration = SignedDuration::from_secs(20);
/// `desk.links.servers`
pub const LINK_SERVERS: usize = 64;
/// `publish.NAME.max_deletes`
pub const MAX_DELETES: Limit = Limit::Files(256);
/// `publish.NAME.keep`
pub const KEEP: usize = 5;
/// `publish.NAME.jobs`
pub const PUBLISH_JOBS: usize = 8;
/// `publish.NAME.remote`
pub const GIT_REMOTE: &str = "origin";
/// `publish.NAME.branch`
pub const GIT_BRANCH: &str = "gh-pages";
/// `publish.NAME.message`
pub const GIT_MESSAGE: &str = "Publish {id}";
/// `publish.NAME.container`
pub const AZURE_CONTAINER: &str = "$web";
