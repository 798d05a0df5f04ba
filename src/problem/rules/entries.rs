//! Rules for what editors write: entries, pages and photos.

use super::{Rule, at_times, error, fixed, off, warning};

/// What the text says and how.
pub(super) const COPY: &[Rule] = &[
    warning("code-options", "What follows the language of a code block means nothing"),
    warning("heading-attribute", "A heading has an attribute that is not allowed"),
    warning("long-headline", "A headline is longer than `desk.headline_length`"),
    off("missing-byline", "An entry does not say who wrote or curated it"),
    warning("missing-footnote", "A footnote is referred to and is not there"),
    off("missing-standfirst", "An entry has no summary under its headline"),
    error("placeholder", "Words that stand for words to come are about to be published: `TK`"),
    warning("second-title", "The text begins with a title of its own beside the one in front matter"),
    warning("skipped-heading", "A heading is more than one level below the one before it"),
    error("too-deep", "Quotations, lists or groups lie too deep in each other"),
    warning("unknown-callout", "A block quote is marked with a kind that the theme does not know"),
    warning(
        "unknown-language",
        "Code is in a language that cannot be highlighted, or words are in one that is not there",
    ),
    warning("unused-footnote", "A footnote is never referred to"),
];

/// Where an entry comes from and where it leads.
pub(super) const LINKS: &[Rule] = &[
    warning("already-covered", "A link was covered in one of the last editions (`desk.editions_back`)"),
    warning("bare-link-text", "A link says nothing of where it leads: `here`, `read more`"),
    error("broken-anchor", "A link leads to a heading or a note that is not there"),
    error("broken-link", "A link leads to a file or an address that is not there"),
    warning("duplicate-entry", "Two entries have the same source, or nearly the same headline within a week"),
    error("empty-link", "A link has no words, or no address"),
    at_times(off("link-blocked", "A server does not let programs see whether a page is there")),
    at_times(warning("link-gone", "A page on the web is no longer there")),
    at_times(warning("link-moved", "A page on the web has another address for good")),
    at_times(warning("link-parked", "A link leads to a domain that is offered for sale")),
    at_times(warning("link-soft-404", "A link leads to an error page that claims to be right")),
    error("link-to-held", "A link leads to what is not public"),
    at_times(off("link-unsure", "Nobody could say whether a page on the web is there")),
    warning("missing-source", "An entry does not say whom it is curated from"),
    fixed("source-without-name", "A source has no name"),
    warning("source-without-url", "A source has no address at which readers find it"),
    warning("tracking-parameters", "An address holds parameters by which readers are followed: `utm_source`"),
    error("unsafe-link", "A link runs code in the reader's browser"),
];

/// Other people's words, and this text's own set large.
pub(super) const QUOTATIONS: &[Rule] = &[
    error("altered-pull-quote", "The words of a pull quote do not stand in the text"),
    warning("long-quotation", "A quotation is longer than fair use may allow (`desk.quotation_words`)"),
    at_times(error("misquote", "The words of a quotation do not stand in the text of the source as it was clipped")),
    error("quote-without-speaker", "A quotation does not say whose words it is"),
];

/// Photos and what is said of them.
pub(super) const PHOTOS: &[Rule] = &[
    warning("alt-repeats-caption", "The alternative text of a photo is its caption again"),
    error("missing-photo", "A photo is not there, or the photo that a file beside it speaks of"),
    error("photo-broken", "A file is no picture, or is damaged"),
    warning("photo-credit-conflict", "A photo is credited otherwise in its file than where it is shown"),
    error("photo-format", "A picture is of a kind that browsers do not show"),
    error("photo-rights-ended", "The time for which a photo may be shown is over"),
    error("photo-too-large", "A picture is larger than `photos` of the configuration allows"),
    error("photo-without-alt", "A photo does not say what it shows to those who cannot see it"),
    off("photo-without-caption", "A photo in front matter has no caption"),
    error("photo-without-credit", "A photo is shown without a credit"),
    fixed("photo-without-file", "A photo in front matter names no file"),
    warning("remote-photo", "A photo is shown from another site"),
    fixed("stray-photo-field", "A field about a photo does not say which photo it is about"),
    warning("unused-photo", "A photo in `content/` is shown nowhere"),
];

/// What entries belong to.
pub(super) const GROUPS: &[Rule] = &[
    error("circular-parent", "A topic is a part of itself"),
    warning("duplicate-name", "A name stands twice in a list"),
    error("name-taken", "Two pages want one name, or one day"),
    warning("names-without-list", "One name looks like several with commas between"),
    error("other-edition", "An edition orders an entry of another edition"),
    off("topic-used-once", "A topic without a page of its own is on one entry alone"),
    warning("unknown-source", "A setting of the theme names a source that no entry has"),
    warning("unknown-story", "A setting of the theme names a story that no entry has"),
    warning("unknown-topic", "A topic is not known, and may be misspelt"),
    warning("unused-edition", "An edition's page is of days without entries, or the site has no editions"),
];

/// What readers have seen, may see and must not see.
pub(super) const PUBLICATION: &[Rule] = &[
    error("correction-before-publication", "A correction is dated before the entry"),
    at_times(warning("date-ahead", "A date lies ahead of what the file's own history allows")),
    at_times(error("embargo-leak", "Words of an entry that is held back stand in the output")),
    warning("expires-before-date", "An entry leaves the site before it is published"),
    at_times(warning("silent-change", "Published words were changed without a correction or an update")),
    warning("updated-before-date", "An entry was changed before it is published"),
    fixed("url-collision", "Two files of the output want the same address"),
    at_times(warning("vanished-address", "A published address leads nowhere any more")),
];

/// The fields at the head of a file.
pub(super) const FRONT_MATTER: &[Rule] = &[
    fixed("bad-date", "A date is none that the calendar has"),
    error("bad-language", "A language is not given by its code"),
    fixed("bad-url", "An address is none"),
    error("control-character", "A text holds a character that nobody can see"),
    fixed("duplicate-key", "A key is written twice"),
    fixed("empty-file", "A file has nothing in it"),
    fixed("front-matter-format", "Front matter is written in another format than YAML"),
    fixed("front-matter-open", "Front matter begins and does not end"),
    fixed("missing-date", "An entry has no date"),
    fixed("missing-headline", "An entry has no headline"),
    fixed("missing-key", "A key that is needed is missing"),
    fixed("missing-title", "A page has no title"),
    error("no-slug", "The name of a file makes no address"),
    fixed("not-utf-8", "A file is not saved as UTF-8"),
    fixed("said-twice", "Two fields say the same thing"),
    fixed("tab-indent", "A tab indents a line of YAML"),
    fixed("too-long", "Front matter or a file of YAML is too long"),
    fixed("too-many-aliases", "References of YAML repeat too much"),
    error("unknown-key", "A key is not known, and may be misspelt"),
    fixed("unknown-value", "A value is none of those that a key may have"),
    fixed("wrong-type", "A value is of another kind than the key wants"),
    fixed("yaml-syntax", "YAML cannot be read here"),
];
