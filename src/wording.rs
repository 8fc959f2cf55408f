//! What changed, in sentences: the same words for the command, the pages, the printed redline and the feed.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::model::{
    Block, BlockKind, BlockLabel, BlockNumber, ChangeSummary, Document, FigureChange, FigureValue, How, Inline, Link, Mark, NumberedKind, PageId,
    Period, Place, SettingChange, SettingValue, SummaryPart, Target, Text, TextSummary, Thing, Time, Walk, plain_text,
};
use crate::span::Span;
use crate::theme::Strings;

/// "Table 3", in the words of the language.
#[must_use]
pub fn number(number: &BlockNumber, strings: &Strings) -> String {
    strings.fill(&format!("{}_number", number.kind.name()), &[("number", &number.number)])
}

/// "Chapter 4", "Section 6.1" or, for a letter, "Annex A".
#[must_use]
pub fn chapter(number: &str, is_section: bool, strings: &Strings) -> String {
    let key = match (is_section, is_annex(number)) {
        (true, _) => "section_number",
        (false, true) => "annex_number",
        (false, false) => "chapter_number",
    };
    strings.fill(key, &[("number", number)])
}

/// The number of a chapter before its title: "4", or "Annex A".
#[must_use]
pub fn before_title(number: &str, strings: &Strings) -> String {
    if is_annex(number) { chapter(number, false, strings) } else { number.to_owned() }
}

/// A period in words: "Spring 2027", "January to March 2027".
#[must_use]
pub fn period(period: Period, strings: &Strings) -> String {
    match period {
        Period::Season(year, season) => strings.fill(&format!("season_{}", season.name()), &[("year", &year.to_string())]),
        Period::Day(_) | Period::Month(..) | Period::Quarter(..) | Period::Year(_) | Period::FinancialYear(_) => {
            strings.days(period.first_day(), period.last_day())
        }
    }
}

/// A time in words: "2025 to 2028".
#[must_use]
pub fn time(time: Time, strings: &Strings) -> String {
    let first = period(time.first, strings);
    match time.last {
        None => first,
        Some(last) => strings.fill("from_to", &[("from", &first), ("to", &period(last, strings))]),
    }
}

/// Whether the number of a chapter makes it an annex: a letter, or one with a figure, such as `A` and `B1`.
#[must_use]
pub fn is_annex(number: &str) -> bool {
    number.starts_with(|c: char| c.is_alphabetic()) && number.chars().filter(|c| c.is_alphabetic()).count() == 1
}

/// "Table 3:", before a caption.
#[must_use]
pub fn caption_number(label: Option<&BlockLabel>, strings: &Strings) -> Option<String> {
    let number = self::number(label?.number.as_ref()?, strings);
    Some(strings.fill("numbered_caption", &[("number", &number)]))
}

/// The words of a link to a numbered block, if the author left them out or wrote the kind alone: "Table".
#[must_use]
pub fn reference(link: &Link<Target>, strings: &Strings) -> Option<String> {
    let Target::Place(place) = &link.target else { return None };
    let number = place.number.as_deref()?;
    let kind = strings.fill(&format!("{}_number", number.kind.name()), &[("number", "")]);
    let words = plain_text(&link.content);
    (words.trim().is_empty() || words.trim().eq_ignore_ascii_case(kind.trim())).then(|| self::number(number, strings))
}

/// All numbered blocks of a kind, in reading order: a link to each, with its number and its caption.
#[must_use]
pub fn list_of(kind: NumberedKind, document: &Document, strings: &Strings) -> Vec<Vec<Inline<Target>>> {
    struct Entries<'s> {
        kind: NumberedKind,
        page: PageId,
        strings: &'s Strings,
        lines: Vec<Vec<Inline<Target>>>,
    }
    impl Entries<'_> {
        fn add(&mut self, anchor: &str, number: BlockNumber, caption: &str, span: Span) {
            let words = format!("{} {caption}", self.strings.fill("numbered_caption", &[("number", &self::number(&number, self.strings))]));
            let target = Target::Place(Place::new(self.page, Some(anchor.into())));
            let content = vec![Inline::Text(Text { text: words.trim().into(), span })];
            self.lines.push(vec![Inline::Link(Box::new(Link { target, content, span }))]);
        }
    }
    impl Walk<Target> for Entries<'_> {
        fn block(&mut self, block: &Block<Target>) {
            if let BlockKind::Action(action) = &block.kind
                && let Some(number) = action.number.filter(|_| self.kind == NumberedKind::Action)
            {
                let number = BlockNumber { kind: self.kind, number: number.to_string().into() };
                return self.add(&action.name, number, &plain_text(&action.what), block.span);
            }
            let Some(BlockLabel { name: Some(name), number: Some(number) }) = block.label.as_deref() else { return };
            if number.kind != self.kind {
                return;
            }
            let caption = if let BlockKind::Chart(chart, _) = &block.kind {
                chart.title.clone()
            } else if let BlockKind::Table(table) = &block.kind {
                plain_text(table.caption.as_deref().unwrap_or(&[]))
            } else if let BlockKind::Figure(_, caption) = &block.kind {
                plain_text(caption)
            } else if let BlockKind::Callout(callout) = &block.kind {
                plain_text(&callout.title)
            } else {
                String::new()
            };
            self.add(name, number.clone(), &caption.replace('\n', " "), block.span);
        }
    }
    let mut entries = Entries { kind, page: PageId::Home, strings, lines: Vec::new() };
    for (page, text) in document.texts().filter(|(page, _)| matches!(page, PageId::Chapter(_) | PageId::Section(..))) {
        entries.page = page;
        entries.blocks(&text.body);
    }
    entries.lines
}

/// Up to this many names are listed.
const MOST_NAMES: usize = 3;

/// A setting that changed: "The consultation closes: 3 March 2027 (before: 1 March 2027)".
#[must_use]
pub fn setting(change: &SettingChange, strings: &Strings) -> String {
    let value = |value: &SettingValue| match value {
        SettingValue::Text(text) => text.lines().collect::<Vec<_>>().join(", "),
        SettingValue::Day(day) => strings.date(*day),
        SettingValue::Word(key) => strings.text(key).to_owned(),
    };
    let (was, now) = (change.was.as_ref().map(value), change.now.as_ref().map(value));
    let name = strings.text(&format!("setting_{}", change.key)).to_owned();
    let key = match (&was, &now) {
        (None, _) => "setting_new",
        (_, None) => "setting_gone",
        _ => "setting_changed",
    };
    strings.fill(key, &[("name", &name), ("was", &was.unwrap_or_default()), ("now", &now.unwrap_or_default())])
}

/// What changed in a text: "3 paragraphs reworded, a table row added (Colne), 2 actions now have a later date".
#[must_use]
pub fn text(text: &TextSummary, strings: &Strings) -> String {
    let whole = match text.mark {
        Mark::Added => Some("chapter_added"),
        // What became part of another text is not gone.
        Mark::Removed if matches!(&text.parts[..], [part] if part.thing == Thing::Whole) => None,
        Mark::Removed => Some("chapter_removed"),
        Mark::Unchanged | Mark::MovedHere | Mark::MovedAway | Mark::Split | Mark::Joined => None,
    };
    let mut said: Vec<String> = whole.map(|key| strings.text(key).to_owned()).into_iter().collect();
    let parts = gathered(&text.parts);
    said.extend(parts.iter().map(|part| self::part(part, strings)));
    if text.formatting > 0 {
        said.push(strings.count("formatting", text.formatting as usize));
    }
    // What changed inside something has commas of its own.
    let has_commas = |part: &SummaryPart| part.inside.iter().any(|inside| !is_own(part, inside) || inside.count != part.count);
    let is_nested = parts.iter().any(|gathered| has_commas(&gathered.part));
    said.join(strings.text(if is_nested { "summary_strong_separator" } else { "summary_separator" }))
}

/// Changes of one or several kinds, for terms of the glossary.
#[must_use]
pub fn parts(parts: &[SummaryPart], strings: &Strings) -> String {
    gathered(parts).iter().map(|part| self::part(part, strings)).collect::<Vec<_>>().join(strings.text("summary_separator"))
}

/// Moves to this many texts, or from as many, are counted together.
const SEVERAL: usize = 3;

/// Changes of one kind, with the titles of the other texts if they are moves to or from [`SEVERAL`] ones.
struct Gathered<'s> {
    part: Cow<'s, SummaryPart>,
    others: Vec<&'s str>,
}

/// Counts moves of things of one kind together if they went to several texts, or came from several.
fn gathered(parts: &[SummaryPart]) -> Vec<Gathered<'_>> {
    let mut gathered: Vec<Gathered<'_>> = Vec::with_capacity(parts.len());
    let mut done = HashSet::new();
    for part in parts {
        let kind = |part: &SummaryPart| (part.thing, part.how.key());
        let is_move = part.how.other().is_some();
        let group: Vec<&SummaryPart> = parts.iter().filter(|one| is_move && kind(one) == kind(part)).collect();
        if group.len() < SEVERAL {
            gathered.push(Gathered { part: Cow::Borrowed(part), others: Vec::new() });
        } else if done.insert(kind(part)) {
            let mut all = part.clone();
            for next in group.iter().skip(1) {
                all.count += next.count;
                all.names.extend_from_slice(&next.names);
                for inside in &next.inside {
                    match all.inside.iter_mut().find(|known| (known.thing, &known.how) == (inside.thing, &inside.how)) {
                        Some(known) => known.count += inside.count,
                        None => all.inside.push(inside.clone()),
                    }
                }
            }
            all.names.truncate(if all.names.len() == all.count as usize { all.names.len() } else { 0 });
            let others = group.into_iter().filter_map(|part| part.how.other()).collect();
            gathered.push(Gathered { part: Cow::Owned(all), others });
        }
    }
    gathered
}

/// Whether what changed inside something is that it was reworded: "moved and reworded".
fn is_own(part: &SummaryPart, inside: &SummaryPart) -> bool {
    inside.thing == part.thing && inside.how == How::Reworded && part.thing != Thing::Section
}

/// "a table row added (Colne)".
fn part(Gathered { part, others }: &Gathered<'_>, strings: &Strings) -> String {
    let count = part.count as usize;
    let one = format!("thing_{}_named", part.thing.key());
    let is_named = |key: &str| strings.all().contains_key(key);
    let first = part.names.first().map_or("", String::as_str);
    let stands_alone = count == 1 && !first.is_empty() && is_named(&one);
    let things = if stands_alone { strings.fill(&one, &[("name", first)]) } else { strings.count(&format!("thing_{}", part.thing.key()), count) };
    let other = part.how.other().unwrap_or("");
    let was = part.former.first().map_or("", String::as_str);
    let key = format!("summary_{}", part.how.key());
    if part.how == How::Renamed && count == 1 && !was.is_empty() {
        let things = strings.count(&format!("thing_{}", part.thing.key()), 1);
        return strings.fill("summary_renamed_from", &[("was", was), ("now", first), ("things", &things)]);
    }
    let key = if others.is_empty() { strings.form(&key, count) } else { format!("{key}_several") };
    let mut said = strings.fill(&key, &[("things", &things), ("other", other), ("count", &others.len().to_string())]);
    // Cells of one row have its name.
    let mut names: Vec<&str> = part.names.iter().map(String::as_str).collect();
    names.dedup();
    if names.is_empty() {
        names.extend(others);
    }
    if !stands_alone && !names.is_empty() && names.len() <= MOST_NAMES {
        said = strings.fill("summary_names", &[("what", &said), ("names", &names.join(strings.text("summary_separator")))]);
    }
    let (own, inside): (Vec<_>, Vec<_>) = part.inside.iter().cloned().partition(|inside| is_own(part, inside));
    for reworded in own {
        let count = reworded.count.to_string();
        let key = if reworded.count == part.count { "summary_and_reworded" } else { "summary_some_reworded" };
        said = strings.fill(key, &[("what", &said), ("count", &count)]);
    }
    if !inside.is_empty() {
        said = strings.fill("summary_inside", &[("what", &said), ("inside", &self::parts(&inside, strings))]);
    }
    said
}

/// A figure that changed, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The older figure.
    pub was: String,
    /// The newer figure; "no figure" if there is none.
    pub now: String,
    /// What it is a figure of: "People, Colne, 2021", or the words around it.
    pub of: String,
    /// Where it is: "Our homes, Money".
    pub place: String,
}

/// A figure that changed: what it was, what it is, and where.
#[must_use]
pub fn figure(change: &FigureChange, strings: &Strings) -> Figure {
    let value = |value: &FigureValue| match value {
        FigureValue::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        FigureValue::Digits(digits, unit) => {
            let digits = strings.digits(digits);
            match unit.as_deref() {
                None => digits,
                Some(unit @ "%") => format!("{digits}{unit}"),
                Some(unit @ ("£" | "€" | "$")) => format!("{unit}{digits}"),
                Some(unit) => format!("{digits} {unit}"),
            }
        }
        FigureValue::Due(period) => strings.days(period.first_day(), period.last_day()),
        FigureValue::None => strings.text("figure_none").to_owned(),
    };
    let separator = strings.text("summary_separator");
    let named = (!change.of.is_empty()).then(|| change.of.join(separator));
    let quoted = change.quote.as_ref().map(|quote| strings.fill("figure_quote", &[("quote", quote)]));
    let of = [named, quoted].into_iter().flatten().collect::<Vec<_>>().join(": ");
    let place = std::iter::once(change.title.as_str()).chain(change.under.as_deref()).collect::<Vec<_>>().join(separator);
    Figure { was: value(&change.was), now: value(&change.now), of, place }
}

/// Everything that changed, a line for each setting and for each text with its title, the glossary last.
#[must_use]
pub fn lines(summary: &ChangeSummary, strings: &Strings) -> Vec<String> {
    let settings = summary.settings.iter().map(|change| setting(change, strings));
    let titled = |title: &str, words: String| strings.fill("summary_of_text", &[("title", title), ("summary", &words)]);
    let texts = summary.texts.iter().map(|summary| titled(&summary.title, text(summary, strings)));
    let terms = (!summary.terms.is_empty()).then(|| titled(strings.text("glossary"), parts(&summary.terms, strings)));
    settings.chain(texts).chain(terms).collect()
}

#[cfg(test)]
mod tests {
    use crate::model::{How, SummaryPart, Thing};
    use crate::span::SourceMap;
    use crate::theme::{self, Strings};

    fn strings(language: &str) -> Strings {
        theme::load(None, "", language, &mut SourceMap::default()).0.strings
    }

    fn said(thing: Thing, how: How, count: u32, names: &[&str]) -> String {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        super::parts(&[SummaryPart { thing, how, count, names, former: Vec::new(), inside: Vec::new() }], &strings("en-GB"))
    }

    #[test]
    fn every_thing_has_words_for_one_and_for_many() {
        for language in ["en-GB", "cy", "de", "es", "fr", "it", "nl", "pl", "pt"] {
            let strings = strings(language);
            for thing in Thing::ALL {
                for count in [1, 2] {
                    let words = strings.count(&format!("thing_{}", thing.key()), count);
                    assert!(!words.starts_with("thing_") && !words.contains('{'), "{language}: {words}");
                    assert_eq!(words.contains('2'), count == 2, "{language}: {words}");
                }
            }
        }
    }

    #[test]
    fn moves_to_several_texts_are_one_change() {
        let moved = |other: &str, count| {
            let how = How::MovedTo(other.to_owned());
            SummaryPart { thing: Thing::Paragraph, how, count, names: Vec::new(), former: Vec::new(), inside: Vec::new() }
        };
        let parts = [moved("Homes", 2), moved("Buses", 1), moved("Money", 2), moved("Trees", 1)];
        assert_eq!(super::parts(&parts, &strings("en-GB")), "6 paragraphs moved to 4 other parts");
        assert_eq!(super::parts(&parts[1..], &strings("en-GB")), "4 paragraphs moved to 3 other parts (Buses, Money, Trees)");
        assert_eq!(super::parts(&parts[2..], &strings("en-GB")), "2 paragraphs moved to ‘Money’, a paragraph moved to ‘Trees’");
    }

    #[test]
    fn one_and_many_agree() {
        assert_eq!(said(Thing::Paragraph, How::Reworded, 3, &[]), "3 paragraphs reworded");
        assert_eq!(said(Thing::Paragraph, How::Reworded, 1, &[]), "a paragraph reworded");
        assert_eq!(said(Thing::Row, How::Added, 1, &["Colne"]), "a table row added (Colne)");
        assert_eq!(said(Thing::Row, How::Removed, 2, &["Colne", "Nelson"]), "2 table rows removed (Colne, Nelson)");
        assert_eq!(said(Thing::Cell, How::Changed, 2, &["Colne", "Colne"]), "2 table cells changed (Colne)");
        assert_eq!(said(Thing::Row, How::Added, 4, &["A", "B", "C", "D"]), "4 table rows added");
        assert_eq!(said(Thing::Action, How::Later, 2, &[]), "2 actions now have a later date");
        assert_eq!(said(Thing::Action, How::Later, 1, &[]), "an action now has a later date");
        assert_eq!(said(Thing::Section, How::MovedTo("Buses".into()), 1, &["Money"]), "section ‘Money’ moved to ‘Buses’");
        assert_eq!(said(Thing::Link, How::Changed, 1200, &[]), "1,200 links changed");
    }
}
