//! The JSON Schema of `dateline.yaml`, by which editors complete and check it.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::{Editions, MenuItem, RawHtml, Topics};
use crate::problem::Severity;
use crate::slug::Alphabet;

/// The schema.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Configuration).to_value()
}

/// The configuration of a Dateline site.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Configuration {
    /// The name of the briefing.
    title: String,
    /// The address that the site is published at: `https://example.org/briefing`.
    base_url: String,
    /// A sentence on what the briefing is.
    description: Option<String>,
    /// The language of the site as a BCP 47 code; `en` by default.
    language: Option<String>,
    /// The IANA name of the zone in which dates without an offset are read and all dates are shown; `UTC` by default.
    timezone: Option<String>,
    /// A folder of `themes/`, or the built-in `broadsheet`.
    theme: Option<String>,
    /// Values for the settings that the theme declares.
    settings: Option<BTreeMap<String, serde_json::Value>>,
    /// Patterns of addresses.
    permalinks: Option<Permalinks>,
    /// Which letters an address may hold; `ascii` by default.
    slugs: Option<Alphabet>,
    /// How many entries a list's page holds; 20 by default.
    #[schemars(range(min = 1, max = 1000))]
    page_size: Option<usize>,
    /// How many related entries an entry names; 5 by default.
    #[schemars(range(min = 0, max = 100))]
    related: Option<usize>,
    /// What feeds hold.
    feeds: Option<Feeds>,
    /// Whether readers can search the site; false by default.
    search: Option<bool>,
    /// How often the briefing comes out; `none` by default.
    editions: Option<EditionsForm>,
    /// From whom the email edition comes, to which list it goes and how its readers leave that list.
    email: Option<Email>,
    /// How Markdown is read.
    markdown: Option<Markdown>,
    /// What of photos is published, and how large they may be.
    photos: Option<Photos>,
    /// Who publishes the briefing.
    publisher: Option<Publisher>,
    /// Links of the site's navigation, in their order.
    menu: Option<Vec<MenuItem>>,
    /// The checks of the desk.
    desk: Option<Desk>,
    /// The folder that the site is built into; `output` by default.
    output: Option<String>,
    /// The files that hosts read.
    host_files: Option<HostFiles>,
    /// Whether the entries are written as JSON too, `entries.json` and `index.json` beside each; false by default.
    data: Option<bool>,
    /// Where the site is published: targets by name.
    publish: Option<super::publish::Targets>,
    /// Anything a theme wants.
    extra: Option<BTreeMap<String, serde_json::Value>>,
}

/// Patterns of addresses: `:slug` and, for entries, `:year`, `:month`, `:day` are filled in.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Permalinks {
    /// Of an entry; `/:year/:month/:day/:slug/` by default.
    entry: Option<String>,
    /// Of a topic; `/topics/:slug/` by default.
    topic: Option<String>,
    /// Of a source; `/sources/:slug/` by default.
    source: Option<String>,
    /// Of a speaker or a byline; `/people/:slug/` by default.
    person: Option<String>,
    /// Of a running story; `/stories/:slug/` by default.
    story: Option<String>,
    /// Of a plain page; `/:slug/` by default.
    page: Option<String>,
}

/// What feeds hold.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Feeds {
    /// Whether Atom feeds are written; true by default.
    atom: Option<bool>,
    /// Whether RSS feeds are written; true by default.
    rss: Option<bool>,
    /// Whether JSON feeds are written; true by default.
    json: Option<bool>,
    /// How many entries a feed holds; 20 by default.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<usize>,
}

/// How often the briefing comes out, in one word or with more to say.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "read by its schema alone")]
enum EditionsForm {
    /// How often.
    Every(Editions),
    /// How often, and whether by email.
    Group(EditionsGroup),
}

/// How often the briefing comes out, and whether by email.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct EditionsGroup {
    /// How often; `none` by default.
    every: Option<Editions>,
    /// Whether each edition is written as an email too, below `email/`; false by default.
    email: Option<bool>,
}

/// From whom the email edition comes, to which list it goes and how its readers leave that list.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Email {
    /// From whom: `The Briefing <desk@example.org>` or an address alone. Editions need it to be sent.
    from: Option<String>,
    /// To whom answers go, where not to `from`.
    reply_to: Option<String>,
    /// The name of the list for mail programs: `briefing.example.org`. Editions need it to be sent.
    list_id: Option<String>,
    /// The page on which a reader leaves the list; with https, one click does it. Editions need it to be sent.
    unsubscribe_url: Option<String>,
    /// The address to which a reader may write to leave the list.
    unsubscribe_mailto: Option<String>,
}

/// How Markdown is read.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Markdown {
    /// What becomes of raw HTML; `allow` by default.
    raw_html: Option<RawHtml>,
    /// Whether straight quotation marks, `--` and `...` become typographic ones; true by default.
    smart_punctuation: Option<bool>,
    /// Whether bare addresses become links; true by default.
    autolink: Option<bool>,
    /// Whether headings link to themselves; false by default.
    heading_links: Option<bool>,
    /// Whether code is highlighted; true by default.
    highlight: Option<bool>,
}

/// What of photos is published, and how large they may be.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Photos {
    /// Whether the photos themselves are published too, without place and serial number; false by default.
    originals: Option<bool>,
    /// The most pixels that a photo may have, in millions; 100 by default.
    #[schemars(range(min = 1, max = 1000))]
    max_megapixels: Option<usize>,
    /// The longest file that a photo may be, in MB; 100 by default.
    #[schemars(range(min = 1, max = 1000))]
    max_megabytes: Option<usize>,
}

/// Who publishes the briefing, as structured data and previews of links name it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Publisher {
    /// The name; the site's title by default.
    name: Option<String>,
    /// The path of its logo: `/logo.png`, a file of `static/`.
    logo: Option<String>,
    /// The path of the picture that stands for pages without a photo where links are previewed.
    image: Option<String>,
    /// The day on which it was founded: `2017-04-12`.
    founded: Option<String>,
    /// Its account in the fediverse: `@desk@social.example`.
    fediverse: Option<String>,
    /// The pages that say by which rules it works.
    policies: Option<Policies>,
}

/// Pages of this site, each by its path (`/standards/`) or its file (`content/pages/standards.md`).
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Policies {
    /// Standards: what the briefing chooses and how it works.
    publishing_principles: Option<String>,
    /// How errors are corrected.
    corrections: Option<String>,
    /// Ethics.
    ethics: Option<String>,
    /// Who is responsible.
    masthead: Option<String>,
    /// Who owns and who funds it.
    ownership: Option<String>,
    /// How readers are heard.
    feedback: Option<String>,
    /// How facts are checked.
    verification: Option<String>,
}

/// The files that hosts read; a static file of the same name takes the place of each.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct HostFiles {
    /// Whether `_redirects` is written: aliases and withdrawn entries; true by default.
    redirects: Option<bool>,
    /// Whether `_headers` is written: caching and the Content-Security-Policy; true by default.
    headers: Option<bool>,
    /// Whether `.nojekyll` is written, for GitHub Pages; true by default.
    nojekyll: Option<bool>,
    /// Whether `CNAME` is written, where the base URL has neither path nor port; false by default.
    cname: Option<bool>,
}

/// The checks of the desk.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Desk {
    /// The severity of a rule, by its name.
    rules: Option<BTreeMap<String, RuleSeverity>>,
    /// How many characters a headline may have; 110 by default.
    #[schemars(range(min = 10, max = 1000))]
    headline_length: Option<usize>,
    /// How many words of one quotation fair use may allow; 150 by default.
    #[schemars(range(min = 5, max = 100000))]
    quotation_words: Option<usize>,
    /// In how many editions before its own a link must not have been covered; 7 by default.
    #[schemars(range(min = 1, max = 1000))]
    editions_back: Option<usize>,
    /// Which topics are known; `any` by default.
    topics: Option<Topics>,
    /// Words that stand for words to come, beside `TK` and its like.
    placeholders: Option<Vec<String>>,
    /// Published addresses that lead nowhere on purpose: `/2017/04/12/low-point/`.
    gone: Option<Vec<String>>,
    /// How `dateline check --links` asks for links.
    links: Option<Links>,
}

/// How `dateline check --links` asks for links.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "read by its schema alone")]
struct Links {
    /// How old an answer may be before a link is asked for again; `7d` by default.
    max_age: Option<String>,
    /// The pause between two links of one server; `1s` by default.
    host_delay: Option<String>,
    /// How long a server may take for an answer; `20s` by default.
    timeout: Option<String>,
    /// How many servers are asked at once; 64 by default.
    #[schemars(range(min = 1, max = 1000))]
    servers: Option<usize>,
    /// By what keepers of servers find out who asks: an address on the web or of a mailbox; `base_url` by default.
    contact: Option<String>,
    /// What is not asked for: names of servers and beginnings of addresses.
    skip: Option<Skip>,
    /// The availability interface of the web archive that `--fix` asks for copies.
    archive_service: Option<String>,
}

/// One or several.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "read by its schema alone")]
enum Skip {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

/// How much a rule matters.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "read by its schema alone")]
enum RuleSeverity {
    /// It stops the build, or is named only.
    On(Severity),
    /// It is not checked.
    Off(Off),
}

/// Not checked.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "read by its schema alone")]
enum Off {
    /// Not checked.
    Off,
}

#[cfg(test)]
mod tests {
    use super::super::{desk, editions, email, host_files, links, permalinks, photos, publish, publisher, read};
    use super::*;

    #[test]
    fn the_schema_knows_the_keys_that_the_reader_knows() {
        let schema = schema();
        read::KEYS.are_those_of(&schema);
        permalinks::KEYS.are_those_of(&schema["$defs"]["Permalinks"]);
        read::FEEDS.are_those_of(&schema["$defs"]["Feeds"]);
        editions::EDITIONS.are_those_of(&schema["$defs"]["EditionsGroup"]);
        email::EMAIL.are_those_of(&schema["$defs"]["Email"]);
        read::MARKDOWN.are_those_of(&schema["$defs"]["Markdown"]);
        photos::PHOTOS.are_those_of(&schema["$defs"]["Photos"]);
        publisher::PUBLISHER.are_those_of(&schema["$defs"]["Publisher"]);
        publisher::POLICIES.are_those_of(&schema["$defs"]["Policies"]);
        read::MENU.are_those_of(&schema["$defs"]["MenuItem"]);
        desk::DESK.are_those_of(&schema["$defs"]["Desk"]);
        links::LINKS.are_those_of(&schema["$defs"]["Links"]);
        host_files::HOST_FILES.are_those_of(&schema["$defs"]["HostFiles"]);
        let targets = [
            (publish::FOLDER, "FolderTarget"),
            (publish::ARCHIVE, "ArchiveTarget"),
            (publish::GIT, "GitTarget"),
            (publish::SSH, "SshTarget"),
            (publish::S3, "S3Target"),
            (publish::GCS, "GcsTarget"),
            (publish::AZURE, "AzureTarget"),
            (publish::HEADER_RULE, "HeaderRuleForm"),
            (publish::AFTER, "AfterForm"),
        ];
        for (keys, name) in targets {
            keys.are_those_of(&schema["$defs"][name]);
        }
        assert_eq!(schema["required"], serde_json::json!(["title", "base_url"]));
    }
}
