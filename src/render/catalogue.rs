//! Every function, filter and test that templates may use, with its documentation: one list for the check of themes and
//! for their guide.

use std::borrow::Cow;

use super::questions;

/// A function, a filter or a test of templates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callable {
    /// The name by which templates call it.
    pub name: &'static str,
    /// What it gives or tells, in a sentence.
    pub gives: &'static str,
    /// What it takes beside the value that it is used on.
    pub takes: Cow<'static, [Takes]>,
    /// A use of it in a template.
    pub example: &'static str,
}

/// An argument of a function, a filter or a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takes {
    /// Its name.
    pub name: &'static str,
    /// Whether it has to be given.
    pub needed: bool,
    /// What it says.
    pub about: &'static str,
}

/// Every function, the questions of the whole site among them: `{{ asset(name="css/main.css") }}`.
pub fn functions() -> Vec<Callable> {
    let questions = questions::FUNCTIONS.iter().map(|question| {
        let takes = question.arguments.iter().map(|it| Takes { name: it.name, needed: false, about: it.about });
        Callable { name: question.name, gives: question.gives, takes: takes.collect(), example: question.example }
    });
    FUNCTIONS.iter().cloned().chain(questions).collect()
}

const FUNCTIONS: &[Callable] = &[
    Callable {
        name: "asset",
        gives: "the address of an asset of the theme, with its fingerprint",
        takes: Cow::Borrowed(&[needed("name", "its path in `assets/`")]),
        example: "{{ asset(name=\"css/main.css\") }}",
    },
    Callable {
        name: "image",
        gives: "a photo of the content folder with all its sizes; the path has to be written out",
        takes: Cow::Borrowed(&[needed("file", "its path from the site folder")]),
        example: "{% set bridge = image(file=\"content/bridge.jpg\") %}{{ bridge.url }}",
    },
    Callable {
        name: "integrity",
        gives: "the hash of an asset for the attribute `integrity`",
        takes: Cow::Borrowed(&[needed("name", "its path in `assets/`")]),
        example: "{{ integrity(name=\"css/main.css\") }}",
    },
    Callable {
        name: "url",
        gives: "a path of this site from the host's root, also where the site does not stand there",
        takes: Cow::Borrowed(&[needed("path", "a path from `/`; other addresses stay as they are")]),
        example: "{{ url(path=\"/favicon.svg\") }}",
    },
    Callable {
        name: "range",
        gives: "the whole numbers up to `end`, which is left out",
        takes: Cow::Borrowed(&[
            needed("end", "where it ends"),
            may("start", "where it begins; 0 by default"),
            may("step_by", "by how much each is larger; 1 by default"),
        ]),
        example: "{% for n in range(end=3) %}{{ n }}{% endfor %}",
    },
    Callable {
        name: "throw",
        gives: "nothing: it stops the build with a message",
        takes: Cow::Borrowed(&[needed("message", "the message")]),
        example: "{{ throw(message=\"this theme needs a logo\") }}",
    },
];

/// Filters: `{{ entry.headline | upper }}`.
pub const FILTERS: &[Callable] = &[
    Callable {
        name: "with",
        gives: "words of `t` with `{name}` filled in; for words with plural forms, `n` chooses the form",
        takes: Cow::Borrowed(&[may("…", "each name that the words hold")]),
        example: "{{ t.entries | with(n=list.number) }}",
    },
    Callable {
        name: "date",
        gives: "a date of a view in a pattern of strftime, in English",
        takes: Cow::Borrowed(&[may("format", "the pattern; `%Y-%m-%d` by default")]),
        example: "{{ entry.date | date(format=\"%d.%m.\") }}",
    },
    simple("absolute", "the whole address of a path from the host's root", "{{ entry.url | absolute }}"),
    simple(
        "widont",
        "words of a headline with a no-break space before a short last word and between a number and its unit; for what \
         is shown, not for titles of feeds and the like",
        "{{ entry.headline | widont }}",
    ),
    simple("json", "a value as JSON that may stand inside a script element", "{{ entry.topics | json }}"),
    Callable {
        name: "group_by",
        gives: "a map of the values by what one of their fields holds, in the order of their first members",
        takes: Cow::Borrowed(&[needed("attribute", "the field: `date.day`")]),
        example: "{% for day, entries in list.entries | group_by(attribute=\"date.day\") %}{{ day }}{% endfor %}",
    },
    simple("safe", "HTML that is not to be escaped", "{{ page.linked_data | safe }}"),
    Callable {
        name: "default",
        gives: "the value, or another one where there is none",
        takes: Cow::Borrowed(&[
            needed("value", "the other one"),
            may("boolean", "whether an empty value and `false` count as none; false by default"),
        ]),
        example: "{{ entry.kicker | default(value=\"News\") }}",
    },
    simple("upper", "text in capitals", "{{ entry.dateline | upper }}"),
    simple("lower", "text in small letters", "{{ entry.dateline | lower }}"),
    simple("capitalize", "text with its first letter a capital and the rest small", "{{ t.topics | capitalize }}"),
    simple("title", "text with the first letter of each word a capital", "{{ topic.name | title }}"),
    simple("wordcount", "the number of words", "{{ entry.headline | wordcount }}"),
    simple("escape", "text escaped for the kind of file that the template makes", "{{ entry.headline | escape }}"),
    simple("escape_html", "text escaped for HTML", "{{ t.by | escape_html }}"),
    simple("escape_xml", "text escaped for XML", "{{ entry.headline | escape_xml }}"),
    simple("newlines_to_br", "text with `<br>` for the ends of lines", "{{ entry.extra.verse | newlines_to_br }}"),
    Callable {
        name: "pluralize",
        gives: "an ending that goes with a number, in English; words of `t` with plural forms know every language",
        takes: Cow::Borrowed(&[
            may("singular", "the ending for 1; none by default"),
            may("plural", "for others; `s` by default"),
        ]),
        example: "{{ list.number | pluralize }}",
    },
    trimming("trim", "text without blanks at both ends", "{{ entry.kicker | trim }}"),
    trimming("trim_start", "text without blanks at its begin", "{{ entry.kicker | trim_start }}"),
    trimming("trim_end", "text without blanks at its end", "{{ entry.kicker | trim_end }}"),
    Callable {
        name: "replace",
        gives: "text with some words in place of others",
        takes: Cow::Borrowed(&[needed("from", "these words"), needed("to", "those instead")]),
        example: "{{ page.canonical | replace(from=\"https://\", to=\"\") }}",
    },
    Callable {
        name: "truncate",
        gives: "text cut after some signs",
        takes: Cow::Borrowed(&[needed("length", "how many signs"), may("end", "what then follows; `…` by default")]),
        example: "{{ entry.standfirst | truncate(length=80) }}",
    },
    Callable {
        name: "indent",
        gives: "text with its lines indented",
        takes: Cow::Borrowed(&[
            may("width", "by how much; 4 by default"),
            may("indentation", "the sign; a blank by default"),
            may("first", "whether the first line is indented too"),
            may("blank", "whether empty lines are"),
        ]),
        example: "{{ code | indent(width=2) }}",
    },
    Callable {
        name: "split",
        gives: "the parts of a text as a list",
        takes: Cow::Borrowed(&[needed("pat", "what stands between them")]),
        example: "{{ page.url | split(pat=\"/\") | length }}",
    },
    Callable {
        name: "join",
        gives: "texts one after the other",
        takes: Cow::Borrowed(&[may("sep", "what stands between them")]),
        example: "{{ source.agencies | join(sep=\", \") }}",
    },
    simple("str", "a value as text", "{{ year.year | str }}"),
    Callable {
        name: "int",
        gives: "a value as a whole number",
        takes: Cow::Borrowed(&[may("base", "the base in which it is written; 10 by default")]),
        example: "{{ entry.extra.rank | int }}",
    },
    simple("float", "a value as a number", "{{ entry.extra.share | float }}"),
    simple("abs", "a number without its sign", "{{ entry.extra.change | abs }}"),
    Callable {
        name: "round",
        gives: "a number rounded",
        takes: Cow::Borrowed(&[
            may("method", "`common`, `ceil` or `floor`"),
            may("precision", "how many digits stay; 0 by default"),
        ]),
        example: "{{ entry.extra.share | round(precision=1) }}",
    },
    simple("length", "how many values or signs there are", "{{ entry.topics | length }}"),
    simple("reverse", "a list or a text from its end", "{{ list.entries | reverse }}"),
    simple("first", "the first value of a list", "{{ entry.byline | first }}"),
    simple("last", "the last value of a list", "{{ entry.byline | last }}"),
    Callable {
        name: "nth",
        gives: "the value at a place of a list",
        takes: Cow::Borrowed(&[needed("n", "the place, from 0")]),
        example: "{{ entry.byline | nth(n=1) }}",
    },
    Callable {
        name: "sort",
        gives: "a list in the order of its values",
        takes: Cow::Borrowed(&[may("attribute", "the field that counts, where the values have fields")]),
        example: "{{ topics | sort(attribute=\"count\") }}",
    },
    simple("unique", "a list with each value once", "{{ entry.sources | unique }}"),
    simple("keys", "the keys of a map", "{{ data | keys }}"),
    simple("values", "the values of a map", "{{ data | values }}"),
    simple("pairs", "the keys and values of a map", "{{ data | pairs }}"),
    Callable {
        name: "get",
        gives: "the value of a key of a map",
        takes: Cow::Borrowed(&[needed("key", "the key"), may("default", "what holds where there is none")]),
        example: "{{ entry.extra | get(key=\"rank\", default=0) }}",
    },
];

/// Tests: `{% if list is defined %}`.
pub const TESTS: &[Callable] = &[
    simple("defined", "whether a variable is there", "{% if list is defined %}…{% endif %}"),
    simple("undefined", "whether a variable is not there", "{% if list is undefined %}…{% endif %}"),
    simple("none", "whether there is nothing", "{% if entry.modified is none %}…{% endif %}"),
    simple("string", "whether a value is text", "{% if entry.extra.rank is string %}…{% endif %}"),
    simple("number", "whether a value is a number", "{% if entry.extra.rank is number %}…{% endif %}"),
    simple("integer", "whether a value is a whole number", "{% if entry.extra.rank is integer %}…{% endif %}"),
    simple("float", "whether a value is a number with a fraction", "{% if entry.extra.rank is float %}…{% endif %}"),
    simple("bool", "whether a value is `true` or `false`", "{% if entry.extra.rank is bool %}…{% endif %}"),
    simple("array", "whether a value is a list", "{% if data.desks is array %}…{% endif %}"),
    simple("map", "whether a value has keys", "{% if data.desks is map %}…{% endif %}"),
    simple("iterable", "whether a value can be gone through", "{% if data.desks is iterable %}…{% endif %}"),
    simple("odd", "whether a whole number is odd", "{% if loop.index is odd %}…{% endif %}"),
    simple("even", "whether a whole number is even", "{% if loop.index is even %}…{% endif %}"),
    Callable {
        name: "divisible_by",
        gives: "whether a whole number can be divided without a rest",
        takes: Cow::Borrowed(&[needed("divisor", "by what")]),
        example: "{% if loop.index is divisible_by(divisor=3) %}…{% endif %}",
    },
    Callable {
        name: "starting_with",
        gives: "whether a text begins so",
        takes: Cow::Borrowed(&[needed("pat", "the begin")]),
        example: "{% if photo.license is starting_with(pat=\"http\") %}…{% endif %}",
    },
    Callable {
        name: "ending_with",
        gives: "whether a text ends so",
        takes: Cow::Borrowed(&[needed("pat", "the end")]),
        example: "{% if page.url is ending_with(pat=\"/\") %}…{% endif %}",
    },
    Callable {
        name: "containing",
        gives: "whether a text holds words, a list a value or a map a key",
        takes: Cow::Borrowed(&[needed("pat", "the words, the value or the key")]),
        example: "{% if entry.headline is containing(pat=\"live\") %}…{% endif %}",
    },
];

const fn simple(name: &'static str, gives: &'static str, example: &'static str) -> Callable {
    Callable { name, gives, takes: Cow::Borrowed(&[]), example }
}

const fn trimming(name: &'static str, gives: &'static str, example: &'static str) -> Callable {
    const PATTERN: &[Takes] = &[may("pat", "what is cut off instead of blanks")];
    Callable { name, gives, takes: Cow::Borrowed(PATTERN), example }
}

const fn needed(name: &'static str, about: &'static str) -> Takes {
    Takes { name, needed: true, about }
}

const fn may(name: &'static str, about: &'static str) -> Takes {
    Takes { name, needed: false, about }
}
