//! Who may import whom: data flows down the list of modules, and no module knows one that comes after it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Each module with those that it may name; `report` and `yaml` serve all that come after them.
const LAYERS: &[(&str, &[&str])] = &[
    ("problem", &[]),
    ("address", &[]),
    ("charset", &[]),
    ("date", &[]),
    ("language", &[]),
    ("media_type", &[]),
    ("slug", &[]),
    ("verbatim", &["problem", "language"]),
    ("yaml", &["problem"]),
    ("html", &[]),
    ("clip", &["html", "address", "charset", "date", "language", "slug"]),
    ("report", &["problem", "yaml"]),
    ("web", &["charset"]),
    ("photo", &[]),
    ("config", &["problem", "yaml", "address", "date", "language", "slug"]),
    ("load", &["photo", "problem"]),
    ("morgue", &["load", "address", "verbatim"]),
    ("parse", &["load", "verbatim", "photo", "config", "problem", "yaml", "address", "date", "language", "slug"]),
    ("theme", &["parse", "load", "photo", "config", "problem", "yaml", "address", "slug"]),
    ("collate", &["parse", "load", "photo", "config", "problem", "address", "date", "slug"]),
    ("darkroom", &["collate", "theme", "parse", "load", "photo", "problem", "address", "slug"]),
    ("search", &["collate", "parse", "load", "language", "slug"]),
    ("view", &["darkroom", "collate", "parse", "load", "config", "address", "date", "slug", "search", "theme"]),
    ("plan", &["view", "darkroom", "collate", "parse", "load", "config", "theme", "problem", "slug"]),
    (
        "desk",
        &["plan", "collate", "parse", "morgue", "load", "config", "problem", "date", "language", "slug", "verbatim"],
    ),
    ("render", &["plan", "view", "collate", "parse", "load", "theme", "config", "problem"]),
    ("inspect", &["render", "theme", "problem"]),
    ("write", &["load", "slug"]),
    ("rot", &["parse", "web", "problem", "yaml", "address", "html", "language"]),
    (
        "build",
        &[
            "write", "render", "desk", "plan", "view", "darkroom", "photo", "collate", "theme", "parse", "morgue",
            "load", "config", "report", "problem", "search", "date",
        ],
    ),
    ("publish", &["build", "write", "load", "config", "media_type", "web"]),
    ("clipper", &["build", "write", "clip", "morgue", "web", "parse", "photo", "address", "date"]),
    (
        "serve",
        &[
            "build",
            "clipper",
            "clip",
            "web",
            "address",
            "media_type",
            "plan",
            "view",
            "search",
            "collate",
            "theme",
            "parse",
            "load",
            "report",
            "problem",
            "date",
        ],
    ),
    (
        "cli",
        &[
            "publish", "serve", "build", "rot", "write", "inspect", "render", "plan", "view", "search", "darkroom",
            "collate", "theme", "parse", "load", "config", "report", "problem", "yaml", "address", "date", "language",
            "slug", "web", "clip", "clipper",
        ],
    ),
];

#[test]
fn no_module_names_one_that_it_may_not_know() {
    let table: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    let mut strangers = Vec::new();
    for (path, text) in sources() {
        let module = path.split(['/', '.']).next().expect("a module").to_owned();
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let known = table.get(module.as_str()).unwrap_or_else(|| panic!("`{module}` is not in the table of layers"));
        let named = modules_named(&text);
        let unknown = named.iter().filter(|name| **name != module && !known.contains(&name.as_str()));
        strangers.extend(unknown.map(|name| format!("{path} names `{name}`")));
    }
    assert_eq!(strangers, [""; 0]);
}

#[test]
fn the_table_allows_nothing_upwards_and_nothing_that_is_not_used() {
    let order: Vec<&str> = LAYERS.iter().map(|(module, _)| *module).collect();
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources() {
        let module = path.split(['/', '.']).next().expect("a module").to_owned();
        used.entry(module).or_default().extend(modules_named(&text));
    }
    let mut idle = Vec::new();
    for (at, (module, known)) in LAYERS.iter().enumerate() {
        for name in *known {
            let other = order.iter().position(|other| other == name).expect("a module of the table");
            assert!(other < at, "`{module}` stands before `{name}`");
            if *module != "cli" && !used.get(*module).is_some_and(|used| used.contains(*name)) {
                idle.push(format!("`{module}` may name `{name}` and does not"));
            }
        }
    }
    assert_eq!(idle, [""; 0], "take them out of the table");
}

#[test]
fn lib_lists_every_module_in_the_order_of_the_layers() {
    let lib = sources().remove("lib.rs").expect("lib.rs");
    let listed: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let order: Vec<&str> = LAYERS.iter().map(|(module, _)| *module).collect();
    assert_eq!(listed.len(), order.len());
    let place = |name: &&str| listed.iter().position(|other| other == name);
    for (module, known) in LAYERS {
        for name in *known {
            assert!(place(name) < place(module), "`{name}` has to stand before `{module}` in lib.rs");
        }
    }
}

/// Every file of `src` by its path there, without what only tests see.
fn sources() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let found = walkdir::WalkDir::new(&folder).into_iter().map(|entry| entry.expect("an entry"));
    found
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .map(|entry| {
            let path = entry.path().strip_prefix(&folder).expect("inside").to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(entry.path()).expect("text");
            (path, text.split("#[cfg(test)]").next().unwrap_or_default().to_owned())
        })
        .filter(|(path, _)| !path.ends_with("tests.rs"))
        .collect()
}

/// The modules that follow `crate::`, those in braces too.
fn modules_named(text: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for rest in line.split("crate::").skip(1) {
            let first = |part: &str| -> String {
                part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
            };
            match rest.strip_prefix('{') {
                Some(group) => named.extend(top_level(group).iter().map(|part| first(part))),
                None => _ = named.insert(first(rest)),
            }
        }
    }
    named.retain(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    named
}

/// The parts of `a, b::{c, d}, e};` between commas that stand in no further braces.
fn top_level(group: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            c if depth == 0 => parts.last_mut().expect("a part").push(c),
            _ => {}
        }
    }
    parts
}
