//! The files of `data/` become values for templates: `data/team.yaml` is `data.team`. The interface to csv.

use serde_json::{Map, Value};

use crate::load::Source;
use crate::problem::{At, Place, Problem, SitePath};
use crate::yaml::{FILE_LIMIT, Tree};

/// All files as one value: a folder is a group of its files. `sources` are sorted by path.
pub fn data(sources: &[Source]) -> (Value, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut all = Map::new();
    for source in sources {
        let value = value(source, &mut problems).unwrap_or_default();
        let path = source.path.as_str();
        let name = path.strip_prefix("data/").unwrap_or(path);
        let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
        if insert(&mut all, name, value).is_none() {
            let message = format!("another file or folder of `data/` is called `{name}` too");
            let problem = Problem::error("name-taken", Place::file(&source.path), message);
            problems.push(problem.hint("give one of the two another name"));
        }
    }
    (Value::Object(all), problems)
}

/// Whether the file is of a form that is read.
pub fn is_data(path: &SitePath) -> bool {
    form(path).is_some()
}

/// The word on a file whose form is not read.
pub fn not_data(path: &SitePath) -> Problem {
    let message = "this file is neither YAML, JSON nor CSV: no template can see it";
    Problem::warning("data-format", Place::file(path), message)
        .hint("write it in one of the three, or move it out of `data/`")
}

enum Form {
    Yaml,
    Json,
    Csv,
}

fn form(path: &SitePath) -> Option<Form> {
    match path.as_str().rsplit_once('.')?.1 {
        "yaml" | "yml" => Some(Form::Yaml),
        "json" => Some(Form::Json),
        "csv" => Some(Form::Csv),
        _ => None,
    }
}

fn value(source: &Source, problems: &mut Vec<Problem>) -> Option<Value> {
    let start = if source.bytes.starts_with("\u{feff}".as_bytes()) { '\u{feff}'.len_utf8() } else { 0 };
    let Ok(text) = std::str::from_utf8(&source.bytes[start..]) else {
        let problem = Problem::error("not-utf-8", Place::file(&source.path), "this file is not in UTF-8");
        problems.push(problem.hint("save it as UTF-8 in your editor"));
        return None;
    };
    match form(&source.path)? {
        Form::Yaml => yaml(&source.path, text, start, problems),
        Form::Json => json(&source.path, text, start).map_err(|problem| problems.push(*problem)).ok(),
        Form::Csv => csv(&source.path, text, start).map_err(|problem| problems.push(*problem)).ok(),
    }
}

fn yaml(path: &SitePath, text: &str, start: usize, problems: &mut Vec<Problem>) -> Option<Value> {
    match Tree::parse(text, FILE_LIMIT) {
        Ok(tree) => {
            problems.extend(tree.duplicates().into_iter().map(|fault| fault.problem(path, start)));
            Some(tree.root.to_json())
        }
        Err(fault) => {
            problems.push(fault.problem(path, start));
            None
        }
    }
}

fn json(path: &SitePath, text: &str, start: usize) -> Result<Value, Box<Problem>> {
    serde_json::from_str(text).map_err(|error| {
        let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        let said = error.to_string();
        let why = said.split(" at line ").next().unwrap_or_default();
        Box::new(Problem::error(
            "json-syntax",
            Place::new(path, mark(text, at, start)),
            format!("this is no JSON: {why}"),
        ))
    })
}

/// A list with a group for each line, named by the first line; all values are text.
fn csv(path: &SitePath, text: &str, start: usize) -> Result<Value, Box<Problem>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let broken = |error: csv::Error| {
        let at = error.position().map_or(0, |position| position.byte() as usize);
        let why = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("this line has {len} values, but the first line names {expected_len}")
            }
            _ => format!("this is no CSV: {error}"),
        };
        Box::new(Problem::error("csv-syntax", Place::new(path, mark(text, at, start)), why))
    };
    let names = reader.headers().map_err(broken)?.clone();
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = names.iter().find(|name| !seen.insert(*name)) {
        let message = format!("the first line names `{twice}` twice");
        return Err(Box::new(Problem::error("csv-syntax", Place::new(path, mark(text, 0, start)), message)));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let row = names.iter().zip(&record).map(|(name, value)| (name.to_owned(), value.into()));
        rows.push(Value::Object(row.collect()));
    }
    Ok(Value::Array(rows))
}

/// The rest of the line from byte `at`; what follows the line where nothing is left of it counts as its end.
fn mark(text: &str, at: usize, start: usize) -> At {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let skipped = text[at..].len() - text[at..].trim_start_matches(['\r', '\n']).len();
    let at = at + skipped;
    let end = text[at..].find(['\r', '\n']).map_or(text.len(), |end| at + end);
    At::Bytes(at + start..end + start)
}

/// Puts a value at the end of a path of names; none where something is there.
fn insert(group: &mut Map<String, Value>, path: &str, value: Value) -> Option<()> {
    match path.split_once('/') {
        Some((folder, rest)) => {
            let inner = group.entry(folder).or_insert_with(|| Value::Object(Map::new()));
            insert(inner.as_object_mut()?, rest, value)
        }
        None if group.contains_key(path) => None,
        None => {
            group.insert(path.to_owned(), value);
            Some(())
        }
    }
}
