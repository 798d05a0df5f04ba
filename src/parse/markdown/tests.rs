//! Whole texts: what each construct becomes.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::super::body::{Body, Callout, Element, ElementKind, Fill, Text};
use super::super::{Options, markdown};
use crate::config::{Markdown, RawHtml};
use crate::problem::{At, Problem};
use crate::slug::Alphabet;

fn options() -> Options {
    Options {
        timezone: TimeZone::UTC,
        markdown: Markdown {
            raw_html: RawHtml::Allow,
            smart_punctuation: false,
            autolink: true,
            heading_links: false,
            highlight: true,
        },
        slugs: Alphabet::Ascii,
        elements: BTreeSet::new(),
        desk: Default::default(),
        language: "en".to_owned(),
        highlighted: Default::default(),
    }
}

/// The HTML with each hole shown between brackets.
fn shown(body: &Body) -> String {
    let mut html = String::new();
    let mut from = 0;
    for hole in &body.holes {
        html.push_str(&body.html[from..hole.at as usize]);
        from = hole.at as usize;
        html.push_str(&match &hole.fill {
            Fill::IdPrefix => "[P]".to_owned(),
            Fill::Href(index) => format!("[href {index}]"),
            Fill::Image(image) => format!("[image {} {} {:?} {}]", image.index, image.alt, image.caption, image.figure),
            Fill::Callout(callout) => shown_callout(callout),
            Fill::Element(element) => shown_element(element),
        });
    }
    html.push_str(&body.html[from..]);
    html
}

fn shown_callout(callout: &Callout) -> String {
    let mut shown = format!("[{} #{}", callout.kind, callout.id);
    if !callout.title_text.is_empty() {
        shown.push_str(&format!(" title={}={}", callout.title_text, self::shown(&callout.title)));
    }
    if let Some(speaker) = &callout.speaker {
        shown.push_str(&format!(" by={}/{:?}/{}", speaker.name, speaker.role, self::shown(&speaker.html)));
    }
    callout.cite.iter().for_each(|cite| shown.push_str(&format!(" cite={cite}")));
    callout.language.iter().for_each(|language| shown.push_str(&format!(" lang={language}")));
    format!("{shown}: {}]", self::shown(&callout.body).trim_end())
}

fn shown_element(element: &Element) -> String {
    match element {
        Element::Link { href, index, title, body } => format!("[link {href} {index:?} {title:?}: {}]", shown(body)),
        Element::Heading { level, id, classes, body } => format!("[h{level} #{id} {classes:?}: {}]", shown(body)),
        Element::Code { language, code, html } => format!("[code {language} {code:?} {html:?}]"),
        Element::Table { body } => format!("[table {}]", shown(body)),
        Element::Quote { body } => format!("[quote {}]", shown(body)),
    }
}

fn html(source: &str) -> String {
    shown(&markdown(source, &options()).0.body)
}

fn text(source: &str) -> Text {
    markdown(source, &options()).0
}

fn problems(source: &str) -> Vec<Problem> {
    markdown(source, &options()).1
}

/// Rules that are broken, each with the text that is pointed at.
fn broken(source: &str) -> Vec<(&'static str, &str)> {
    let at = |problem: Problem| match problem.place.map(|place| place.at) {
        Some(At::Bytes(range)) => (problem.rule, &source[range]),
        _ => (problem.rule, ""),
    };
    problems(source).into_iter().map(at).collect()
}

#[test]
fn quotations_have_speakers_in_three_ways() {
    let said = "[quote #quote-words by=Ana López/Some(\"mayor\")/Ana López, mayor: <p>Words.</p>]\n";
    for source in [
        "> Words.\n> — Ana López, mayor\n",
        "> Words.\n> – Ana López, mayor\n",
        "> Words.\n> -- Ana López, mayor\n",
        "> Words.  \n> — Ana López, mayor\n",
        "> Words.\n>\n> — Ana López, mayor\n",
        "> [!quote] Ana López, mayor\n> Words.\n",
        "> [!QUOTE]  Ana López, mayor  \n>\n> Words.\n",
        "> [!quote] — Ana López, mayor\n> Words.\n",
        "> [!quote]\n> Words.\n> — Ana López, mayor\n",
        "> Words.\n^ Ana López, mayor\n",
        "> Words.\n\n^ Ana López, mayor\n",
        "> [!quote]\n> Words.\n^ Ana López, mayor\n",
        "> [!quote]\n> Words.\n\n^ Ana López, mayor\n",
    ] {
        assert_eq!(html(source), said, "{source}");
        assert_eq!(broken(source), [], "{source}");
    }
}

#[test]
fn an_attribution_of_two_lines_is_a_paragraph_of_its_own() {
    let expected = "[quote #quote-words by=Ana/Some(\"mayor\")/Ana,\nmayor: <p>Words.</p>]\n";
    assert_eq!(html("> Words.\n>\n> — Ana,\n> mayor\n"), expected);
}

#[test]
fn an_attribution_may_cite_and_name_a_language() {
    for source in [
        "> [!quote] Ana | https://a.example/b_c_d?e=1&f=2 {lang=ar}\n> Words.\n",
        "> [!quote] Ana {lang=ar} | <https://a.example/b_c_d?e=1&f=2>\n> Words.\n",
        "> Words.\n> — Ana \\| https://a.example/b_c_d?e=1&f=2 {lang=ar}\n",
        "> Words.\n\n^ Ana | https://a.example/b_c_d?e=1&f=2 {lang=ar}\n",
    ] {
        let expected =
            "[quote #quote-words by=Ana/None/Ana cite=https://a.example/b_c_d?e=1&f=2 lang=ar: <p>Words.</p>]\n";
        assert_eq!(html(source), expected, "{source}");
    }
    let source = "> [!quote] | https://a.example/b\n> Words.\n";
    assert_eq!(html(source), "[quote #quote-words cite=https://a.example/b: <p>Words.</p>]\n");
    assert_eq!(broken(source), []);
    let quotations =
        text("> One *two*.\n>\n> Three.\n> — [Ana](a.md), *poet*, x | https://a.example {lang=pt}").quotations;
    assert_eq!(quotations.len(), 1);
    assert_eq!((quotations[0].text.as_str(), quotations[0].speaker.as_str()), ("One two. Three.", "Ana"));
    assert_eq!(quotations[0].role.as_deref(), Some("poet, x"));
    assert_eq!(quotations[0].cite.as_deref(), Some("https://a.example"));
    assert_eq!(quotations[0].language.as_deref(), Some("pt"));
}

#[test]
fn what_follows_a_caret_line_stays_text() {
    let source = "> Words.\n\n^ Ana\nAnd *more*.\n\nEnd\n";
    let expected = "[quote #quote-words by=Ana/None/Ana: <p>Words.</p>]\n<p>And <em>more</em>.</p>\n<p>End</p>\n";
    assert_eq!(html(source), expected);
    assert_eq!(html("Text\n\n^ Ana\n"), "<p>Text</p>\n<p>^ Ana</p>\n");
    assert_eq!(html("> [!note]\n> a\n\n^ Ana\n"), "[note #note-a: <p>a</p>]\n<p>^ Ana</p>\n");
}

#[test]
fn callouts_go_by_their_marker() {
    for (source, expected) in [
        ("> [!NOTE]\n> n\n", "[note #note-n: <p>n</p>]\n"),
        ("> [!note] A *title*\n> n\n", "[note #note-a-title title=A title=A <em>title</em>: <p>n</p>]\n"),
        ("> [!key-point] T\n", "[key-point #key-point-t title=T=T: ]\n"),
        (
            "> [!update] 2017-04-13\n> - a\n",
            "[update #update-2017-04-13 title=2017-04-13=2017-04-13: <ul>\n<li>a</li>\n</ul>]\n",
        ),
        ("- a\n\n  > [!tip] X\n  > b\n", "<ul>\n<li>\n<p>a</p>\n[tip #tip-x title=X=X: <p>b</p>]\n</li>\n</ul>\n"),
        (
            "> [!context] C\n> a\n>\n> > b\n> > — Ana\n",
            "[context #context-c title=C=C: <p>a</p>\n[quote #quote-b by=Ana/None/Ana: <p>b</p>]]\n",
        ),
        (
            "> [!data] D\n>\n> | a |\n> |---|\n> | 1 |\n",
            "[data #data-d title=D=D: <div class=\"table\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">a</th></tr></thead><tbody>\n<tr><td>1</td></tr>\n</tbody></table>\n</div>]\n",
        ),
        ("a [!note] b\n", "<p>a [!note] b</p>\n"),
    ] {
        assert_eq!(html(source), expected, "{source}");
        assert_eq!(broken(source), [], "{source}");
    }
    let source = "x\n\n> [!Pul] a\n> x\n";
    let marks = text(source).callouts;
    assert_eq!((marks[0].name.as_str(), &source[marks[0].span.clone()]), ("pul", "Pul"));
}

#[test]
fn ids_of_callouts_are_unique() {
    let source = "> a\n> — B\n\n> a\n> — B\n\n## Quote a\n\n> [!note]\n> one two three four five six\n";
    assert_eq!(text(source).anchors, ["note-one-two-three-four-five", "quote-a", "quote-a-2", "quote-a-3"]);
}

#[test]
fn a_quotation_without_speaker_is_an_error() {
    for (source, at) in [
        ("a\n\n> b\n> c\n", vec!["> b"]),
        ("> [!quote]\n> b\n", vec!["> [!quote]"]),
        ("> — Ana\n", vec!["> — Ana"]),
        ("> a\n> > b\n", vec!["> a"]),
        ("> > a\n> > — Ana\n", vec![]),
        ("> a\n> > b\n>\n> — Ana\n", vec![]),
        ("> [!note]\n> > b\n", vec!["> b"]),
        ("> [!pull]\n> b\n\nb\n", vec![]),
    ] {
        let expected: Vec<_> = at.into_iter().map(|at| ("quote-without-speaker", at)).collect();
        assert_eq!(broken(source), expected, "{source}");
    }
    assert_eq!(html("> b\n"), "<blockquote>\n<p>b</p>\n</blockquote>\n");
}

#[test]
fn pull_quotes_repeat_the_text_and_lead_nowhere() {
    let source = "He said *trust* is [low](a.md).[^1]\n\n> [!pull] Ana\n> *Trust* is [low](a.md).[^1]\n\n[^1]: N\n";
    let rendered = html(source);
    assert!(
        rendered.contains("[pull #pull-trust-is-low by=Ana/None/Ana: <p><em>Trust</em> is low.</p>]"),
        "{rendered}"
    );
    assert_eq!(text(source).links.len(), 1);
    assert_eq!(text(source).words, 6);
    assert_eq!(broken(source), []);
    let altered = "Trust is low.\n\n> [!pull]\n> Trust is high.\n";
    assert_eq!(broken(altered), [("altered-pull-quote", "> [!pull]\n> Trust is high.")]);
}

#[test]
fn photos_are_holes() {
    let source =
        "![A](a%20b.jpg \"C\")\n\nx ![B](b.jpg) ![A](a%20b.jpg)\n\n![R](https://a.example/r.jpg)\n\n![](c.jpg)\n";
    assert_eq!(
        html(source),
        "[image 0 A Some(\"C\") true]\n<p>x [image 1 B None false] [image 0 A None false]</p>\n\
         <p><img src=\"https://a.example/r.jpg\" alt=\"R\" /></p>\n[image 2  None true]\n"
    );
    let images: Vec<_> = text(source).images.into_iter().map(|mark| mark.name).collect();
    assert_eq!(images, ["a b.jpg", "b.jpg", "c.jpg"]);
    assert_eq!(
        broken(source),
        [("remote-photo", "![R](https://a.example/r.jpg)"), ("photo-without-alt", "![](c.jpg)")]
    );
}

#[test]
fn footnotes_are_numbered_as_named() {
    let source =
        "a[^b] c[^a] d[^B]\n\n[^a]: First[^c]\n[^b]: Second\n\n    - x\n\n[^c]: *Third*\n[^d]: Unused\n\ne[^f]\n";
    let reference = |number: u32, id: &str| {
        format!(
            "<sup class=\"footnote-ref\"><a href=\"#[P]fn-{number}\" id=\"[P]fnref-{id}\" role=\"doc-noteref\">{number}</a></sup>"
        )
    };
    let back =
        |id: &str| format!(" <a href=\"#[P]fnref-{id}\" role=\"doc-backlink\" aria-label=\"{id}\">↩\u{fe0e}</a>");
    let expected = format!(
        "<p>a{} c{} d{}</p>\n<p>e[^f]</p>\n<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
         <li id=\"[P]fn-1\">\n<p>Second</p>\n<ul>\n<li>x</li>\n</ul>\n{}{}</li>\n\
         <li id=\"[P]fn-2\">\n<p>First{}{}</p>\n</li>\n<li id=\"[P]fn-3\">\n<p><em>Third</em>{}</p>\n</li>\n</ol>\n</div>\n",
        reference(1, "1"),
        reference(2, "2"),
        reference(1, "1-2"),
        back("1"),
        back("1-2"),
        reference(3, "3"),
        back("2"),
        back("3"),
    );
    assert_eq!(html(source), expected);
    assert_eq!(broken(source), [("missing-footnote", "[^f]"), ("unused-footnote", "[^d]: Unused")]);
}

#[test]
fn footnotes_of_a_callout_join_those_of_the_text() {
    let source = "a[^1]\n\n> [!note]\n> b[^2]\n>\n> [^2]: Two\n\n[^1]: One\n";
    let rendered = html(source);
    assert!(rendered.contains("[note #note-b: <p>b<sup class=\"footnote-ref\"><a href=\"#[P]fn-2\""), "{rendered}");
    assert_eq!(rendered.matches("<li id=").count(), 2);
}

#[test]
fn headings_have_ids() {
    for (source, expected) in [
        ("a\n\n## B & *c*\n", "<p>a</p>\n<h2 id=\"[P]b-c\">B &amp; <em>c</em></h2>\n"),
        ("## A\n\n## A\n", "<h2 id=\"[P]a\">A</h2>\n<h2 id=\"[P]a-2\">A</h2>\n"),
        ("## A\n\n## B {#a .x .y}\n", "<h2 id=\"[P]a-2\">A</h2>\n<h2 id=\"[P]a\" class=\"x y\">B</h2>\n"),
        ("## A {lang=ar data-x=1}\n", "<h2 id=\"[P]a\" lang=\"ar\" data-x=\"1\">A</h2>\n"),
        ("## A {onclick=x}\n", "<h2 id=\"[P]a\">A</h2>\n"),
        ("## !\n", "<h2 id=\"[P]section\">!</h2>\n"),
        ("a\n\n# B\n", "<p>a</p>\n<h1 id=\"[P]b\">B</h1>\n"),
    ] {
        assert_eq!(html(source), expected, "{source}");
    }
    assert_eq!(text("# A *b*\n\nc\n").title.as_deref(), Some("A b"));
    assert_eq!(html("# A *b*\n\nc\n"), "<p>c</p>\n");
    assert_eq!(broken("## A {onclick=x}\n"), [("heading-attribute", "## A {onclick=x}")]);
}

#[test]
fn headings_link_to_themselves_where_the_site_wants_that() {
    let mut options = options();
    options.markdown.heading_links = true;
    let (text, _) = markdown("## A\n\n## [B](b.md)\n", &options);
    assert_eq!(
        shown(&text.body),
        "<h2 id=\"[P]a\"><a href=\"#[P]a\">A</a></h2>\n<h2 id=\"[P]b\"><a href=\"[href 0]\">B</a></h2>\n"
    );
}

#[test]
fn links_lead_inside_outside_or_nowhere() {
    let source = "[a](../x%20y.md#caf%C3%A9 \"T \\\"q\\\"\") [b](https://b.example \"U\") [c](#d) [e][r] <f@g.example> \
                  [h](JavaScript:x) [i](//j.example) {{ k }} {% l %}\n\n[r]: /m?n=1\n";
    assert_eq!(
        html(source),
        "<p><a href=\"[href 0]\" title=\"T &quot;q&quot;\">a</a> <a href=\"https://b.example\" title=\"U\">b</a> \
         <a href=\"[href 1]\">c</a> <a href=\"[href 2]\">e</a> <a href=\"mailto:f@g.example\">f@g.example</a> h \
         <a href=\"//j.example\">i</a> {{ k }} {% l %}</p>\n"
    );
    let links: Vec<_> = text(source).links.into_iter().map(|link| (link.path, link.fragment)).collect();
    let expected = [("../x y.md", Some("café")), ("", Some("d")), ("/m?n=1", None)];
    assert_eq!(links, expected.map(|(path, fragment)| (path.to_owned(), fragment.map(str::to_owned))));
    assert_eq!(broken(source), [("unsafe-link", "[h](JavaScript:x)")]);
    assert_eq!(broken("[a](java&#x73;cript&colon;x)"), [("unsafe-link", "[a](java&#x73;cript&colon;x)")]);
    assert_eq!(broken("![a](javascript:x)"), [("unsafe-link", "![a](javascript:x)")]);
}

#[test]
fn bare_addresses_become_links() {
    for (source, expected) in [
        (
            "See https://a.example/b_c_d?e=1&f=2.",
            "<p>See <a href=\"https://a.example/b_c_d?e=1&amp;f=2\">https://a.example/b_c_d?e=1&amp;f=2</a>.</p>\n",
        ),
        ("www.a.example", "<p><a href=\"https://www.a.example\">www.a.example</a></p>\n"),
        ("a *https://a.example* b", "<p>a <em><a href=\"https://a.example\">https://a.example</a></em> b</p>\n"),
        ("`https://a.example`", "<p><code>https://a.example</code></p>\n"),
        ("[https://a.example](b.md)", "<p><a href=\"[href 0]\">https://a.example</a></p>\n"),
        ("<a href=\"x\">https://a.example</a>", "<p><a href=\"x\">https://a.example</a></p>\n"),
        ("<https://a.example>", "<p><a href=\"https://a.example\">https://a.example</a></p>\n"),
    ] {
        assert_eq!(html(source), expected, "{source}");
    }
    let mut smart = options();
    smart.markdown.smart_punctuation = true;
    let (text, _) = markdown("\"a\" -- https://a.example/b--c...d 'e'", &smart);
    assert_eq!(
        shown(&text.body),
        "<p>“a” – <a href=\"https://a.example/b--c...d\">https://a.example/b--c...d</a> ‘e’</p>\n"
    );
    for (language, quoted) in [
        ("fr", "<p>Il dit «\u{a0}oui\u{a0}», l’air “gai”.</p>\n"),
        ("de-AT", "<p>Il dit „oui“, l’air “gai”.</p>\n"),
        ("ar", "<p>Il dit “oui”, l’air “gai”.</p>\n"),
    ] {
        smart.language = language.to_owned();
        assert_eq!(shown(&markdown("Il dit \"oui\", l'air “gai”.", &smart).0.body), quoted);
    }
    smart.markdown.autolink = false;
    assert_eq!(shown(&markdown("https://a.example", &smart).0.body), "<p>https://a.example</p>\n");
}

#[test]
fn code_is_highlighted_numbered_and_marked() {
    for (source, expected) in [
        ("    a < b\n", "<pre class=\"code\" tabindex=\"0\"><code>a &lt; b\n</code></pre>\n"),
        ("```\n{{ x }}\n```\n", "<pre class=\"code\" tabindex=\"0\"><code>{{ x }}\n</code></pre>\n"),
        (
            "```rust\nfn a() {}\n```\n",
            "<pre class=\"code\" data-language=\"rust\" tabindex=\"0\"><code><span class=\"hl-k\">fn </span><span class=\"hl-f\">a</span>() {}\n</code></pre>\n",
        ),
        (
            "```text {linenos=9, hl=2, name=\"a b\"}\nx\n\ny\n```\n",
            "<pre class=\"code numbered\" data-language=\"text\" data-name=\"a b\" tabindex=\"0\"><code><span class=\"line\" data-line=\"9\">x\n</span><span class=\"line marked\" data-line=\"10\">\n</span><span class=\"line\" data-line=\"11\">y\n</span></code></pre>\n",
        ),
    ] {
        assert_eq!(html(source), expected, "{source}");
    }
    assert_eq!(broken("```pythn\nx\n```\n"), [("unknown-language", "```pythn")]);
    assert_eq!(problems("```pythn\nx\n```\n")[0].hints[0], "write `python`, if that is meant");
    assert_eq!(broken("```text {hl=2}\nx\n```\n"), [("code-options", "```text {hl=2}")]);
}

#[test]
fn raw_html_passes_is_cleaned_or_is_shown() {
    let source = "<div id=\"x\" onclick=\"y\">\n\n## A\n\n</div>\n\na <b>b</b> [c](d.md)<script>e</script>\n";
    for (raw_html, expected) in [
        (
            RawHtml::Allow,
            "<div id=\"x\" onclick=\"y\">\n<h2 id=\"[P]a\">A</h2>\n</div>\n<p>a <b>b</b> <a href=\"[href 0]\">c</a><script>e</script></p>\n",
        ),
        (
            RawHtml::Sanitize,
            "<div id=\"x\">\n<h2 id=\"[P]a\">A</h2>\n</div>\n<p>a <b>b</b> <a href=\"[href 0]\">c</a></p>\n",
        ),
        (
            RawHtml::Escape,
            "<p>&lt;div id=\"x\" onclick=\"y\"&gt;\n</p>\n<h2 id=\"[P]a\">A</h2>\n<p>&lt;/div&gt;\n</p>\n<p>a &lt;b&gt;b&lt;/b&gt; <a href=\"[href 0]\">c</a>&lt;script&gt;e&lt;/script&gt;</p>\n",
        ),
    ] {
        let mut options = options();
        options.markdown.raw_html = raw_html;
        assert_eq!(shown(&markdown(source, &options).0.body), expected);
    }
    assert_eq!(text(source).anchors, ["a", "x"]);
}

#[test]
fn elements_with_templates_are_holes() {
    let mut options = options();
    use ElementKind::{Code, Heading, Link, Quote, Table};
    options.elements = BTreeSet::from([Code, Heading, Link, Quote, Table]);
    let source = "## A [b](c.md \"t\") {#d .e}\n\n> f\n\n```x-y\ng\n```\n\n|h|\n|-:|\n|[i](https://j.example)|\n";
    assert_eq!(
        shown(&markdown(source, &options).0.body),
        "[h2 #d [\"e\"]: A [link c.md Some(0) \"t\": b]]\n[quote <p>f</p>\n]\n[code x-y \"g\\n\" \"g\\n\"]\n\
         [table <table><thead><tr><th scope=\"col\" class=\"right\">h</th></tr></thead><tbody>\n\
         <tr><td class=\"right\">[link https://j.example None \"\": i]</td></tr>\n</tbody></table>\n]\n"
    );
}

#[test]
fn lists_of_tasks_and_definitions_are_read() {
    assert_eq!(
        html("- [x] a\n- [ ] b\n"),
        "<ul>\n<li><span class=\"task done\">☑</span> a</li>\n<li><span class=\"task\">☐</span> b</li>\n</ul>\n"
    );
    assert_eq!(html("a\n: b\n"), "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n");
    assert_eq!(html("~~a~~"), "<p><del>a</del></p>\n");
}

#[test]
fn words_and_first_paragraph_are_noted() {
    let text =
        text("# T\n\n![A b](c.jpg)\n\nOne *two*\nthree.\n\n> [!pull]\n> Two three\n\n- four\n\n```\nfive\n```\n");
    assert_eq!((text.words, text.lede.as_str()), (4, "One two three."));
}

#[test]
fn places_are_bytes_of_the_whole_file() {
    let source = "---\nheadline: x\n---\n[a](b.md) ![](c.jpg)\n";
    let file = crate::problem::SitePath::new("a.md");
    let (text, problems) = super::render(&file, source, 20..source.len(), "en", &options());
    assert_eq!(&source[text.links[0].span.clone()], "[a](b.md)");
    assert_eq!(&source[text.images[0].span.clone()], "![](c.jpg)");
    assert_eq!(problems[0].place.as_ref().map(|place| place.at.clone()), Some(At::Bytes(30..40)));
}

#[test]
fn noncharacters_of_the_editor_make_no_holes() {
    let (text, _) = markdown("a\u{fdd0}\u{fdd1} &#xfdd0;&#xfdd1; <i title='&#64976;&#64977;'>", &options());
    assert_eq!(text.body.holes, []);
}

#[test]
fn depth_is_bounded() {
    for source in [">".repeat(10_000) + " a\n", "> ".repeat(10_000) + "a\n", "> [!note]\n".repeat(3) + &">".repeat(200)]
    {
        let rules: Vec<_> = problems(&source).into_iter().map(|problem| problem.rule).collect();
        assert!(rules.contains(&"too-deep"), "{rules:?}");
    }
    for source in ["- ".repeat(5_000), "*a _b ".repeat(5_000), "![".repeat(5_000) + &"](a)".repeat(5_000)] {
        text(&source);
    }
}

#[test]
fn odd_places_of_constructs_hold() {
    for (source, expected) in [
        ("> [!note] a `b\n> c` d\n", "[note #note-a-b-c-d title=a b c d=a <code>b c</code> d: ]\n"),
        ("> [!note]\n", "[note #note: ]\n"),
        (
            "> *All of it*\n> — *Ana*, poet\n",
            "[quote #quote-all-of-it by=Ana/Some(\"poet\")/<em>Ana</em>, poet: <p><em>All of it</em></p>]\n",
        ),
        (
            "> [!quote] Ana, *The | Post*\n> a\n",
            "[quote #quote-a by=Ana/Some(\"The | Post\")/Ana, <em>The | Post</em>: <p>a</p>]\n",
        ),
        ("> - a\n>\n> — Ana\n", "[quote #quote-a by=Ana/None/Ana: <ul>\n<li>a</li>\n</ul>]\n"),
        ("> a\n> — Ana\n>\n> ***\n", "<blockquote>\n<p>a\n— Ana</p>\n<hr />\n</blockquote>\n"),
        ("> a\r\n> — Ana, b\r\n\r\nc\r\n", "[quote #quote-a by=Ana/Some(\"b\")/Ana, b: <p>a</p>]\n<p>c</p>\n"),
    ] {
        assert_eq!(html(source), expected, "{source}");
    }
    let noted = html("> Oui.\n>\n> — Ana\n>\n> [^1]: x\n\ny[^1]\n");
    assert!(noted.starts_with("[quote #quote-oui by=Ana/None/Ana: <p>Oui.</p>]\n<p>y<sup"), "{noted}");
    assert_eq!(html("> [!data]\n> | a |\n> |---|\n"), html("> [!data]\n>\n> | a |\n> |---|\n"));
}

#[test]
fn long_texts_of_one_construct_are_rendered() {
    for source in [
        "> [!pull]\n> nothing of this\n\n".repeat(1000),
        "> a\n> — b\n\n".repeat(1000),
        "## a\n".repeat(5000),
        "[a](b.md) ".repeat(5000),
        (0..1000).map(|number| format!("a[^{number}]\n\n[^{number}]: b\n\n")).collect(),
        "https://a.example/b ".repeat(3000),
        "https://a.example/(b_".repeat(3000),
        "<b id=x".repeat(5000),
        (1..60).map(|depth| "> ".repeat(depth) + "[!note] x\n").collect(),
    ] {
        assert!(!text(&source).body.html.is_empty());
    }
}
