//! Actions: what the strategy promises, and what has been reported about it.

use std::fmt;

use jiff::civil::{Date, date};

use super::Inline;
use crate::span::{FileId, Span};

/// Something that the strategy promises to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action<L> {
    /// Name that the author gave it: its anchor, unique in the strategy.
    pub name: Box<str>,
    /// Number of the action, from 1 through the whole document; set by `resolve`, none for an action that was removed.
    pub number: Option<u32>,
    /// What will be done.
    pub what: Vec<Inline<L>>,
    /// Who is responsible.
    pub owner: Option<String>,
    /// When it is due.
    pub due: Option<Period>,
    /// What is counted.
    pub measure: Option<String>,
    /// The figure that it starts from, with its date if the author gives one.
    pub baseline: Option<String>,
    /// The figure to reach.
    pub target: Option<String>,
    /// What it costs.
    pub money: Option<String>,
}

/// A day, or a longer time that is named as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// A day.
    Day(Date),
    /// A month: year, and month from 1.
    Month(i16, i8),
    /// A quarter of a calendar year: year, and quarter from 1.
    Quarter(i16, i8),
    /// A calendar year.
    Year(i16),
    /// A financial year, April to March, by the year that it starts in.
    FinancialYear(i16),
    /// A season of three months, by the year that it starts in.
    Season(i16, Season),
}

/// Seasons of the northern half of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to February.
    Winter,
}

impl Season {
    /// Every season, from spring.
    pub const ALL: [Self; 4] = [Self::Spring, Self::Summer, Self::Autumn, Self::Winter];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Spring => "spring",
            Self::Summer => "summer",
            Self::Autumn => "autumn",
            Self::Winter => "winter",
        }
    }

    fn first_month(self) -> i8 {
        self as i8 * 3 + 3
    }
}

impl Period {
    /// Forms that [`Period::parse`] understands, for messages.
    pub const FORMS: &str = "`2027-03-31`, `2027-03`, `2027-Q1`, `spring 2027`, `2027` or `2026/27`";

    /// Parses `2027-03-31`, `2027-03`, `2027-Q1`, `spring 2027`, `2027` or `2026/27`; upper and lower case are the same.
    ///
    /// ```
    /// use greenpaper::model::Period;
    ///
    /// assert_eq!(Period::parse("2027-q1"), Some(Period::Quarter(2027, 1)));
    /// assert_eq!(Period::parse("2026/27").map(|year| year.last_day().to_string()).as_deref(), Some("2027-03-31"));
    /// assert_eq!(Period::parse("2027-13"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = |digits: &str, length: usize| {
            (digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse::<i16>().ok()).flatten()
        };
        if let Some((start, end)) = text.split_once('/') {
            let start = number(start, 4)?;
            return (number(end, 2)? == (start + 1) % 100).then_some(Self::FinancialYear(start));
        }
        let season = |name: &str| Season::ALL.into_iter().find(|season| season.name().eq_ignore_ascii_case(name.trim()));
        if let Some((name, year)) = text.split_once(' ') {
            return Some(Self::Season(number(year.trim(), 4)?, season(name)?));
        }
        let Some((year, rest)) = text.split_once('-') else { return number(text, 4).map(Self::Year) };
        let year = number(year, 4)?;
        if let Some(season) = season(rest) {
            return Some(Self::Season(year, season));
        }
        if let Some(quarter) = rest.strip_prefix(['Q', 'q']) {
            return number(quarter, 1).filter(|quarter| (1..=4).contains(quarter)).map(|quarter| Self::Quarter(year, quarter as i8));
        }
        let Some((month, day)) = rest.split_once('-') else {
            return number(rest, 2).filter(|month| (1..=12).contains(month)).map(|month| Self::Month(year, month as i8));
        };
        Date::new(year, number(month, 2)? as i8, number(day, 2)? as i8).ok().map(Self::Day)
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(year, month) => date(year, month, 1),
            Self::Quarter(year, quarter) => date(year, quarter * 3 - 2, 1),
            Self::Year(year) => date(year, 1, 1),
            Self::FinancialYear(year) => date(year, 4, 1),
            Self::Season(year, season) => date(year, season.first_month(), 1),
        }
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(..) => self.first_day().last_of_month(),
            Self::Quarter(year, quarter) => date(year, quarter * 3, 1).last_of_month(),
            Self::Year(year) => date(year, 12, 31),
            Self::FinancialYear(year) => date(year + 1, 3, 31),
            Self::Season(year, Season::Winter) => date(year + 1, 2, 1).last_of_month(),
            Self::Season(year, season) => date(year, season.first_month() + 2, 1).last_of_month(),
        }
    }
}

impl fmt::Display for Period {
    /// The form that [`Period::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::FinancialYear(year) => write!(f, "{year:04}/{:02}", (year + 1) % 100),
            Self::Season(year, season) => write!(f, "{year:04}-{}", season.name()),
        }
    }
}

/// A period, or the time from one to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    /// When it is, or when it begins.
    pub first: Period,
    /// When it ends, if that is another period.
    pub last: Option<Period>,
}

impl Time {
    /// Parses a period, or two with `to` between them: `2025 to 2028`. The second may not end before the first.
    ///
    /// ```
    /// use greenpaper::model::Time;
    ///
    /// assert_eq!(Time::parse("spring 2027 to 2028").map(|time| time.to_string()).as_deref(), Some("2027-spring to 2028"));
    /// assert_eq!(Time::parse("2028 to 2027"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(" to ").or_else(|| text.split_once('\u{2013}')) {
            None => Some(Self { first: Period::parse(text.trim())?, last: None }),
            Some((first, last)) => {
                let (first, last) = (Period::parse(first.trim())?, Period::parse(last.trim())?);
                (first.last_day() < last.last_day()).then_some(Self { first, last: Some(last) })
            }
        }
    }
}

impl fmt::Display for Time {
    /// The form that [`Time::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.last {
            None => self.first.fmt(f),
            Some(last) => write!(f, "{} to {last}", self.first),
        }
    }
}

/// A report on actions: a file of `progress/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgressReport<L> {
    /// The time that it reports on.
    pub period: Period,
    /// Its file.
    pub file: FileId,
    /// What it says, in the order of the file.
    pub entries: Vec<ProgressEntry<L>>,
}

/// What a report says about an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgressEntry<L> {
    /// Name of the action.
    pub action: String,
    /// The name in the source.
    pub span: Span,
    /// How far the action has come.
    pub status: ActionStatus,
    /// What happened.
    pub what: Vec<Inline<L>>,
    /// Web address of the evidence.
    pub evidence: Option<String>,
    /// The measured figure.
    pub value: Option<String>,
}

/// How far an action has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionStatus {
    /// It will not be done.
    Dropped,
    /// It will be done later than promised.
    Late,
    /// It has not been started.
    NotStarted,
    /// It is under way and will be done in time.
    OnTrack,
    /// It has been done.
    Done,
}

impl ActionStatus {
    /// All of them: what readers must not miss comes first.
    pub const ALL: [Self; 5] = [Self::Dropped, Self::Late, Self::NotStarted, Self::OnTrack, Self::Done];

    /// Its name in progress files: `on track`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dropped => "dropped",
            Self::Late => "late",
            Self::NotStarted => "not started",
            Self::OnTrack => "on track",
            Self::Done => "done",
        }
    }
}

/// A promise that a newer version made weaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Softening {
    /// Name of the action, in the newer version if that has it.
    pub action: Box<str>,
    /// What will be done, in plain words.
    pub what: String,
    /// How it became weaker; at least one way.
    pub how: Vec<Weaker>,
}

/// How a promise became weaker. Older values come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weaker {
    /// The newer version does not have the action.
    Dropped,
    /// It is due later.
    Later(Period, Period),
    /// It is no longer due at any time.
    NoDate(Period),
    /// Its target is less ambitious.
    Target(String, String),
    /// It has no target any more.
    NoTarget(String),
    /// Nobody is responsible any more.
    NoOwner(String),
    /// Its words commit to less.
    Words(String, String),
}

impl Weaker {
    /// The name of this way, and the older and the newer value; `period` says a time in words.
    #[must_use]
    pub fn parts(&self, period: impl Fn(Period) -> String) -> (&'static str, String, String) {
        match self {
            Self::Dropped => ("dropped", String::new(), String::new()),
            Self::Later(was, now) => ("later", period(*was), period(*now)),
            Self::NoDate(was) => ("no_date", period(*was), String::new()),
            Self::Target(was, now) => ("target", was.clone(), now.clone()),
            Self::NoTarget(was) => ("no_target", was.clone(), String::new()),
            Self::NoOwner(was) => ("no_owner", was.clone(), String::new()),
            Self::Words(was, now) => ("words", was.clone(), now.clone()),
        }
    }
}
