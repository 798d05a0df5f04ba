//! Moments in the site's time zone: reading what editors write, and writing it for machines. The interface to jiff.

use jiff::civil;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment as the site shows it: an instant in the site's time zone, and whether the editor gave the day alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    zoned: Zoned,
    day_only: bool,
}

impl Moment {
    /// The instant on the time line.
    pub fn instant(&self) -> Timestamp {
        self.zoned.timestamp()
    }

    /// The day in the site's time zone.
    pub fn day(&self) -> civil::Date {
        self.zoned.date()
    }

    /// The date and time in the site's time zone.
    pub fn civil(&self) -> civil::DateTime {
        self.zoned.datetime()
    }

    /// Whether the editor gave a day without a time (it then stands for its first moment).
    pub fn day_only(&self) -> bool {
        self.day_only
    }

    /// RFC 3339 with the zone's offset, whole seconds: `2017-04-12T21:30:00+02:00`.
    pub fn rfc3339(&self) -> String {
        self.plain_rfc3339().unwrap_or_else(|| self.zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }

    /// The same for years of four digits and offsets of whole minutes, sign by sign: every page asks for it several times.
    fn plain_rfc3339(&self) -> Option<String> {
        let (time, offset) = (self.civil(), self.zoned.offset().seconds());
        let year = u16::try_from(time.year()).ok().filter(|_| offset % 60 == 0)?;
        let mut text = String::with_capacity("2017-04-12T21:30:00+02:00".len());
        let mut push = |sign: char, number: u16| {
            text.extend((sign != ' ').then_some(sign));
            text.extend([number / 10 % 10, number % 10].map(|digit| char::from(b'0' + digit as u8)));
        };
        push(' ', year / 100);
        push(' ', year % 100);
        let small = |number: i8| u16::from(number.unsigned_abs());
        push('-', small(time.month()));
        push('-', small(time.day()));
        push('T', small(time.hour()));
        push(':', small(time.minute()));
        push(':', small(time.second()));
        let minutes = u16::try_from(offset.unsigned_abs() / 60).ok()?;
        push(if offset < 0 { '-' } else { '+' }, minutes / 60);
        push(':', minutes % 60);
        Some(text)
    }

    /// RFC 822 with four digits of the year, as RSS 2.0 wants it: `Wed, 12 Apr 2017 21:30:00 +0200`.
    pub fn rfc822(&self) -> String {
        self.zoned.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
    }

    /// An instant shown in a zone.
    pub fn from_instant(instant: Timestamp, zone: &TimeZone) -> Self {
        Self { zoned: instant.to_zoned(zone.clone()), day_only: false }
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.instant().cmp(&other.instant()).then(self.day_only.cmp(&other.day_only))
    }
}

/// As RFC 3339, with the day alone where that is what the editor gave; in formats that nobody reads, with its zone.
impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return Kept::of(self).serialize(serializer);
        }
        if self.day_only { serializer.collect_str(&self.day()) } else { serializer.serialize_str(&self.rfc3339()) }
    }
}

/// Reads what [`Serialize`] wrote; text without an offset is taken as UTC.
impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Kept::deserialize(deserializer)?.read().ok_or_else(|| D::Error::custom("no such moment"));
        }
        WrittenDate::deserialize(deserializer)?.resolve(&TimeZone::UTC).map_err(D::Error::custom)
    }
}

/// A moment as one build keeps it for the next. What the zone's clocks showed then is kept too: should their rules have
/// been changed since, the moment has to be reckoned anew.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    second: i64,
    nanosecond: i32,
    offset: i32,
    #[serde(borrow)]
    zone: Option<&'a str>,
    day_only: bool,
}

impl<'a> Kept<'a> {
    fn of(moment: &'a Moment) -> Self {
        let (instant, offset) = (moment.instant(), moment.zoned.offset().seconds());
        let zone = moment.zoned.time_zone().iana_name();
        let (second, nanosecond) = (instant.as_second(), instant.subsec_nanosecond());
        Self { second, nanosecond, offset, zone, day_only: moment.day_only }
    }

    fn read(&self) -> Option<Moment> {
        let zoned = Timestamp::new(self.second, self.nanosecond).ok()?.to_zoned(zone(self.zone?).ok()?);
        (zoned.offset().seconds() == self.offset).then_some(Moment { zoned, day_only: self.day_only })
    }
}

/// A date as an editor wrote it, before the site's time zone says which moment it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrittenDate {
    /// `2017-04-12`
    Day(civil::Date),
    /// `2017-04-12T21:30` or `2017-04-12 21:30:00`
    Local(civil::DateTime),
    /// `2017-04-12T21:30:00+02:00`, `…Z`, `2017-04-12 21:30:00 +0200`
    Instant(Timestamp),
}

impl WrittenDate {
    /// Reads a date or date-time.
    ///
    /// # Errors
    ///
    /// Says in an editor's words what a date looks like when `text` is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        // A day first, as the most written and the cheapest; then the order matters, as jiff's civil types accept an
        // offset and drop it.
        if text.len() <= 10 {
            if let Ok(date) = text.parse::<civil::Date>() {
                return Ok(Self::Day(date));
            }
        } else if has_offset(text) {
            if let Some(instant) = instant(text) {
                return Ok(Self::Instant(instant));
            }
        } else if let Ok(time) = text.parse::<civil::DateTime>() {
            return Ok(Self::Local(time));
        }
        Err(format!("`{text}` is not a date: write `2017-04-12`, `2017-04-12T21:30` or `2017-04-12T21:30:00+02:00`"))
    }

    /// The moment that it is in a time zone; a time that a clock change skips or repeats is read as the earlier offset.
    ///
    /// # Errors
    ///
    /// When the moment is outside the years that can be reckoned with.
    pub fn resolve(&self, zone: &TimeZone) -> Result<Moment, String> {
        let zoned = match self {
            Self::Day(day) => day.to_zoned(zone.clone()),
            Self::Local(time) => time.to_zoned(zone.clone()),
            Self::Instant(instant) => Ok(instant.to_zoned(zone.clone())),
        };
        let zoned = zoned.map_err(|error| error.to_string())?;
        Ok(Moment { zoned, day_only: matches!(self, Self::Day(_)) })
    }
}

/// Whether a zone's name in brackets, a `Z` or a signed offset follows the time (the day's own hyphens stand before it).
fn has_offset(text: &str) -> bool {
    text.ends_with([']', 'Z', 'z']) || text.get(10..).is_some_and(|rest| rest.contains(['+', '-']))
}

/// Reads a time with its offset: `…Z`, `…+02:00`, `… +0200`, `…+09:00[Asia/Tokyo]`.
fn instant(text: &str) -> Option<Timestamp> {
    if text.ends_with(']') {
        return text.parse::<Zoned>().ok().map(|zoned| zoned.timestamp());
    }
    let forms = ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M %z", "%Y-%m-%dT%H:%M:%S %z"];
    let spaced = || forms.iter().find_map(|form| Zoned::strptime(form, text).ok());
    text.parse::<Timestamp>().ok().or_else(|| spaced().map(|zoned| zoned.timestamp()))
}

impl<'de> Deserialize<'de> for WrittenDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The zone of an IANA name.
///
/// # Errors
///
/// When there is no such zone.
pub fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| format!("`{name}` is not a time zone: write an IANA name such as `Europe/Paris`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_without_offset_is_in_the_sites_zone() {
        let paris = zone("Europe/Paris").unwrap();
        let read = |text: &str| WrittenDate::parse(text).unwrap().resolve(&paris).unwrap();
        assert_eq!(read("2017-04-12T21:30").rfc3339(), "2017-04-12T21:30:00+02:00");
        assert_eq!(read("2017-04-12 21:30:00 +0000").rfc3339(), "2017-04-12T23:30:00+02:00");
        assert_eq!(read("2017-01-12T21:30:00Z").rfc3339(), "2017-01-12T22:30:00+01:00");
        assert_eq!(read("2017-04-12T21:30:00-0500").rfc3339(), "2017-04-13T04:30:00+02:00");
        assert_eq!(read("2017-04-12 21:30 +0000").rfc3339(), "2017-04-12T23:30:00+02:00");
        assert_eq!(read("2017-04-12T21:30Z").rfc3339(), "2017-04-12T23:30:00+02:00");
        assert_eq!(read("2017-04-12T21:30:00+09:00[Asia/Tokyo]").rfc3339(), "2017-04-12T14:30:00+02:00");
        assert!(read("2017-04-12").day_only());
    }

    #[test]
    fn rfc_3339_is_written_as_the_library_writes_it() {
        for name in ["UTC", "Europe/Paris", "America/St_Johns", "Asia/Kathmandu", "Africa/Monrovia"] {
            let zone = zone(name).unwrap();
            for second in (-70_000_000_000_i64..70_000_000_000).step_by(987_654_321) {
                let moment = Moment::from_instant(Timestamp::from_second(second).unwrap(), &zone);
                assert_eq!(moment.rfc3339(), moment.zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
            }
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "yesterday",
            "2017-04-12T21:30:00+99:00x",
            "2017-04-12T21:30:00 CET",
            "2017-13-40",
            "12/04/2017",
            "2017-04-12T25:00",
        ] {
            assert!(WrittenDate::parse(text).is_err(), "{text}");
        }
    }
}
