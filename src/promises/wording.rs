//! Words of an English promise that commit to less than those before.

use crate::text::words;

/// Verbs and phrases that commit to less than doing it. They count where the promise itself takes them: after "will", its subject or "and".
const HEDGES: &[&str] = &[
    "aim to",
    "aims to",
    "aspire to",
    "seek to",
    "seeks to",
    "try to",
    "hope to",
    "hopes to",
    "intend to",
    "intends to",
    "plan to",
    "plans to",
    "expect to",
    "expects to",
    "want to",
    "wants to",
    "work towards",
    "working towards",
    "endeavour to",
    "would like to",
    "start to",
    "begin to",
    "explore",
    "consider",
    "look at",
    "look into",
    "investigate",
    "encourage",
    "promote",
    "support",
    "help",
    "pilot",
    "trial",
];

/// Verbs that leave it open whether something is done.
const OPEN: &[&str] = &["may", "might", "could", "should", "would", "can"];

/// Verbs that promise.
const FIRM: &[&str] = &["will", "must", "shall", "ll"];

/// What limits a promise wherever in it these words are.
const LIMITS: &[&str] = &[
    "where possible",
    "if possible",
    "where appropriate",
    "as appropriate",
    "where practicable",
    "where needed",
    "when needed",
    "where feasible",
    "subject to",
    "as far as",
    "in principle",
    "in due course",
    "over time",
    "depending on",
    "funding permitting",
    "resources permitting",
    "resources allow",
    "funding allows",
    "funds allow",
    "if funding",
    "working days",
    "pilot areas",
    "selected",
    "priority",
    "targeted",
    "eligible",
];

/// Words that promise for the whole of something. Those before a time, as in "every year", say how often.
const WHOLE: &[&str] = &["all", "every", "each", "always", "everyone", "everybody", "everywhere", "everything", "any", "both", "whole"];
const TIMES: &[&str] = &[
    "year", "years", "month", "months", "week", "weeks", "day", "days", "quarter", "quarters", "spring", "summer", "autumn", "winter", "time", "term",
];

/// Words that promise no less than a figure.
const FLOORS: &[&str] = &["at least", "no fewer than", "no less than", "more than", "minimum"];

/// Verbs that promise an outcome, and verbs that only promise a direction.
const OUTCOMES: &[&str] = &["end", "eliminate", "guarantee", "ensure", "double", "triple", "halve", "abolish"];
const DIRECTIONS: &[&str] = &["reduce", "improve", "increase", "support", "promote", "help", "address", "tackle", "raise", "cut"];

/// How often, from the most often: each with the words for it.
const FREQUENCIES: &[&[&str]] = &[
    &["daily", "every day", "each day", "once a day"],
    &["weekly", "every week", "each week", "once a week"],
    &["monthly", "every month", "each month", "once a month"],
    &["quarterly", "every quarter", "each quarter", "once a quarter", "termly"],
    &["yearly", "annually", "every year", "each year", "once a year", "annual"],
];

const MONTHS: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// The words of a text: in lower case, and as written.
struct Words<'t> {
    lower: Vec<String>,
    written: Vec<&'t str>,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Self {
        // "We'll" is two words.
        let written: Vec<&str> = words::words(text).flat_map(|word| word.split(['\'', '\u{2019}'])).filter(|word| !word.is_empty()).collect();
        Self { lower: written.iter().map(|word| word.to_lowercase()).collect(), written }
    }

    /// Where `phrase` begins. "May" with a capital is the month, unless it begins the text.
    fn places(&self, phrase: &str) -> impl Iterator<Item = usize> {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        let is_month = |at: usize| at > 0 && self.written[at] == "May";
        let starts =
            self.lower.windows(phrase.len()).enumerate().filter(|(_, window)| window.iter().zip(&phrase).all(|(word, wanted)| word == wanted));
        starts.map(|(at, _)| at).filter(|at| !is_month(*at)).collect::<Vec<_>>().into_iter()
    }

    fn has(&self, phrase: &str) -> bool {
        self.places(phrase).next().is_some()
    }

    fn has_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.has(phrase))
    }

    fn count(&self, of: &[&str]) -> usize {
        of.iter().map(|word| self.places(word).count()).sum()
    }

    /// How many words promise for the whole of something.
    fn wholes(&self) -> usize {
        let is_time = |at: usize| self.lower.get(at + 1).is_some_and(|next| TIMES.contains(&next.as_str()));
        WHOLE.iter().map(|word| self.places(word).filter(|at| !is_time(*at)).count()).sum()
    }

    /// How often the promise takes a hedge as its own verb. After "and", it must be a verb of `other` that is hedged: what is added is another promise.
    fn hedges(&self, other: &Self) -> usize {
        let is_own = |at: usize, length: usize| {
            let before = self.lower[..at].iter().rev().find(|word| !word.ends_with("ly") && *word != "also");
            before.is_none_or(|word| match word.as_str() {
                "and" | "then" | "or" => {
                    let begins_alike = |word: &String, next: &String| word.get(..3).is_some_and(|start| next.starts_with(start));
                    self.lower
                        .get(at + length)
                        .is_some_and(|next| other.places(word).any(|at| other.lower.get(at + 1).is_some_and(|verb| begins_alike(verb, next))))
                }
                word => word == "we" || FIRM.contains(&word),
            })
        };
        let count = |hedge: &str| self.places(hedge).filter(|at| is_own(*at, hedge.split(' ').count())).count();
        HEDGES.iter().map(|hedge| count(hedge)).sum()
    }

    /// The place in `FREQUENCIES` of what is done most often.
    fn frequency(&self) -> Option<usize> {
        FREQUENCIES.iter().position(|phrases| self.has_any(phrases))
    }

    /// The last month that is named with a year: year and month.
    fn month(&self) -> Option<(u16, usize)> {
        let pairs = self.written.iter().zip(self.written.iter().skip(1));
        pairs.filter_map(|(month, year)| Some((year.parse().ok()?, MONTHS.iter().position(|name| name == month)?))).max()
    }
}

/// Whether `after` promises less than `before`, by its words; figures are compared elsewhere.
pub(super) fn is_weaker(before: &str, after: &str) -> bool {
    let (was, now) = (Words::of(before), Words::of(after));
    let gained = |phrases: &[&str]| phrases.iter().any(|phrase| now.has(phrase) && !was.has(phrase));
    let lost = |phrases: &[&str]| phrases.iter().any(|phrase| was.has(phrase) && !now.has(phrase));
    let is_less_firm = now.count(FIRM) < was.count(FIRM) && (gained(OPEN) || gained(HEDGES));
    let is_less_often = match (was.frequency(), now.frequency()) {
        (Some(was), Some(now)) => now > was,
        _ => false,
    };
    let is_later = was.month().zip(now.month()).is_some_and(|(was, now)| now > was);
    let is_up_to = |words: &Words<'_>| {
        words.places("up to").any(|at| words.lower.get(at + 2).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())))
    };
    is_less_firm
        || now.hedges(&was) > was.hedges(&now)
        || gained(LIMITS)
        || is_up_to(&now) && !is_up_to(&was)
        || now.wholes() < was.wholes()
        || lost(FLOORS) && !now.has_any(FLOORS)
        || lost(OUTCOMES) && gained(DIRECTIONS)
        || is_less_often
        || is_later
        || loses_a_part(&was, &now)
}

/// Whether all that changed is that one thing of several is gone: "tenants and owners", now "tenants".
fn loses_a_part(was: &Words<'_>, now: &Words<'_>) -> bool {
    let (was, now) = (&was.lower, &now.lower);
    let start = was.iter().zip(now).take_while(|(was, now)| was == now).count();
    let end = was.iter().rev().zip(now.iter().rev()).take_while(|(was, now)| was == now).count().min(now.len() - start);
    let gone = &was[start..(was.len() - end).max(start)];
    let joins = |word: Option<&String>| word.is_some_and(|word| word == "and" || word == "or");
    start + end == now.len() && gone.len() > 1 && (joins(gone.first()) || joins(gone.last()))
}
