//! News agencies by the names that bylines, closing lines and credits give them.

use super::words::folded;

/// Each agency as a credit names it, with its other names: in lower case, words without signs.
const AGENCIES: &[(&str, &[&str])] = &[
    (
        "AP",
        &[
            "ap",
            "associated press",
            "the associated press",
            "ap photo",
            "ap images",
            "ап",
            "ассошиэйтед пресс",
            "أسوشيتد برس",
            "أ ب",
            "ap通信",
            "美联社",
        ],
    ),
    (
        "AFP",
        &[
            "afp",
            "agence france presse",
            "afp forum",
            "afp photo",
            "афп",
            "أ ف ب",
            "وكالة الصحافة الفرنسية",
            "فرانس برس",
            "एएफपी",
            "afp通信",
            "法新社",
        ],
    ),
    (
        "Reuters",
        &[
            "reuters",
            "thomson reuters",
            "reuters photo",
            "рейтер",
            "رويترز",
            "रॉयटर्स",
            "ロイター",
            "ロイター通信",
            "路透社",
            "로이터",
        ],
    ),
    ("dpa", &["dpa", "deutsche presse agentur", "picture alliance dpa", "د ب أ"]),
    ("epd", &["epd", "evangelischer pressedienst"]),
    ("KNA", &["kna", "katholische nachrichten agentur"]),
    ("APA", &["apa", "austria presse agentur"]),
    ("Keystone-SDA", &["keystone sda", "sda", "keystone ats", "ats", "keystone"]),
    ("EFE", &["efe", "agencia efe"]),
    ("Europa Press", &["europa press"]),
    ("ANSA", &["ansa", "agenzia ansa"]),
    ("Adnkronos", &["adnkronos"]),
    ("Lusa", &["lusa", "agencia lusa", "agência lusa"]),
    ("Belga", &["belga"]),
    ("ANP", &["anp"]),
    ("NTB", &["ntb", "ntb scanpix"]),
    ("TT", &["tt", "tt nyhetsbyrån"]),
    ("Ritzau", &["ritzau"]),
    ("STT", &["stt", "stt lehtikuva"]),
    ("PAP", &["pap", "polska agencja prasowa"]),
    ("ČTK", &["čtk", "ctk"]),
    ("MTI", &["mti"]),
    ("Agerpres", &["agerpres"]),
    ("Tanjug", &["tanjug"]),
    ("Ukrinform", &["ukrinform"]),
    ("Interfax", &["interfax", "интерфакс"]),
    ("TASS", &["tass", "itar tass", "тасс"]),
    ("RIA Novosti", &["ria novosti", "риа новости"]),
    ("Anadolu", &["anadolu", "anadolu agency", "anadolu ajansı", "anadolu images", "aa"]),
    ("Xinhua", &["xinhua", "xinhua news agency", "新华社", "新华网"]),
    ("Kyodo", &["kyodo", "kyodo news", "共同通信", "共同"]),
    ("Jiji", &["jiji", "jiji press", "時事通信", "時事"]),
    ("Yonhap", &["yonhap", "yonhap news agency", "연합뉴스"]),
    ("CNA", &["central news agency"]),
    ("PTI", &["pti", "press trust of india", "पीटीआई"]),
    ("ANI", &["asian news international"]),
    ("IRNA", &["irna"]),
    ("SANA", &["sana"]),
    ("WAFA", &["wafa"]),
    ("SPA", &["saudi press agency"]),
    ("MENA", &["middle east news agency"]),
    ("PA", &["pa media", "press association", "the press association"]),
    ("AAP", &["aap", "australian associated press"]),
    ("The Canadian Press", &["the canadian press", "canadian press", "la presse canadienne"]),
    ("Bloomberg", &["bloomberg", "bloomberg news"]),
    ("UPI", &["upi", "united press international"]),
    ("Getty Images", &["getty images", "getty", "gettyimages"]),
    ("Sputnik", &["sputnik"]),
];

/// Names that are words of everyday language too: only capitals make them an agency.
const CAPITALS: &[&str] = &["ap", "aa", "apa", "ats", "pap", "sana", "tt", "anp", "sda", "mti"];

/// The agency that a name is.
pub(super) fn named(name: &str) -> Option<&'static str> {
    let folded = folded(name).join(" ");
    let (agency, _) = AGENCIES.iter().find(|(_, names)| names.contains(&folded.as_str()))?;
    let shouted = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    (!CAPITALS.contains(&folded.as_str()) || shouted).then_some(*agency)
}

/// The agencies that a credit or a closing line names: `FRANCE 24 with AP, AFP`, `A. Photographer / AFP via Getty Images`.
pub(super) fn all(line: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for part in parts(line) {
        let agency = named(part).filter(|agency| !found.contains(agency));
        found.extend(agency);
    }
    found
}

/// Whether a line names an agency and nothing else that is not one.
pub(super) fn is_only(line: &str) -> bool {
    let mut parts = parts(line).peekable();
    parts.peek().is_some() && parts.all(|part| named(part).is_some())
}

/// What stands between the signs and words that join names.
pub(super) fn parts(line: &str) -> impl Iterator<Item = &str> {
    let joints = [" with ", " and ", " via ", " avec ", " et ", " mit ", " und ", " con ", " y ", " e ", " مع ", " и "];
    line.split([
        ',', '،', '、', '，', '／', '（', '）', '/', ';', '|', '(', ')', '&', '©', '+', '•', '·', '[', ']', ':', '–',
        '—',
    ])
    .flat_map(move |part| split_words(part, &joints))
    .map(|part| part.trim().trim_end_matches('.'))
    .filter(|part| part.chars().any(char::is_alphanumeric))
}

fn split_words<'t>(text: &'t str, joints: &[&str]) -> Vec<&'t str> {
    let mut parts = vec![text];
    for joint in joints {
        parts = parts.into_iter().flat_map(|part| part.split(joint)).collect();
    }
    parts.into_iter().map(without_joint).collect()
}

/// `avec AFP`: the part without the word before it.
fn without_joint(part: &str) -> &str {
    let joints = ["with ", "avec ", "mit ", "con "];
    let joint =
        joints.iter().find(|joint| part.get(..joint.len()).is_some_and(|head| head.eq_ignore_ascii_case(joint)));
    joint.map_or(part, |joint| &part[joint.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_are_found_in_credits() {
        assert_eq!(all("FRANCE 24 with AP and AFP"), ["AP", "AFP"]);
        assert_eq!(all("Alexander Nemenov / AFP via Getty Images"), ["AFP", "Getty Images"]);
        assert_eq!(all("with the Associated Press, dpa"), ["AP", "dpa"]);
        assert_eq!(all("© 2017 A. Person"), [""; 0]);
        assert_eq!(all("A tap, an apa, a sana"), [""; 0]);
        assert_eq!(all("فرانس 24 مع أ ف ب، رويترز"), ["AFP", "Reuters"]);
        assert!(
            is_only("Avec AFP et Reuters")
                && is_only("Reuters")
                && is_only("dpa/AFP")
                && !is_only("FRANCE 24 with AP")
                && !is_only("")
        );
    }
}
