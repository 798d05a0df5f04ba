//! The archive as a calendar: months, days, and the pages that their links lead to.

use crate::site_test::SiteTest;

const CONFIG: &str = "title: The Test\nbase_url: https://site.example/news\ntimezone: Europe/Paris\npage_size: 2\n";

/// Five entries of one month, two of them of one day; a page holds two.
fn site() -> SiteTest {
    let site = SiteTest::from_text("").write("dateline.yaml", CONFIG);
    let entries =
        [("a", "2019-09-02"), ("b", "2019-09-05"), ("c", "2019-09-05"), ("d", "2019-09-08"), ("e", "2019-09-30")];
    entries.into_iter().fold(site, |site, (name, date)| {
        site.write(&format!("content/{name}.md"), format!("---\nheadline: {name}\ndate: {date}\n---\n"))
    })
}

#[test]
fn a_day_leads_to_the_page_that_lists_it() {
    let site = site().build();
    let link = |page: &str, day: u8, said: &str| {
        format!(
            "<td><a href=\"/news/2019/09/{page}#day-{day}\" aria-label=\"{day} September 2019: {said}\">{day}</a></td>"
        )
    };
    // September 2019 began on a Sunday; weeks begin on Monday where English is read outside America.
    let site = site.has("2019/index.html", "<tr><td></td><td></td><td></td><td></td><td></td><td></td><td>1</td></tr>");
    let site = site.has("2019/index.html", "<th scope=\"col\" abbr=\"Monday\">Mon</th>");
    let site =
        site.has("2019/index.html", &link("page/1/", 2, "1 entry")).has("2019/index.html", &link("", 5, "2 entries"));
    let site = site.has("2019/index.html", &link("", 30, "1 entry"));
    site.has("2019/09/page/1/index.html", "id=\"day-2\"")
        .has("2019/09/index.html", "id=\"day-5\"")
        .has("2019/09/index.html", "id=\"day-30\"");
}

#[test]
fn a_month_has_its_calendar_where_it_may_still_change() {
    let site = site().build();
    site.has("2019/09/index.html", "<table class=\"calendar\">").has_not("2019/09/page/1/index.html", "<table");
}

#[test]
fn the_index_has_twelve_months_a_year() {
    let site = site().build();
    let page = site.file("archive/index.html");
    assert_eq!(page.matches("<li><span>").count(), 11, "{page}");
    let said = "<span class=\"unseen\">2019: 5 entries</span><b aria-hidden=\"true\">5</b>";
    site.has("archive/index.html", &format!("<a href=\"/news/2019/09/\">Sept {said}</a>"));
}

#[test]
fn weeks_begin_as_the_language_has_it() {
    let site = site().write("dateline.yaml", format!("{CONFIG}language: ar\n")).build();
    site.has("2019/index.html", "<thead>\n<tr><th scope=\"col\" abbr=\"السبت\">");
}

#[test]
fn held_entries_mark_no_day() {
    let site = site().write("content/held.md", "---\nheadline: Held\ndate: 2019-09-17\ndraft: true\n---\n").build();
    site.has_not("2019/index.html", "day-17").has("2019/index.html", "<td>17</td>");
}
