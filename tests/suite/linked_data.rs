//! What pages say of themselves to machines: JSON-LD, the tags of link previews, the way to a page.

use serde_json::{Value, json};

use crate::photo_of_words::png;
use crate::site_test::SiteTest;

const CONFIG: &str = "
-- dateline.yaml --
title: The Test
base_url: https://site.example/b
timezone: Europe/Paris
publisher:
  name: Test & Daughters
  image: /card.png
  logo: /card.png
  founded: 2017-04-12
  fediverse: '@desk@social.example'
  policies: {publishing_principles: content/pages/standards.md, masthead: /who/}
-- static/card.png --
x
-- content/pages/standards.md --
---
title: Standards
---
Text.
-- content/pages/who.md --
---
title: Who
---
Text.
";

const ENTRIES: &str = r#"
-- content/a.md --
---
headline: "A </script><script>alert(1)</script>"
date: 2020-01-01
dateline: BEIRUT, Lebanon
byline: [Ana Ray, Bo]
topics: [Aid & Co, Courts]
source:
  name: AFP
  url: https://www.example.org/?a=1&b=2
  author: Cy
  published: 2019-12-31
  archive: https://archive.example/1
photo: {file: p.png, alt: A, credit: C/Agency, creator: Di, license: https://licence.example/by, caption: Under}
corrections: [{date: 2020-01-05T10:00, note: Not five but six}]
---
> Words of hers
>
> — Eva Lund, minister
-- content/b.md --
---
headline: B
date: 2020-01-02T09:00
topics: Courts
language: fr
---
Texte.
"#;

fn site() -> SiteTest {
    SiteTest::from_text(&format!("{CONFIG}{ENTRIES}")).write("content/p.png", png(640, 360))
}

/// What a page says of itself, by types.
fn nodes(site: &SiteTest, path: &str) -> Vec<Value> {
    let page = site.file(path);
    let mut scripts = page.split("<script type=\"application/ld+json\">").skip(1);
    let json = scripts.next().unwrap_or_else(|| panic!("{path} has none:\n{page}"));
    assert!(scripts.next().is_none(), "{path} has two");
    let json = json.split("</script>").next().expect("an end");
    let data: Value = serde_json::from_str(json).unwrap_or_else(|error| panic!("{path}: {error}: {json}"));
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array().expect("a graph").clone()
}

fn node(site: &SiteTest, path: &str, kind: &str) -> Value {
    let nodes = nodes(site, path);
    nodes.iter().find(|node| node["@type"] == kind).unwrap_or_else(|| panic!("{path} has no {kind}")).clone()
}

#[test]
fn an_entry_is_a_news_article_with_all_that_is_known_of_it() {
    let site = site().build();
    let article = node(&site, "2020/01/01/a/index.html", "NewsArticle");
    let canonical = "https://site.example/b/2020/01/01/a/";
    assert_eq!(article["@id"], format!("{canonical}#article"));
    assert_eq!(article["headline"], "A </script><script>alert(1)</script>");
    assert_eq!(article["datePublished"], "2020-01-01T00:00:00+01:00");
    assert_eq!(article["dateModified"], "2020-01-05T10:00:00+01:00");
    assert_eq!(article["dateline"], "BEIRUT, Lebanon");
    assert_eq!(article["isAccessibleForFree"], true);
    assert_eq!(
        (&article["articleSection"], &article["keywords"]),
        (&json!("Aid & Co"), &json!(["Aid & Co", "Courts"]))
    );
    let person = |name: &str, slug: &str| json!({"@type": "Person", "name": name, "url": format!("https://site.example/b/people/{slug}/")});
    assert_eq!(article["author"], json!([person("Ana Ray", "ana-ray"), person("Bo", "bo")]));
    let source = &article["citation"][0];
    assert_eq!((&source["name"], &source["url"]), (&json!("AFP"), &json!("https://www.example.org/?a=1&b=2")));
    assert_eq!(
        (&source["datePublished"], &source["archivedAt"]),
        (&json!("2019-12-31"), &json!("https://archive.example/1"))
    );
    let said = &article["hasPart"][0];
    assert_eq!((&said["@type"], &said["text"]), (&json!("Quotation"), &json!("Words of hers")));
    assert_eq!(said["spokenByCharacter"], person("Eva Lund", "eva-lund"));
    let id = said["url"].as_str().and_then(|url| url.strip_prefix(&format!("{canonical}#"))).expect("an anchor");
    let _site = site.has("2020/01/01/a/index.html", &format!(" id=\"{id}\""));
    let correction = &article["correction"][0];
    let wanted =
        json!({"@type": "CorrectionComment", "text": "Not five but six", "datePublished": "2020-01-05T10:00:00+01:00"});
    assert_eq!(correction, &wanted);
    let photo = &article["image"][0];
    assert_eq!(
        (&photo["creditText"], &photo["creator"]["name"], &photo["license"], &photo["width"]),
        (&json!("C/Agency"), &json!("Di"), &json!("https://licence.example/by"), &json!(640))
    );
}

#[test]
fn the_publisher_is_named_with_policies_that_are_there() {
    let site = site().build();
    let publisher = node(&site, "index.html", "NewsMediaOrganization");
    assert_eq!(publisher["@id"], "https://site.example/b/#publisher");
    assert_eq!((&publisher["name"], &publisher["foundingDate"]), (&json!("Test & Daughters"), &json!("2017-04-12")));
    assert_eq!(publisher["publishingPrinciples"], "https://site.example/b/standards/");
    assert_eq!(publisher["masthead"], "https://site.example/b/who/");
    assert_eq!(publisher["ethicsPolicy"], Value::Null);
    let article = node(&site, "fr/2020/01/02/b/index.html", "NewsArticle");
    assert_eq!(article["image"][0]["contentUrl"], "https://site.example/b/card.png");
    assert_eq!(article["author"], json!([{"@id": publisher["@id"]}]));
    assert_eq!(article["publisher"], json!({"@id": publisher["@id"]}));
}

#[test]
fn lists_name_their_entries_and_pages_the_way_to_them() {
    let site = site().build();
    let topic = node(&site, "topics/courts/index.html", "CollectionPage");
    let listed = topic["mainEntity"]["itemListElement"].as_array().expect("a list");
    let urls: Vec<&str> = listed.iter().filter_map(|item| item["url"].as_str()).collect();
    let wanted = ["https://site.example/b/fr/2020/01/02/b/", "https://site.example/b/2020/01/01/a/"];
    assert_eq!(urls, wanted);
    let way = node(&site, "2020/01/index.html", "BreadcrumbList");
    let steps = way["itemListElement"].as_array().expect("steps");
    let urls: Vec<&str> = steps.iter().filter_map(|item| item["item"].as_str()).collect();
    let wanted = ["https://site.example/b/", "https://site.example/b/2020/", "https://site.example/b/2020/01/"];
    assert_eq!(urls, wanted);
    let site = site.has("2020/01/index.html", "<nav class=\"breadcrumbs\" aria-label=\"You are here\">");
    let site = site.has(
        "2020/01/index.html",
        "<li><a href=\"/b/archive/\"><bdi>Archive</bdi></a></li>\n<li><a href=\"/b/2020/\"><bdi>2020</bdi></a></li>",
    );
    let site = site.has("topics/courts/index.html", "<li><a href=\"/b/topics/\"><bdi>Topics</bdi></a></li>");
    let site =
        site.has("topics/index.html", "<ol>\n<li><a href=\"/b/\">").has("archive/index.html", "class=\"breadcrumbs\"");
    let _site = site.has_not("index.html", "class=\"breadcrumbs\"").has_not("404.html", "ld+json");
}

const PERSON: &str = "---
name: Eva Lund
role: Minister of ports
homepage: https://www.example.org/lund
portrait: ../p.png
portrait_alt: A woman at a desk
portrait_credit: C/Agency
---
";

#[test]
fn a_person_is_described_with_what_was_said_and_written() {
    let site = site().write("content/people/lund.md", PERSON).build();
    let page = node(&site, "people/eva-lund/index.html", "ProfilePage");
    let person = &page["mainEntity"];
    let id = json!("https://site.example/b/people/eva-lund/#person");
    assert_eq!((&person["@type"], &person["@id"], &person["name"]), (&json!("Person"), &id, &json!("Eva Lund")));
    assert_eq!(person["jobTitle"], "Minister of ports");
    assert_eq!(person["sameAs"], "https://www.example.org/lund");
    assert_eq!((&person["image"]["creditText"], &person["image"]["width"]), (&json!("C/Agency"), &json!(640)));
    let said = &page["hasPart"][0];
    assert_eq!((&said["text"], &said["spokenByCharacter"]), (&json!("Words of hers"), &json!({"@id": id})));
    assert_eq!(said["isPartOf"], json!({"@id": "https://site.example/b/2020/01/01/a/#article"}));
    let wrote = &node(&site, "people/ana-ray/index.html", "ProfilePage")["hasPart"];
    let article = json!([{
        "@type": "NewsArticle",
        "@id": "https://site.example/b/2020/01/01/a/#article",
        "url": "https://site.example/b/2020/01/01/a/",
        "headline": "A </script><script>alert(1)</script>",
        "datePublished": "2020-01-01T00:00:00+01:00",
    }]);
    assert_eq!(wrote, &article);
    let people = node(&site, "people/index.html", "CollectionPage");
    let names = people["mainEntity"]["itemListElement"].as_array().expect("people");
    let names: Vec<&str> = names.iter().filter_map(|person| person["name"].as_str()).collect();
    assert_eq!(names, ["Ana Ray", "Bo", "Eva Lund"]);
    let _way = node(&site, "people/bo/index.html", "BreadcrumbList");
}

#[test]
fn a_byline_leads_to_its_page_where_there_is_one() {
    let site = site().build();
    let page = "2020/01/01/a/index.html";
    let site = site.has(page, "<meta name=\"author\" content=\"Ana Ray, Bo\">");
    let author = "<meta property=\"article:author\" content=\"https://site.example/b/people/ana-ray/\">";
    let site = site.has(page, author).has(page, "/b/people/bo/\">");
    let theme = "extends: broadsheet\npages: {people: false}\n";
    let site = site.write("themes/quiet/theme.yaml", theme);
    let site = site.edit("dateline.yaml", "title: The Test\n", "title: The Test\ntheme: quiet\n").build();
    let article = node(&site, page, "NewsArticle");
    assert_eq!(article["author"][0], json!({"@type": "Person", "name": "Ana Ray"}));
    let _site = site.has_not(page, "article:author");
}

#[test]
fn an_edition_is_an_issue_with_its_articles() {
    let site = site().edit("dateline.yaml", "title: The Test\n", "title: The Test\neditions: weekly\n").build();
    let page = node(&site, "editions/2020-w01/index.html", "CollectionPage");
    let issue = &page["mainEntity"];
    assert_eq!((&issue["@type"], &issue["issueNumber"]), (&json!("PublicationIssue"), &json!(1)));
    assert_eq!(
        (&issue["datePublished"], &issue["temporalCoverage"]),
        (&json!("2019-12-30"), &json!("2019-12-30/2020-01-05"))
    );
    let parts = issue["hasPart"].as_array().expect("articles");
    let headlines: Vec<&str> = parts.iter().filter_map(|part| part["headline"].as_str()).collect();
    assert_eq!(headlines, ["B", "A </script><script>alert(1)</script>"]);
    let index = node(&site, "editions/index.html", "CollectionPage");
    let listed = &index["mainEntity"]["itemListElement"];
    assert_eq!(listed[0]["url"], "https://site.example/b/editions/2020-w01/");
}

#[test]
fn the_log_of_corrections_names_what_was_corrected() {
    let site = site().build();
    let page = node(&site, "corrections/index.html", "CollectionPage");
    let correction = &page["hasPart"][0];
    assert_eq!((&correction["@type"], &correction["text"]), (&json!("CorrectionComment"), &json!("Not five but six")));
    assert_eq!(correction["url"], "https://site.example/b/2020/01/01/a/#correction-1");
    assert_eq!(correction["parentItem"]["@id"], "https://site.example/b/2020/01/01/a/#article");
}

#[test]
fn a_story_lists_its_entries() {
    let site = site().edit("content/b.md", "language: fr", "story: The strike");
    let site = site.edit("content/a.md", "dateline:", "story: The strike\ndateline:").build();
    let story = node(&site, "stories/the-strike/index.html", "CollectionPage");
    assert_eq!(story["mainEntity"]["itemListElement"].as_array().map(Vec::len), Some(2));
    let stories = node(&site, "stories/index.html", "CollectionPage");
    assert_eq!(stories["mainEntity"]["itemListElement"][0]["name"], "The strike");
}

#[test]
fn every_address_of_the_site_in_structured_data_is_there() {
    let site = site().build();
    let tree = site.tree();
    let mut checked = 0;
    for path in tree.iter().filter(|path| path.ends_with("index.html")) {
        for address in site.file(path).split('"').filter_map(|part| part.strip_prefix("https://site.example/b/")) {
            let address = address.split('#').next().unwrap_or_default();
            let file = if address.is_empty() || address.ends_with('/') {
                format!("{address}index.html")
            } else {
                address.to_owned()
            };
            assert!(tree.contains(&file), "{path} names {address}");
            checked += 1;
        }
    }
    assert!(checked > 50);
}

#[test]
fn previews_of_links_have_a_picture_with_its_size_and_a_locale() {
    let page = "2020/01/01/a/index.html";
    let site = site().build();
    let photo = "<meta property=\"og:image\" content=\"https://site.example/b/media/p-640x336.";
    let site = site.has(page, photo).has(page, "<meta property=\"og:image:width\" content=\"640\">");
    let site = site.has(page, "<meta property=\"og:image:type\" content=\"image/jpeg\">");
    let site = site.has(page, "<meta property=\"og:locale\" content=\"en_GB\">");
    let site = site.has(page, "<meta name=\"twitter:card\" content=\"summary_large_image\">");
    let site = site.has(page, "<meta property=\"article:section\" content=\"Aid &amp; Co\">");
    let site =
        site.has(page, "640w\" sizes=\"(min-width: 45rem) 42rem, 100vw\" width=\"640\" height=\"360\" class=\"tone-000\" fetchpriority");
    let site = site.has(page, "<meta name=\"fediverse:creator\" content=\"@desk@social.example\">");
    let page = "fr/2020/01/02/b/index.html";
    let site = site.has(page, "<meta property=\"og:image\" content=\"https://site.example/b/card.png\">");
    let _site = site.has(page, "content=\"fr_FR\"").has(page, "<meta name=\"twitter:card\" content=\"summary\">");
}

#[test]
fn held_entries_are_in_no_structured_data_and_a_theme_can_do_without_it() {
    let held = site().edit("content/b.md", "language: fr", "embargo: 2020-02-01").build();
    for (path, (bytes, _)) in held.output() {
        assert!(!String::from_utf8_lossy(&bytes).contains("2020/01/02/b/"), "{path}");
    }
    let theme = "extends: broadsheet\npages: {linked_data: false}\n";
    let config = "title: The Test\nbase_url: https://site.example\ntheme: quiet\n";
    let quiet = site().write("themes/quiet/theme.yaml", theme).write("dateline.yaml", config).build();
    let _site = quiet.has_not("index.html", "ld+json").has_not("2020/01/01/a/index.html", "ld+json");
}

#[test]
fn a_policy_that_moves_changes_the_pages_that_name_it() {
    let site = site().build().edit("content/pages/standards.md", "title: Standards", "title: Standards\nslug: rules");
    let site = site.build();
    let clean = SiteTest::from_text(&format!("{CONFIG}{ENTRIES}")).write("content/p.png", png(640, 360));
    let clean = clean.edit("content/pages/standards.md", "title: Standards", "title: Standards\nslug: rules").build();
    let bytes = |site: &SiteTest| site.output().into_iter().map(|(path, (bytes, _))| (path, bytes)).collect::<Vec<_>>();
    assert_eq!(bytes(&site), bytes(&clean));
    assert_eq!(
        node(&site, "index.html", "NewsMediaOrganization")["publishingPrinciples"],
        "https://site.example/b/rules/"
    );
}
