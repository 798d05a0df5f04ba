//! The theme as one value: templates, assets, static files, strings and settings, each from the first place that has
//! it: the site's own folders, the theme, its parent themes, the default theme that is built into the program.
//!
//! Loading: find the layers (`chain`), walk their folders (`files`), then of each kind of file let the nearest layer
//! win: `templates`, `assets` (style sheets bundled by `css`), `statics`, `strings`, `settings`.

mod assets;
mod chain;
mod check;
mod colour;
mod css;
mod declaration;
mod document;
mod eject;
mod embedded;
mod files;
mod integrity;
mod photos;
mod plural;
mod script;
mod setting;
mod setting_schema;
mod settings;
mod statics;
mod strings;
mod templates;

pub use eject::{Ejectable, ejectable};
pub use embedded::DEFAULT;
pub use photos::Photos;
pub use plural::{CATEGORIES, category};
pub use setting::{Aim, DateLength, KINDS, Kind, Link, Picture, Section, Setting, SettingValue};
pub use setting_schema::settings_schema;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::config::Config;
use crate::load::Digest;
use crate::parse::ElementKind;
use crate::problem::{Problem, SitePath};
use chain::Layer;
use files::{File, Hidden};

/// The asset that styles emails.
const EMAIL_CSS: &str = "css/email.css";

/// Loads the theme of the site in the folder `root`. `generated` are assets that the program makes itself, by name:
/// any layer may have its own instead, and style sheets may import them. There is no theme where its folder is missing
/// or no site folder is there; what is wrong within it is among the problems, and the rest is loaded all the same.
pub fn load(root: &Path, config: &Config, generated: &[(&str, String)]) -> (Option<Theme>, Vec<Problem>) {
    let wanted = Wanted { theme: &config.theme, language: &config.language, settings: &config.settings };
    let mut problems = Vec::new();
    let theme = load_wanted(root, &wanted, generated, &mut problems);
    let mut once: Vec<Problem> = Vec::with_capacity(problems.len());
    for problem in problems {
        // Two bundles may import the same style sheet and report the same problem in it.
        if !once.contains(&problem) {
            once.push(problem);
        }
    }
    (theme, once)
}

/// The style sheet with the settings, made by the program; style sheets may import it.
const SETTINGS_SHEET: &str = "css/_settings.css";

/// What of the configuration loading depends on.
struct Wanted<'a> {
    theme: &'a str,
    language: &'a str,
    settings: &'a BTreeMap<String, Value>,
}

fn load_wanted(
    root: &Path,
    wanted: &Wanted<'_>,
    generated: &[(&str, String)],
    problems: &mut Vec<Problem>,
) -> Option<Theme> {
    let root = match root.canonicalize() {
        Ok(root) => root,
        Err(error) => {
            problems.push(files::unreadable(&SitePath::new("."), &error));
            return None;
        }
    };
    let layers = chain::layers(&root, wanted.theme, problems)?;
    let templates = templates::templates(&walk(&root, &layers, "templates", problems), problems);
    let statics = statics::statics(&walk(&root, &layers, "static", problems), problems);
    let settings = settings::settings(&layers, wanted.settings, &statics, problems);
    let mut made = generated.to_vec();
    made.push((SETTINGS_SHEET, settings::stylesheet(&settings)));
    let mut theme = Theme {
        name: wanted.theme.to_owned(),
        language: wanted.language.to_owned(),
        callouts: templates::callouts(&templates, problems),
        elements: templates::elements(&templates, problems),
        assets: assets::assets(&walk(&root, &layers, "assets", problems), &made, problems),
        statics,
        strings: strings::strings(&walk(&root, &layers, "strings", problems), wanted.language, problems),
        settings,
        pages: settings::pages(&layers),
        photos: photos::photos(&layers),
        asked_photos: photos::asked(&templates),
        templates,
        email_css: String::new(),
        digest: Digest::default(),
    };
    theme.email_css = assets::take_text(&mut theme.assets, EMAIL_CSS);
    theme.digest = theme.reckon_digest();
    Some(theme)
}

/// The settings of the theme that is built in, each with its default.
pub fn built_in_settings() -> BTreeMap<String, Setting> {
    settings::settings(&[Layer::built_in()], &BTreeMap::new(), &[], &mut Vec::new())
}

/// The templates of the theme that is built in, sorted by name.
pub fn built_in_templates() -> Vec<Template> {
    templates::templates(
        &[Layer::built_in().files(Path::new(""), "templates", Hidden::Skip, &mut Vec::new())],
        &mut Vec::new(),
    )
}

/// The files of one folder in each layer, nearest first.
fn walk(root: &Path, layers: &[Layer], folder: &str, problems: &mut Vec<Problem>) -> Vec<Vec<File>> {
    let hidden = if folder == "static" { Hidden::Hosting } else { Hidden::Skip };
    layers.iter().map(|layer| layer.files(root, folder, hidden, problems)).collect()
}

impl Theme {
    /// The asset that a template asks for by this name.
    pub fn asset(&self, name: &str) -> Option<&Asset> {
        let at = self.assets.binary_search_by(|asset| asset.name.as_str().cmp(name)).ok()?;
        self.assets.get(at)
    }

    /// The theme of a preview for the desk: without what speaks to the public's programs.
    #[must_use]
    pub fn for_preview(mut self) -> Self {
        let silent =
            Pages { feeds: false, sitemaps: false, host_files: false, linked_data: false, data: false, ..self.pages };
        self.pages = silent;
        // A site's own files of these names would invite search engines, or claim the public site's host.
        self.statics.retain(|file| !["robots.txt", "CNAME"].contains(&file.path.as_str()));
        self
    }

    fn reckon_digest(&self) -> Digest {
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        add(&self.name);
        add(&self.language);
        for template in &self.templates {
            add(&template.name);
            add(&template.text);
        }
        for asset in &self.assets {
            add(&asset.name);
            add(&asset.path);
            add(&asset.integrity);
        }
        add(&self.email_css);
        // Maps are sorted, so that their notation is the same each time.
        add(&format!("{:?}", self.strings));
        for (name, setting) in &self.settings {
            add(name);
            add(&format!("{:?}", setting.value));
        }
        add(&format!("{:?}", self.pages));
        add(&format!("{:?}", self.photos));
        Digest::from(hasher.finalize())
    }
}

/// Everything that decides how a site looks.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// The theme's name.
    pub name: String,
    /// The site's language as a BCP 47 code: it has the words where another language lacks them.
    pub language: String,
    /// Every template once under its logical name, sorted by name. The next theme's version of a template that is
    /// overridden is there too, as `parent:NAME`, where a template names it so; versions further down
    /// are `layer2:NAME`, `layer3:NAME`.
    pub templates: Vec<Template>,
    /// The kinds of call-out: the names of `callouts/*.html`.
    pub callouts: BTreeSet<String>,
    /// The elements that have a template in `markdown/`.
    pub elements: BTreeSet<ElementKind>,
    /// CSS and JavaScript, bundled, minified and fingerprinted.
    pub assets: Vec<Asset>,
    /// The style sheet of emails, bundled and minified: it is put into their elements and is no file of the output.
    pub email_css: String,
    /// Files that are copied as they are.
    pub statics: Vec<StaticFile>,
    /// Words for each language: BCP 47 code → key → words.
    pub strings: BTreeMap<String, BTreeMap<String, Words>>,
    /// The theme's settings by name: declared defaults overlaid with the site's values.
    pub settings: BTreeMap<String, Setting>,
    /// The kinds of page that the theme wants.
    pub pages: Pages,
    /// In which sizes, formats and qualities it wants photos.
    pub photos: Photos,
    /// The files of photos that its templates ask for.
    pub asked_photos: BTreeSet<String>,
    /// The hash of all of the above that a page can depend on (statics left out).
    pub digest: Digest,
}

/// The kinds of page that a theme wants: all, unless its `theme.yaml` or a parent's says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Pages {
    /// The archive by year and month.
    pub archive: bool,
    /// The topics' index and pages.
    pub topics: bool,
    /// The sources' index and pages.
    pub sources: bool,
    /// The index and pages of people: speakers and bylines.
    pub people: bool,
    /// The index and pages of running stories.
    pub stories: bool,
    /// The log of corrections.
    pub corrections: bool,
    /// The feeds.
    pub feeds: bool,
    /// The search page and its index, where the site wants to be searched.
    pub search: bool,
    /// The feeds, whatever their format.
    /// The page that lists the feeds.
    pub feeds_page: bool,
    /// Feeds in RSS.
    pub rss: bool,
    /// Feeds in JSON.
    pub json_feed: bool,
    /// The feeds of corrections.
    pub corrections_feed: bool,
    /// The feeds of editions, where the configuration wants editions.
    pub editions_feed: bool,
    /// The page for addresses that lead nowhere.
    pub not_found: bool,
    /// The structured data of pages.
    pub linked_data: bool,
    /// The editions' index and pages, where the configuration wants editions.
    pub editions: bool,
    /// The email of each edition, where the configuration wants it and the theme has pages of editions.
    pub email: bool,
    /// The sitemaps and `robots.txt`.
    pub sitemaps: bool,
    /// What hosts read (`_redirects`, `_headers`, `.nojekyll`, `CNAME`), and the web manifest.
    pub host_files: bool,
    /// The entries as JSON, where the configuration asks for them.
    pub data: bool,
    /// Derivatives of photos; without them photos pass through.
    pub photos: bool,
}

impl Pages {
    /// Whether the theme wants the kind of page that `pages:` in its `theme.yaml` calls so.
    pub fn wants(&self, kind: &str) -> bool {
        let all = serde_json::to_value(self).ok();
        all.and_then(|all| all.get(kind)?.as_bool()).unwrap_or(true)
    }
}

impl Default for Pages {
    fn default() -> Self {
        Self {
            archive: true,
            topics: true,
            sources: true,
            feeds: true,
            not_found: true,
            linked_data: true,
            search: true,
            people: true,
            stories: true,
            corrections: true,
            editions: true,
            email: true,
            sitemaps: true,
            host_files: true,
            data: true,
            photos: true,
            feeds_page: true,
            rss: true,
            json_feed: true,
            corrections_feed: true,
            editions_feed: true,
        }
    }
}

/// A template's text and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The logical name: `entry.html`, `callouts/pull.html`, `parent:entry.html`.
    pub name: String,
    /// The file as messages name it: `themes/wire/templates/entry.html`, or
    /// `(built in) broadsheet/templates/entry.html`.
    pub file: SitePath,
    /// Whether the file is inside the program rather than in the site folder.
    pub built_in: bool,
    /// Its text.
    pub text: Arc<str>,
}

/// A bundled style sheet or script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// The name that a template asks for: `css/main.css`.
    pub name: String,
    /// Where it is in the output, with its fingerprint: `assets/css/main.3f2a9c01b2.css`.
    pub path: String,
    /// `sha384-…`, for the `integrity` attribute (W3C Subresource Integrity).
    pub integrity: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// A file that is copied as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticFile {
    /// Where it is in the output: `favicon.ico`.
    pub path: String,
    /// The hash of its bytes.
    pub digest: Digest,
    /// Where its bytes are.
    pub bytes: Bytes,
    /// The file as messages name it.
    pub file: SitePath,
}

/// Where the bytes of a file that is copied are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// In a file of the site folder (absolute path, already proved to lie inside it).
    Disk(PathBuf),
    /// In memory.
    Memory(Arc<[u8]>),
}

/// The words for a key: one text, or one for each plural category of the language (CLDR: one, few, many, other …).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// The same whatever the number.
    Text(String),
    /// By plural category; `other` is always there.
    Plural(BTreeMap<String, String>),
}

#[cfg(test)]
mod tests;
