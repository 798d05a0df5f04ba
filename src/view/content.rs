//! What each kind of page has beside what all pages have.

use serde::Serialize;

use crate::collate::EntryId;
use crate::parse::Extra;

use super::activity::Activity;
use super::calendar::{CalendarView, DayView, MonthCell};
use super::card::{CardOf, Shared};
use super::correction::LoggedView;
use super::date::DateView;
use super::edition::EditionView;
use super::email::EmailView;
use super::entry::EntryView;
use super::feed::{FeedView, FeedsView};
use super::front::FrontView;
use super::machine::Machine;
use super::page::Link;
use super::person::{PersonView, SaidView};
use super::search::SearchView;
use super::text::TextView;

/// The part of a view that differs by kind of page. The names that templates know each part by stand beside it.
#[derive(Serialize)]
pub enum Content<'a> {
    /// `entry` and `content`, in `entry.html` or the template that the entry names.
    Entry(Box<EntryView<'a>>, TextView<'a>),
    /// `entry`, in `withdrawn.html`.
    Withdrawn(WithdrawnView<'a>),
    /// `list` and, at the list's own address, `front`, in `front.html`.
    Front(ListView<'a>, Option<FrontView<'a>>),
    /// `topics`, in `topics.html`.
    Topics(Vec<GroupView<'a>>),
    /// `topic`, `list` and, where an editor wrote an introduction, `content`, in `topic.html`.
    Topic(GroupView<'a>, Option<TextView<'a>>, ListView<'a>),
    /// `sources`, in `sources.html`.
    Sources(Vec<GroupView<'a>>),
    /// `source`, `list` and, where an editor wrote an introduction, `content`, in `source.html`.
    Source(GroupView<'a>, Option<TextView<'a>>, ListView<'a>),
    /// `people`, in `people.html`.
    People(Vec<PersonView<'a>>),
    /// `person`, `list` with what the person wrote, `quotations` and, where an editor wrote an introduction, `content`,
    /// in `person.html`.
    Person(PersonView<'a>, Option<TextView<'a>>, ListView<'a>, Vec<SaidView<'a>>),
    /// `stories`, in `stories.html`.
    Stories(Vec<GroupView<'a>>),
    /// `story` and `list`, in `story.html`.
    Story(GroupView<'a>, ListView<'a>),
    /// `corrections` and `list`, which has no entries, in `corrections.html`.
    Corrections(Vec<LoggedView<'a>>, ListView<'a>),
    /// `years`, in `archive.html`.
    Archive(Vec<YearView>),
    /// `year` and `calendars`, in `year.html`.
    Year(YearView, Vec<CalendarView>),
    /// `month`, `list`, `days` with the same entries by day and, on pages that are not full, `calendar`, in `month.html`.
    Month(MonthView, ListView<'a>, Vec<DayView<'a>>, Option<CalendarView>),
    /// `editions` and `list` (which holds no entries), in `editions.html`.
    Editions(Vec<&'a Shared>, ListView<'a>),
    /// `edition` and, where an editor wrote an introduction, `content`, in `edition.html`.
    Edition(EditionView<'a>, Option<TextView<'a>>),
    /// `edition`, `entries`, `email`, `cut` and, where an editor wrote an introduction, `content`, in
    /// `email/edition.html` and, as plain text, `email/edition.txt`.
    Email(Box<EmailView<'a>>, Option<TextView<'a>>),
    /// `plain` and `content`, in `page.html` or the template that the page names.
    Plain(PlainView<'a>, TextView<'a>),
    /// `recent`, in `404.html`.
    NotFound(Vec<CardOf<'a>>),
    /// `redirect`, in `redirect.html`.
    Redirect(RedirectView),
    /// `search`, in `search.html`.
    Search(SearchView<'a>),
    /// A file of the search index, as it is; no template renders it.
    SearchFile(&'a str),
    /// `feeds`, in `feeds.html`.
    Feeds(FeedsView<'a>),
    /// A feed; no template renders it.
    Feed(FeedView<'a>),
    /// A file for programs; no template renders it.
    Machine(Machine<'a>),
}

/// One page of a list. Pages are numbered from the oldest entry, so that a full one never changes again.
#[derive(Serialize, schemars::JsonSchema)]
pub struct ListView<'a> {
    /// The entries, newest first.
    #[schemars(with = "Vec<super::card::Card<'a>>")]
    pub entries: Vec<CardOf<'a>>,
    /// The number of this page, 1 for the oldest entries.
    pub number: u32,
    /// Whether this is the list's own address, with the newest entries.
    pub first: bool,
    /// The address of the next newer page.
    pub newer: Option<String>,
    /// The address of the next older page.
    pub older: Option<String>,
    /// The positions of the entries in the site or, of a list of other things, theirs; for structured data, not for
    /// templates.
    #[serde(skip)]
    pub ids: Vec<EntryId>,
}

/// A topic, a source or a story.
#[derive(Serialize, schemars::JsonSchema)]
pub struct GroupView<'a> {
    /// The name.
    pub name: &'a str,
    /// The address from the host's root.
    pub url: String,
    /// How many entries it has; none on full pages of its list, which never change again.
    pub count: Option<usize>,
    /// In a preview, how many of them are not public; none where all are.
    pub held: Option<usize>,
    /// When the newest of them was published; none on full pages of its list.
    pub latest: Option<DateView>,
    /// How busy it was over time; none on full pages of its list, and where all is of one month.
    pub activity: Option<Activity>,
    /// A summary.
    pub standfirst: Option<&'a str>,
    /// The topic that it is part of.
    pub parent: Option<Link<'a>>,
    /// The topics that are part of it.
    pub children: Vec<Link<'a>>,
    /// A source's own site.
    pub homepage: Option<&'a str>,
    /// Where a source is based.
    pub country: Option<&'a str>,
    /// A word on a source.
    pub note: Option<&'a str>,
    /// What the front matter of its page has under `extra`.
    pub extra: Option<&'a Extra>,
}

/// A year of the archive.
#[derive(Serialize, schemars::JsonSchema)]
pub struct YearView {
    /// The year.
    pub year: i16,
    /// The address from the host's root.
    pub url: String,
    /// How many entries it has.
    pub count: usize,
    /// Its months that have entries, newest first.
    pub months: Vec<MonthView>,
    /// All its months, from January.
    pub calendar: Vec<MonthCell>,
}

/// A month of the archive.
#[derive(Serialize, schemars::JsonSchema)]
pub struct MonthView {
    /// 1 to 12.
    pub month: i8,
    /// The year.
    pub year: i16,
    /// `April 2017`
    pub name: String,
    /// The address from the host's root.
    pub url: String,
    /// How many entries it has; none on full pages of its list, which never change again.
    pub count: Option<usize>,
}

/// A plain page.
#[derive(Serialize, schemars::JsonSchema)]
pub struct PlainView<'a> {
    /// The title.
    pub title: &'a str,
    /// `draft` where a preview shows it before the public may see it.
    pub status: Option<&'static str>,
    /// A summary.
    pub standfirst: Option<&'a str>,
    /// What the front matter has under `extra`.
    pub extra: &'a Extra,
}

/// An entry that was withdrawn: its headline and the reason, and nothing else of it.
#[derive(Serialize, schemars::JsonSchema)]
pub struct WithdrawnView<'a> {
    /// The headline.
    pub headline: &'a str,
    /// The reason.
    pub reason: &'a str,
    /// When it had been published.
    pub date: DateView,
}

/// A page that sends the reader on from an old address.
#[derive(Serialize, schemars::JsonSchema)]
pub struct RedirectView {
    /// The new address from the host's root.
    pub url: String,
    /// The whole new address.
    pub canonical: String,
}
