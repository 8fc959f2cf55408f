//! Compares values: figures, addresses, options.

use std::hash::Hash;

use super::super::align::SIMILAR;
use super::super::sequence::gaps;
use super::super::source::words_of_source;
use super::notes::call_notes;
use super::pairing::{Pairs, Part, by_name, by_name_or_likeness, by_name_or_move};
use super::redliner::{Redliner, Scope};
use crate::model::{
    Action, Chart, ChartKind, Field, Image, ImageSource, Inline, Label, Mark, Moment, Series, Statistic, Survey, SurveyKind, Transcript, ValueChange,
    Video, plain_text,
};

/// The least share of words of one event on two days: "Engagement began" and "Engagement ended" are two.
const SAME_EVENT: f32 = 0.65;

/// A required value.
pub(super) fn value<T: ToString + PartialEq>(field: Field, was: T, now: T) -> Option<ValueChange> {
    maybe(field, Some(was), Some(now))
}

/// An optional value.
pub(super) fn maybe<T: ToString + PartialEq>(field: Field, was: Option<T>, now: Option<T>) -> Option<ValueChange> {
    (was != now).then(|| ValueChange { field, was: was.map(|was| was.to_string()), now: now.map(|now| now.to_string()) })
}

/// The values that differ; none if all are equal.
pub(super) fn differing(values: impl IntoIterator<Item = Option<ValueChange>>) -> Option<Vec<ValueChange>> {
    Some(values.into_iter().flatten().collect::<Vec<_>>()).filter(|values| !values.is_empty())
}

/// The file of a picture, what it shows and its texts.
///
/// `present` gives the path of an old picture with the name that its file has now.
pub(super) fn image(was: &Image, now: &Image, is_repainted: bool, present: impl Fn(&str) -> String) -> Option<Vec<ValueChange>> {
    let path = |image: &Image| match &image.source {
        ImageSource::Path(path) => path.to_string(),
        ImageSource::Picture(at) => at.to_string(),
    };
    let repainted = (is_repainted && path(was) == path(now)).then_some(ValueChange { field: Field::Picture, was: None, now: None });
    let alternative = maybe(Field::Alternative, was.alternative.as_deref(), now.alternative.as_deref());
    let file = value(Field::File, path(was), path(now)).filter(|_| present(&path(was)) != path(now));
    let values = differing([file, repainted, alternative]);
    values.or_else(|| (was.caption != now.caption).then(Vec::new))
}

/// A video's title, address and transcript's file.
pub(super) fn video(was: &Video<Label>, now: &Video<Label>) -> Option<Vec<ValueChange>> {
    let file = |video: &Video<Label>| match &video.transcript {
        Transcript::File(path, _) => Some(path.to_string()),
        Transcript::Blocks(_) => None,
    };
    differing([value(Field::Title, &was.title, &now.title), value(Field::Address, &was.url, &now.url), maybe(Field::File, file(was), file(now))])
}

/// What an action says besides its words. Its name is for links alone.
pub(super) fn action(was: &Action<Label>, now: &Action<Label>) -> Option<Vec<ValueChange>> {
    differing([
        maybe(Field::Owner, was.owner.as_deref(), now.owner.as_deref()),
        maybe(Field::Due, was.due, now.due),
        maybe(Field::Measure, was.measure.as_deref(), now.measure.as_deref()),
        maybe(Field::Baseline, was.baseline.as_deref(), now.baseline.as_deref()),
        maybe(Field::Target, was.target.as_deref(), now.target.as_deref()),
        maybe(Field::Money, was.money.as_deref(), now.money.as_deref()),
    ])
}

/// A question, its kind and its options.
pub(super) fn survey(was: &Survey, now: &Survey) -> Option<Vec<ValueChange>> {
    if was == now {
        return None;
    }
    let kind = |kind| match kind {
        SurveyKind::Rank => "rank",
        SurveyKind::Choose => "choose",
        SurveyKind::Text => "text",
    };
    let options = by_name_or_likeness(&was.options, &now.options).parts(was.options.len(), now.options.len());
    let option = |part| match part {
        Part::MovedHere(o, n) => moved(&now.options[n], o, n),
        Part::MovedAway(_) => None,
        Part::Both(o, n) => maybe(Field::Option, Some(&was.options[o]), Some(&now.options[n])),
        Part::Old(o) => maybe(Field::Option, Some(&was.options[o]), None),
        Part::New(n) => maybe(Field::Option, None, Some(&now.options[n])),
    };
    let first = [value(Field::Title, &was.question, &now.question), value(Field::Kind, kind(was.kind), kind(now.kind))];
    differing(first.into_iter().chain(options.into_iter().map(option)))
}

/// A part that moved: its position in both lists, from 1.
fn moved(name: &str, old: usize, new: usize) -> Option<ValueChange> {
    Some(ValueChange { field: Field::Position(name.to_owned()), was: Some((old + 1).to_string()), now: Some((new + 1).to_string()) })
}

/// The indexes of a part in both lists; none for the old position of one that moved.
fn places(part: &Part) -> Option<(Option<usize>, Option<usize>)> {
    match *part {
        Part::Both(o, n) | Part::MovedHere(o, n) => Some((Some(o), Some(n))),
        Part::Old(o) => Some((Some(o), None)),
        Part::New(n) => Some((None, Some(n))),
        Part::MovedAway(_) => None,
    }
}

/// Compares charts figure by figure. Figures are written in plain digits.
pub(super) fn chart((was, old_source): (&Chart, &[Inline<Label>]), (now, source): (&Chart, &[Inline<Label>])) -> Option<Vec<ValueChange>> {
    let sources = maybe(Field::Source, words_of_source(old_source), words_of_source(source));
    if was == now && sources.is_none() {
        return None;
    }
    let kind = |kind| match kind {
        ChartKind::Bar => "bar",
        ChartKind::Stacked => "stacked",
        ChartKind::Line => "line",
        ChartKind::Dot => "dot",
        ChartKind::Dumbbell => "dumbbell",
        ChartKind::Slope => "slope",
        ChartKind::Multiples => "multiples",
    };
    let mut values = vec![
        value(Field::Title, &was.title, &now.title),
        value(Field::Summary, &was.summary, &now.summary),
        value(Field::Kind, kind(was.kind), kind(now.kind)),
        maybe(Field::Unit, was.unit.as_deref(), now.unit.as_deref()),
        maybe(Field::LabelHeading, was.label_heading.as_deref(), now.label_heading.as_deref()),
        sources,
        maybe(Field::Period, was.period.as_deref(), now.period.as_deref()),
    ];
    let names = |chart: &Chart| chart.series.iter().map(|series| series.name.clone()).collect::<Vec<_>>();
    let mut labels = by_name_or_move(&was.labels, &now.labels);
    let figures = |chart: &Chart, at: usize| chart.series.iter().map(|series| series.values.get(at).copied().flatten()).collect::<Vec<_>>();
    for (olds, news) in labels.open(was.labels.len(), now.labels.len()).into_iter().filter(|(olds, news)| olds.len() == news.len()) {
        // The same figures in the same place have another label.
        labels.add(olds.into_iter().zip(news).filter(|(o, n)| figures(was, *o) == figures(now, *n)));
    }
    labels.add_alike(&was.labels, &now.labels, SIMILAR);
    let labels = labels.parts(was.labels.len(), now.labels.len());
    values.extend(
        labels
            .iter()
            .filter_map(|part| if let Part::Both(o, n) = *part { Some((o, n)) } else { None })
            .map(|(o, n)| value(Field::Label, &was.labels[o], &now.labels[n])),
    );
    let mut all_series = by_name_or_likeness(&names(was), &names(now));
    for (olds, news) in all_series.open(was.series.len(), now.series.len()).into_iter().filter(|(olds, news)| olds.len() == news.len()) {
        all_series.add(olds.into_iter().zip(news).filter(|(o, n)| was.series[*o].values == now.series[*n].values));
    }
    let all_series = all_series.parts(was.series.len(), now.series.len());
    for (parts, names) in [(&labels, &now.labels), (&all_series, &names(now))] {
        let moves = parts.iter().filter_map(|part| if let Part::MovedHere(o, n) = *part { Some((o, n)) } else { None });
        values.extend(moves.map(|(o, n)| moved(&names[n], o, n)));
    }
    for (o, n) in all_series.iter().filter_map(places) {
        let (before, after) = (o.map(|o| &was.series[o]), n.map(|n| &now.series[n]));
        let name = after.or(before).map_or("", |series| series.name.as_str());
        if let (Some(before), Some(after)) = (before, after) {
            values.push(value(Field::Title, &before.name, &after.name));
        }
        for (at_old, at_new) in labels.iter().filter_map(places) {
            let text = at_new.map_or_else(|| at_old.map_or("", |at| &was.labels[at]), |at| &now.labels[at]);
            let figure = if name.is_empty() || now.series.len().max(was.series.len()) == 1 { text.to_owned() } else { format!("{text}, {name}") };
            let of = |series: Option<&Series>, at: Option<usize>| {
                let (series, at) = (series?, at?);
                let number = series.values.get(at).copied().flatten().map(|number| number.to_string());
                let symbol = series.symbol(at).map(|symbol| format!("[{}]", symbol.letters()));
                let parts: Vec<String> = number.into_iter().chain(symbol).collect();
                (!parts.is_empty()).then(|| parts.join(" "))
            };
            values.push(maybe(Field::Figure(figure), of(before, at_old), of(after, at_new)));
        }
    }
    let target = |chart: &Chart, at: usize| chart.references.get(at).map(|reference| reference.number);
    for at in 0..was.references.len().max(now.references.len()) {
        let name = now.references.get(at).or_else(|| was.references.get(at)).map_or("", |reference| reference.name.as_str());
        values.push(maybe(Field::Figure(name.to_owned()), target(was, at), target(now, at)));
    }
    // If only the order of the figures differs, no single value does: both charts are shown.
    Some(values.into_iter().flatten().collect())
}

impl Redliner<'_> {
    /// Statistics, with the values that differ.
    pub(super) fn statistics(
        &self, scope: &Scope, old: &[Statistic<Label>], new: &[Statistic<Label>], differs: &mut bool,
    ) -> (Vec<Statistic<Label>>, Option<Vec<ValueChange>>) {
        let labels = |statistics: &[Statistic<Label>]| statistics.iter().map(|statistic| plain_text(&statistic.label)).collect::<Vec<_>>();
        let mut values = Vec::new();
        let statistic = |part| match part {
            Part::Both(o, n) | Part::MovedHere(o, n) => {
                let mark = if matches!(part, Part::Both(..)) { Mark::Unchanged } else { Mark::MovedHere };
                *differs |= mark != Mark::Unchanged;
                let (was, now): (&Statistic<Label>, &Statistic<Label>) = (&old[o], &new[n]);
                let label = plain_text(&now.label);
                let compared = |statistic: &Statistic<Label>| statistic.compare.as_ref().map(|compare| compare.value.clone());
                let whose = |statistic: &Statistic<Label>| statistic.compare.as_ref().map(|compare| compare.label.clone());
                let name = whose(now).or_else(|| whose(was)).unwrap_or_default();
                values.push(value(Field::Figure(label), &was.value, &now.value));
                values.push(maybe(Field::Comparison(name.clone()), compared(was), compared(now)));
                values.push(maybe(Field::Comparison(name), whose(was), whose(now)).filter(|_| was.compare.is_some() && now.compare.is_some()));
                values.push(maybe(Field::Source, words_of_source(&was.source), words_of_source(&now.source)));
                Statistic { label: self.line(scope, &was.label, &now.label, differs), mark, ..now.clone() }
            }
            Part::Old(o) | Part::MovedAway(o) => {
                *differs = true;
                let mut statistic = old[o].clone();
                call_notes(&mut statistic.label, &scope.notes);
                call_notes(&mut statistic.source, &scope.notes);
                Statistic { mark: if matches!(part, Part::Old(_)) { Mark::Removed } else { Mark::MovedAway }, ..statistic }
            }
            Part::New(n) => {
                *differs = true;
                Statistic { mark: Mark::Added, ..new[n].clone() }
            }
        };
        let mut pairs = by_name_or_likeness(&labels(old), &labels(new));
        // The same figure in the same place has another label.
        for (olds, news) in pairs.open(old.len(), new.len()).into_iter().filter(|(olds, news)| olds.len() == news.len()) {
            pairs.add(olds.into_iter().zip(news).filter(|(o, n)| old[*o].value == new[*n].value));
        }
        let parts = pairs.parts(old.len(), new.len());
        let statistics = parts.into_iter().map(statistic).collect();
        (statistics, differing(values))
    }

    /// A timeline, with the dates that differ. Events of the same date correspond, then those of the same words, then those of similar ones.
    pub(super) fn timeline(
        &self, scope: &Scope, old: &[Moment<Label>], new: &[Moment<Label>], differs: &mut bool,
    ) -> (Vec<Moment<Label>>, Option<Vec<ValueChange>>) {
        let days = |moments: &[Moment<Label>]| moments.iter().map(|moment| moment.date).collect::<Vec<_>>();
        let words = |moments: &[Moment<Label>]| moments.iter().map(|moment| plain_text(&moment.text)).collect::<Vec<_>>();
        let whole = |moments: &[Moment<Label>]| days(moments).into_iter().zip(words(moments)).collect::<Vec<_>>();
        let mut pairs = by_name(&whole(old), &whole(new));
        between(&mut pairs, (old, new), days);
        between(&mut pairs, (old, new), words);
        let mut pairs = Pairs { stay: pairs, ..Pairs::default() };
        pairs.add_alike(&words(old), &words(new), SAME_EVENT);
        // An event that was put off comes after others.
        pairs.add_moves(&words(old), &words(new), |words| !words.is_empty());
        let mut dates = Vec::new();
        let moment = |part| match part {
            Part::Both(o, n) | Part::MovedHere(o, n) => {
                let name = plain_text(&new[n].text).trim_end_matches('.').to_owned();
                let mark = if matches!(part, Part::Both(..)) { Mark::Unchanged } else { Mark::MovedHere };
                let is_moved = mark == Mark::MovedHere && old[o].date == new[n].date;
                dates.push(if is_moved { self::moved(&name, o, n) } else { value(Field::Day(name), old[o].date, new[n].date) });
                *differs |= mark != Mark::Unchanged;
                Moment { date: new[n].date, text: self.line(scope, &old[o].text, &new[n].text, differs), mark }
            }
            Part::Old(o) | Part::MovedAway(o) => {
                *differs = true;
                let mut moment = old[o].clone();
                call_notes(&mut moment.text, &scope.notes);
                Moment { mark: if matches!(part, Part::Old(_)) { Mark::Removed } else { Mark::MovedAway }, ..moment }
            }
            Part::New(n) => {
                *differs = true;
                Moment { mark: Mark::Added, ..new[n].clone() }
            }
        };
        let moments = pairs.parts(old.len(), new.len()).into_iter().map(moment).collect();
        (moments, differing(dates))
    }
}

/// Adds pairs of events between those of `pairs`, by what `name` says of them.
fn between<K: Hash + Eq>(
    pairs: &mut Vec<(usize, usize)>, (old, new): (&[Moment<Label>], &[Moment<Label>]), name: impl Fn(&[Moment<Label>]) -> Vec<K>,
) {
    let found: Vec<(usize, usize)> = gaps(pairs, old.len(), new.len())
        .flat_map(|(olds, news)| {
            let same = by_name(&name(&old[olds.clone()]), &name(&new[news.clone()]));
            same.into_iter().map(move |(o, n)| (olds.start + o, news.start + n))
        })
        .collect();
    pairs.extend(found);
    pairs.sort_unstable();
}
