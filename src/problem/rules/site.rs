//! Rules for what maintainers and theme authors write.

use super::{Rule, error, fixed, warning};

/// `dateline.yaml`, and notes to the desk.
pub(super) const CONFIGURATION: &[Rule] = &[
    error("bad-allowance", "A note to the desk does not say which rule it allows, or not why"),
    fixed("bad-permalink", "A pattern of addresses makes none"),
    error("bad-timezone", "A time zone is not given by its name"),
    fixed("credential", "A password, a key or a token stands where everybody reads it"),
    fixed("fixed-rule", "A rule that is always an error is to be something else, or is allowed"),
    error("missing-policy-page", "A page that states a policy is not there"),
    warning("no-entries", "The site has no entry"),
    warning("no-own-host", "The site has no host of its own for the file `CNAME`"),
    error("unknown-rule", "A rule is not known, and may be misspelt"),
    fixed("unsafe-path", "A path leads out of the folder in which it has to stay"),
    warning("unused-allowance", "A note to the desk allows what is not there"),
];

/// Themes, their settings, templates and style sheets.
pub(super) const THEMES: &[Rule] = &[
    error("bad-colour", "A setting that wants a colour has none"),
    error("css-syntax", "A style sheet cannot be read here"),
    error("import-cycle", "Style sheets import one another in a circle"),
    warning("low-contrast", "Two colours that stand on each other can hardly be told apart"),
    error("missing-argument", "A template leaves out what a function, filter or component needs"),
    error("missing-asset", "A template or a style sheet wants a file that is not there"),
    error("missing-plural", "Words with a number lack a form"),
    warning("missing-strings", "The theme lacks words in a language"),
    error("missing-template", "A template that is wanted is not there"),
    error("printed-group", "A template shows a group of values as if it were one"),
    error("remote-import", "A style sheet imports another site's where that cannot work"),
    error("template", "A template cannot be read, or fails"),
    error("theme-cycle", "Themes extend one another in a circle"),
    error("unknown-argument", "A template gives a function, filter or component what it does not take"),
    warning("unknown-block", "A block is never shown, as no template below has it"),
    error("unknown-choice", "A setting has none of the values that the theme offers"),
    warning("unknown-element", "A template is named after an element or a kind that does not exist"),
    error("unknown-function", "A template uses a function, filter, test or component that does not exist"),
    warning("unknown-name", "A template asks for a topic, source or story that no entry has"),
    error("unknown-theme", "A theme is not there"),
    error("unknown-type", "A setting is declared with a type that does not exist"),
    error("unknown-variable", "A template uses a name or field that does not exist"),
    warning("unused-template", "A template is used by nothing"),
];

/// Files of `data/`, and files as such.
pub(super) const FILES: &[Rule] = &[
    fixed("csv-syntax", "A file of CSV cannot be read here"),
    warning("data-format", "A file of `data/` is in a format that no template can see"),
    fixed("json-syntax", "A file of JSON cannot be read here"),
    error("unreadable", "A file cannot be read"),
];
