//! The filters and functions that templates may use beside Tera's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil;
use serde::Serialize;
use tera::{Error, Kwargs, Map, State, Tera, TeraResult, Value};

use crate::collate::{Address, Audience};
use crate::config::{Config, MenuItem};
use crate::parse::Extra;
use crate::problem::nearest;
use crate::theme::{self, Theme};
use crate::view::{Context, direction, split_base};

/// The key under which words with plural forms carry their language.
pub(super) const LANGUAGE: &str = "_language";

/// The names of the functions that templates may use, but for those that are questions.
pub(super) const NAMES: [&str; 4] = ["asset", "image", "integrity", "url"];

/// The site as every template sees it, under the name `site`.
#[derive(Serialize, schemars::JsonSchema)]
pub(super) struct SiteView<'a> {
    /// The name of the briefing.
    title: &'a str,
    /// A sentence on what it is.
    description: Option<&'a str>,
    /// The whole address of the front page.
    url: String,
    /// The address of the front page from the host's root.
    home: String,
    /// Its language as a BCP 47 code.
    language: &'a str,
    /// `ltr` or `rtl`.
    direction: &'static str,
    /// The address of the index of topics, where the theme has one.
    topics: Option<String>,
    /// The address of the index of sources, where the theme has one.
    sources: Option<String>,
    /// The address of the index of people, where the theme has one.
    people: Option<String>,
    /// The address of the index of stories, where the theme has one.
    stories: Option<String>,
    /// The address of the log of corrections, where the theme has one.
    corrections: Option<String>,
    /// The address of the archive, where the theme has one.
    archive: Option<String>,
    /// The address of the picture that stands for pages without a photo.
    image: Option<String>,
    /// The publisher's account in the fediverse.
    fediverse: Option<&'a str>,
    /// The address of the search page, where there is one.
    search: Option<String>,
    /// The address of the index of editions, where the site has editions.
    editions: Option<String>,
    /// The address of the web manifest, where the theme has one.
    manifest: Option<String>,
    /// The address of the page that lists the feeds, where there is one.
    feeds: Option<String>,
    /// Whether this is a preview for the desk, with entries that are not public.
    preview: bool,
    /// Links of the navigation.
    menu: &'a [MenuItem],
    /// What the configuration has under `extra`.
    extra: &'a Extra,
}

/// The value of `site`.
pub(super) fn site(context: &Context<'_>) -> Value {
    let config = context.config;
    let index = |name: &str| context.index_url(name);
    Value::from_serializable(&SiteView {
        title: &config.title,
        description: config.description.as_deref(),
        url: format!("{}/", config.base_url),
        home: format!("{}/", context.base_path),
        language: &config.language,
        direction: direction(&config.language),
        topics: index("topics"),
        sources: index("sources"),
        people: index("people"),
        stories: index("stories"),
        corrections: index("corrections"),
        archive: index("archive"),
        image: config.publisher.image.as_ref().map(|path| Address::new(path).href(&context.base_path)),
        fediverse: config.publisher.fediverse.as_deref(),
        search: index("search"),
        editions: index("editions"),
        manifest: index("manifest"),
        feeds: index("feeds"),
        preview: context.site.audience == Audience::Desk,
        menu: &config.menu,
        extra: &config.extra,
    })
}

/// Registers all of them. Templates are checked against them when they are loaded.
pub(super) fn register(tera: &mut Tera, theme: &Theme, config: &Config) {
    let (origin, base_path) = split_base(&config.base_url);
    register_assets(tera, theme, base_path);
    let base = base_path.to_owned();
    tera.register_function("url", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let path = kwargs.must_get::<&str>("path")?;
        Ok(if path.starts_with('/') { format!("{base}{path}") } else { path.to_owned() })
    });
    let origin = origin.to_owned();
    tera.register_filter(
        "absolute",
        move |url: &str, _: Kwargs, _: &State<'_>| {
            if url.starts_with('/') { format!("{origin}{url}") } else { url.to_owned() }
        },
    );
    tera.register_filter("with", with);
    tera.register_filter("date", date);
    tera.register_filter("widont", |words: &str, _: Kwargs, _: &State<'_>| super::typeset::widont(words));
    tera.register_filter("json", json);
    tera.register_filter("group_by", group_by);
}

/// `asset(name="css/main.css")` is the asset's address; `integrity(name=…)` its hash for `integrity`.
fn register_assets(tera: &mut Tera, theme: &Theme, base_path: &str) {
    let assets: BTreeMap<String, (String, String)> = theme
        .assets
        .iter()
        .map(|asset| (asset.name.clone(), (format!("{base_path}/{}", asset.path), asset.integrity.clone())))
        .collect();
    let assets = Arc::new(assets);
    let shared = Arc::clone(&assets);
    tera.register_function("asset", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        find_asset(&shared, kwargs.must_get::<&str>("name")?).map(|(url, _)| url.clone())
    });
    tera.register_function("integrity", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        find_asset(&assets, kwargs.must_get::<&str>("name")?).map(|(_, integrity)| integrity.clone())
    });
}

/// The photos that templates ask for, by their files.
pub(super) type Photos = BTreeMap<String, Value>;

/// All of them, as the templates of elements see a photo.
pub(super) fn photos(context: &Context<'_>) -> Photos {
    let photos = context.asked_photos().into_iter();
    photos.map(|(file, photo)| (file.to_owned(), Value::from_serializable(&photo))).collect()
}

/// `image(file="content/bridge.jpg")` is a photo of the content folder with all its sizes.
pub(super) fn register_photos(tera: &mut Tera, photos: &Arc<Photos>) {
    let photos = Arc::clone(photos);
    tera.register_function("image", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        let file = kwargs.must_get::<&str>("file")?;
        photos.get(file).cloned().ok_or_else(|| {
            Error::message(format!(
                "there is no photo `{file}`: write the path of a file in `content/` out between quotation marks"
            ))
        })
    });
}

fn find_asset<'a>(assets: &'a BTreeMap<String, (String, String)>, name: &str) -> TeraResult<&'a (String, String)> {
    assets.get(name).ok_or_else(|| {
        let near = nearest(name, assets.keys().map(String::as_str));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Error::message(format!("the theme has no asset `{name}`{near}"))
    })
}

/// `{{ t.entries | with(n=3) }}`: fills `{n}` and other names in words; for words with plural forms, `n` chooses one.
fn with(words: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let mut text = match words.as_map() {
        Some(forms) => plural_form(forms, kwargs.must_get::<u64>("n")?)?,
        None => words.as_str().ok_or_else(|| Error::message("`with` fills words of `t`"))?.to_owned(),
    };
    for (name, value) in kwargs.iter() {
        text = text.replace(&format!("{{{}}}", name.as_str().unwrap_or_default()), &value.to_string());
    }
    Ok(text)
}

fn plural_form(forms: &Map, n: u64) -> TeraResult<String> {
    let form = |key: &'static str| forms.get(&tera::value::Key::from(key)).and_then(Value::as_str);
    let language = form(LANGUAGE).unwrap_or("en");
    form(theme::category(language, n))
        .or_else(|| form("other"))
        .map(str::to_owned)
        .ok_or_else(|| Error::message("these words have no plural form `other`"))
}

/// `{{ entry.date | date(format="%d.%m.") }}`: a day in a pattern of strftime; without a pattern, as it is.
fn date(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let iso = value.as_str().or_else(|| value.get_from_path("iso").and_then(Value::as_str));
    let iso = iso.ok_or_else(|| Error::message("`date` wants a date of a view, such as `entry.date`"))?;
    let day_end = iso.len().min(19);
    let moment = iso[..day_end].parse::<civil::DateTime>().map_err(|error| Error::message(error.to_string()))?;
    let format = kwargs.get::<&str>("format")?.unwrap_or("%Y-%m-%d");
    jiff::fmt::strtime::format(format, moment).map_err(|error| Error::message(error.to_string()))
}

/// A value as JSON that may stand inside a script element.
fn json(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let json = serde_json::to_string(value).map_err(|error| Error::message(error.to_string()))?;
    let json = json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    Ok(Value::safe_string(&json))
}

/// Tera's own `group_by` gives its groups in an order of chance; this one in the order of their first members.
fn group_by(values: &[Value], kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let attribute = kwargs.must_get::<&str>("attribute")?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    for value in values {
        let Some(key) = value.get_from_path(attribute).filter(|key| !key.is_none()) else { continue };
        let key = key.to_string();
        match groups.iter_mut().find(|(name, _)| *name == key) {
            Some((_, members)) => members.push(value.clone()),
            None => groups.push((key, vec![value.clone()])),
        }
    }
    let map: Map =
        groups.into_iter().map(|(key, members)| (tera::value::Key::from(key), Value::from(members))).collect();
    Ok(Value::from(map))
}
