//! Those who edit a site in any way, and the site as a clean build makes it of their files.

use std::collections::BTreeMap;

use crate::site_test::{NOW, SiteTest, files_in, program, temporary};

/// Makes the site folder hold these files (the theme stays).
pub fn put(mut site: SiteTest, files: &BTreeMap<String, String>) -> SiteTest {
    let there = files_in(site.root());
    let mine = |path: &str| !["output/", ".dateline/", "themes/plain/"].iter().any(|folder| path.starts_with(folder));
    for path in there.keys().filter(|path| mine(path) && !files.contains_key(*path)) {
        site = site.remove(path);
    }
    for (path, text) in files {
        if there.get(path).is_none_or(|(bytes, _)| bytes != text.as_bytes()) {
            site = site.write(path, text);
        }
    }
    site
}

/// What a build into a new folder makes of these files, and what it finds wrong.
pub fn clean_build(files: &BTreeMap<String, String>) -> (BTreeMap<String, Vec<u8>>, serde_json::Value) {
    let site = put(SiteTest::plain(""), files);
    let output = temporary();
    let run = program(site.root())
        .args(["build", "--now", NOW, "--format", "json", "--output"])
        .arg(output.path())
        .output()
        .expect("a run");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let mut said: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    (files_in(output.path()).into_iter().map(|(path, (bytes, _))| (path, bytes)).collect(), said["problems"].take())
}

/// Those who edit, and the files as they have them.
pub struct Desk {
    /// The state of a xorshift, which is random enough.
    random: u64,
    /// The files by their paths.
    pub files: BTreeMap<String, String>,
    made: usize,
}

impl Desk {
    /// A desk whose edits follow from a number, with a site to begin with.
    pub fn new(seed: u64) -> Self {
        let random = 0x9e37_79b9_7f4a_7c15 ^ seed.wrapping_mul(0x2545_f491_4f6c_dd1d);
        let mut desk = Self { random, files: BTreeMap::new(), made: 0 };
        desk.config();
        for _ in 0..12 {
            desk.add_entry();
        }
        desk.add_topic_page();
        desk.ask();
        desk
    }

    /// Templates of the site that ask every question with every argument: a page's, one within texts and so within feeds,
    /// and a component.
    fn ask(&mut self) -> String {
        let topic = self.one(&["Rain", "weather", "Aid"]);
        let limit = self.upto(3) + 1;
        let shows = "{{ item.headline }} {{ item.url }},";
        let asked = [
            format!("entries(topic='{topic}', limit={limit})"),
            "entries(source='AFP')".to_owned(),
            "entries(speaker='Ana')".to_owned(),
            "entries(story='flood', year=2019)".to_owned(),
            format!("entries(year=2018, topic='Syria', limit={limit})"),
        ];
        let lists: String =
            asked.iter().map(|call| format!("{{% for item in {call} %}}{shows}{{% endfor %}}\n")).collect();
        let names = ["topics", "sources", "people", "stories"]
            .map(|list| format!("{{% for one in {list}() %}}{{{{ one.name }}}} {{{{ one.url }}}},{{% endfor %}}\n"));
        let editions = "{% for one in editions() %}{{ one.title }} {{ one.count }}{% endfor %}\n";
        let component = format!(
            "{{%- component asked() -%}}{{% for item in entries(source='reuters', limit=1) %}}{shows}{{% endfor %}}{{%- \
             endcomponent asked -%}}\n"
        );
        let quote = format!(
            "{{% for item in entries(topic='{topic}', limit=1) %}}{shows}{{% endfor %}}{{{{ callout.content }}}}"
        );
        let data = "{% if data.numbers %}{{ data.numbers.one }}{% endif %}\n";
        let page = format!("{lists}{}{editions}{data}{{{{ <asked /> }}}}\n", names.concat());
        self.files.insert("templates/404.html".to_owned(), page);
        self.files.insert("templates/asked.html".to_owned(), component);
        self.files.insert("templates/callouts/quote.html".to_owned(), quote);
        self.files.insert(
            "templates/markdown/link.html".to_owned(),
            "<a href=\"{{ url }}\">{{ topics() | length }}</a>".to_owned(),
        );
        format!("ask for {topic}, {limit}")
    }

    /// A number below a bound.
    pub fn upto(&mut self, bound: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 33) as usize % bound
    }

    fn one(&mut self, of: &[&str]) -> String {
        let at = self.upto(of.len());
        of[at].to_owned()
    }

    /// Changes something and says what.
    pub fn edit(&mut self) -> String {
        match self.upto(22) {
            0 | 1 => self.add_entry(),
            2 => self.change_entry("headline:", "headline: Other"),
            3 => self.change_entry("Text", "Text and more"),
            4 => self.change_entry("date: 2019", "date: 2018"),
            5 => self.change_entry("draft: false", "draft: true"),
            6 => self.rename_entry(),
            7 => self.delete_entry(),
            8 => self.change_photo(),
            9 => self.add_topic_page(),
            10 => self.change_template(),
            11 => self.change_edition(),
            12 => self.ask(),
            13 => self.rename_photo(),
            14 => self.delete_photos(),
            15 => self.credit_photo(),
            16 => self.change_data(),
            // Most saves say more and move nothing, but where in the file things stand.
            17 | 18 => self.change_entry("\nText", "\nMore words before it.\n\nText"),
            19 => self.change_entry("\n> Words.", "\n> [!odd]\n> Of no kind.\n\n> Words."),
            20 => self.change_entry("[home](/)", "[the front page](/)"),
            _ => self.config(),
        }
    }

    fn add_entry(&mut self) -> String {
        self.made += 1;
        let number = self.made;
        let (month, day) = (self.upto(12) + 1, self.upto(28) + 1);
        let topics = [self.one(&["Aid", "Rain", "Syria"]), self.one(&["Aid", "War", "rain"])];
        let topics = if topics[0].eq_ignore_ascii_case(&topics[1]) { topics[0].clone() } else { topics.join(", ") };
        let source = self.one(&["AFP", "Reuters", "afp"]);
        let story = self.one(&["Flood", "flood", "Dam"]);
        let link = self.entries().first().cloned();
        let linked = self.upto(3) == 0 && link.is_some();
        let link = link.filter(|_| linked).map(|_| "[home](/), ".to_owned()).unwrap_or_default();
        let photo = format!("p{}.jpg", self.upto(3));
        self.files.entry(format!("content/{photo}")).or_insert_with(|| photo.clone());
        let text = format!(
            "---\nheadline: E{number}\ndate: 2019-{month:02}-{day:02}T{:02}:00\ndraft: false\ntopics: [{topics}]\nsource: \
             {source}\nstory: {story}\nphoto: {{file: {photo}, alt: x, credit: y}}\naliases: [/old/{number}/]\n---\n{link}Text {number}[^1].\n\n> Words.\n> — \
             Ana\n\n[^1]: Note.\n",
            number % 24
        );
        self.files.insert(format!("content/e{number}.md"), text);
        format!("add e{number}")
    }

    fn entries(&self) -> Vec<String> {
        self.files
            .keys()
            .filter(|path| path.starts_with("content/e") && !path.contains("/editions/"))
            .cloned()
            .collect()
    }

    fn some_entry(&mut self) -> Option<String> {
        let entries = self.entries();
        if entries.len() < 4 {
            return None;
        }
        let at = self.upto(entries.len());
        Some(entries[at].clone())
    }

    fn change_entry(&mut self, from: &str, to: &str) -> String {
        let Some(path) = self.some_entry() else { return self.add_entry() };
        let text = self.files.get_mut(&path).expect("there");
        *text = if text.contains(to) { text.replace(to, from) } else { text.replace(from, to) };
        format!("{path}: {from} → {to}")
    }

    fn rename_entry(&mut self) -> String {
        let Some(path) = self.some_entry() else { return self.add_entry() };
        self.made += 1;
        let text = self.files.remove(&path).expect("there");
        self.files.insert(format!("content/e{}.md", self.made), text);
        format!("{path} becomes e{}", self.made)
    }

    fn delete_entry(&mut self) -> String {
        let Some(path) = self.some_entry() else { return self.add_entry() };
        self.files.remove(&path);
        format!("delete {path}")
    }

    fn change_photo(&mut self) -> String {
        let photo = format!("content/p{}.jpg", self.upto(3));
        let bytes = format!("photo {}", self.upto(1000));
        self.files.insert(photo.clone(), bytes);
        photo
    }

    /// The photo under another name, and every entry that shows it.
    fn rename_photo(&mut self) -> String {
        let old = format!("p{}.jpg", self.upto(3));
        let Some(bytes) = self.files.remove(&format!("content/{old}")) else { return self.change_photo() };
        self.files.remove(&format!("content/{old}.yaml"));
        self.made += 1;
        let new = format!("p{}.jpg", self.made + 100);
        self.files
            .values_mut()
            .for_each(|text| *text = text.replace(&format!("file: {old},"), &format!("file: {new},")));
        self.files.insert(format!("content/{new}"), bytes);
        format!("{old} becomes {new}")
    }

    /// Photos that no entry shows go.
    fn delete_photos(&mut self) -> String {
        let texts: String = self.files.values().map(String::as_str).collect();
        let is_shown = |photo: &str| texts.contains(&format!("file: {photo},"));
        self.files.retain(|path, _| {
            let photo = path.strip_prefix("content/").map(|path| path.trim_end_matches(".yaml"));
            photo.is_none_or(|photo| !photo.ends_with(".jpg") || is_shown(photo))
        });
        "delete photos that are not shown".to_owned()
    }

    /// What stands beside a photo.
    fn credit_photo(&mut self) -> String {
        let photo = format!("content/p{}.jpg", self.upto(3));
        if !self.files.contains_key(&photo) {
            return self.change_photo();
        }
        let words = format!("caption: Caption {}\n", self.upto(9));
        self.files.insert(format!("{photo}.yaml"), words);
        format!("{photo}.yaml")
    }

    fn change_data(&mut self) -> String {
        let path = "data/numbers.yaml".to_owned();
        if self.files.remove(&path).is_none() || self.upto(2) == 0 {
            let number = self.upto(9);
            self.files.insert(path.clone(), format!("one: {number}\n"));
        }
        path
    }

    fn add_topic_page(&mut self) -> String {
        let path = "content/topics/rain.md".to_owned();
        if self.files.remove(&path).is_some() && self.upto(2) == 0 {
            return "delete the topic page".to_owned();
        }
        let alias = self.one(&["Storm", "Weather"]);
        let text = format!("---\nname: Rain\naliases: [{alias}]\n---\nOn {alias} {}.\n", self.upto(9));
        self.files.insert(path, text);
        format!("topic page with {alias}")
    }

    fn change_edition(&mut self) -> String {
        self.files.retain(|path, _| !path.contains("/editions/"));
        let Some(path) = self.some_entry() else { return "no edition page".to_owned() };
        let date = self.files[&path].split("date: ").nth(1).expect("a date")[..10].to_owned();
        let name = path.trim_start_matches("content/").to_owned();
        let text = format!("---\ntitle: Edition of {name}\n---\nOn {}.\n", self.upto(9));
        self.files.insert(format!("content/editions/{date}.md"), text);
        format!("edition page of {date}")
    }

    fn change_template(&mut self) -> String {
        let (path, text) = match self.upto(3) {
            0 => ("templates/topics.html", format!("topics {} {{{{ topics | length }}}}\n", self.upto(3))),
            1 => ("strings/en.yaml", format!("topics: Topics {}\n", self.upto(3))),
            _ => ("static/robots.txt", format!("robots {}\n", self.upto(3))),
        };
        if self.files.remove(path).is_none() || self.upto(2) == 0 {
            self.files.insert(path.to_owned(), text);
        }
        path.to_owned()
    }

    fn config(&mut self) -> String {
        let size = self.upto(3) + 2;
        let topic = self.one(&["/topics/:slug/", "/about/:slug/"]);
        let theme = self.one(&["plain", "broadsheet"]);
        let editions = self.one(&["none", "daily", "{every: weekly, email: true}"]);
        let text = format!(
            "title: The Test\nbase_url: https://site.example\ntheme: {theme}\npage_size: {size}\neditions: {editions}\npermalinks: {{topic: {topic}}}\nemail: {{from: a@b.example, list_id: c.b.example, unsubscribe_url: 'https://b.example/'}}\n"
        );
        self.files.insert("dateline.yaml".to_owned(), text);
        format!("config: {size} {topic} {theme} {editions}")
    }
}
