//! Data blocks to HTML: statistics, timelines, videos, surveys, the table of versions.

use super::markup::Same;
use super::writer::{View, Writer};
use crate::model::{Extent, Inline, Mark, Moment, Period, Statistic, Survey, SurveyKind, Target, Transcript, Video};
use crate::wording;

impl Writer<'_> {
    pub(super) fn statistics(&mut self, statistics: &[Statistic<Target>]) {
        self.raw("<ul class=stats");
        self.own_id();
        self.raw(">");
        // Neighbours in the same unit share a scale, so that their bars can be compared.
        let compared: Vec<Option<Compared<'_>>> = statistics.iter().map(compared).collect();
        for (statistic, own) in statistics.iter().zip(&compared) {
            let bars = own.as_ref().map(|own| {
                let most =
                    compared.iter().flatten().filter(|other| other.unit == own.unit).map(|other| other.own.max(other.other)).fold(0.0, f64::max);
                (own.own, own.other, most)
            });
            self.raw("<li class=stat>");
            match statistic.mark {
                mark @ (Mark::MovedHere | Mark::MovedAway) => {
                    self.move_note(mark);
                    self.unlabelled(mark, |writer| writer.statistic(statistic, bars));
                }
                mark => self.marked(mark, |writer| writer.statistic(statistic, bars)),
            }
            self.raw("</li>");
        }
        self.raw("</ul>");
    }

    fn statistic(&mut self, statistic: &Statistic<Target>, bars: Option<(f64, f64, f64)>) {
        self.element("p", "stat-value", &statistic.value);
        self.raw("<div class=stat-text><p class=stat-label>");
        self.line(&statistic.label);
        self.raw("</p>");
        if let Some(compare) = &statistic.compare {
            self.element("p", "stat-compare", &format!("{}: {}", compare.label, compare.value));
            if let Some((own, other, most)) = bars {
                self.comparison_bars(own, other, most);
            }
        }
        self.source(&statistic.source);
        self.raw("</div>");
    }

    /// Two bars that illustrate the text beside them; `most` is at full width.
    fn comparison_bars(&mut self, own: f64, other: f64, most: f64) {
        if own < 0.0 || other < 0.0 || most <= 0.0 {
            return;
        }
        self.raw("<svg class=stat-bars aria-hidden=true viewBox=\"0 0 100 14\" preserveAspectRatio=\"none\">");
        for (class, value, y) in [("bar", own, 0), ("bar-compare", other, 8)] {
            let width = decimals(value / most * 100.0);
            self.raw(&format!("<rect class=\"{class}\" x=\"0\" y=\"{y}\" width=\"{width}\" height=\"6\" vector-effect=\"non-scaling-stroke\"/>"));
        }
        self.raw("</svg>");
    }

    /// The source of figures, if it has words.
    pub(super) fn source(&mut self, source: &[Inline<Target>]) {
        if !source.is_empty() {
            let (before, after) = self.strings.around("source", "source");
            self.raw("<p class=source>");
            self.text(before);
            self.line(source);
            self.text(after);
            self.raw("</p>");
        }
    }

    pub(super) fn timeline(&mut self, moments: &[Moment<Target>]) {
        self.raw("<ol class=timeline");
        self.own_id();
        self.raw(">");
        let same = self.same_parts(moments.len(), |at| moments[at].mark == Mark::Unchanged && !Extent::of_line(&moments[at].text).is_marked());
        for (moment, same) in moments.iter().zip(same) {
            match same {
                Same::Shown => {}
                Same::Counted(count) => {
                    self.same_part("li", count);
                    continue;
                }
                Same::Hidden => continue,
            }
            let date = wording::time(moment.date, self.strings);
            self.raw("<li>");
            self.marked(moment.mark, |writer| {
                // HTML has a form for days, months and years.
                let has_form = moment.date.last.is_none() && matches!(moment.date.first, Period::Day(_) | Period::Month(..) | Period::Year(_));
                writer.raw("<p class=timeline-date>");
                if has_form {
                    writer.raw(&format!("<time datetime={}>", moment.date));
                }
                writer.text(&date);
                writer.raw(if has_form { "</time></p><div class=timeline-text><p>" } else { "</p><div class=timeline-text><p>" });
                writer.line(&moment.text);
                writer.raw("</p></div>");
            });
            self.raw("</li>");
        }
        self.raw("</ol>");
    }

    pub(super) fn video(&mut self, video: &Video<Target>) {
        let strings = self.strings;
        self.raw("<div class=video");
        self.own_id();
        self.raw("><p class=video-link><a");
        self.attribute("href", &video.url);
        self.raw(">");
        self.text(&strings.fill("watch_video", &[("title", &video.title)]));
        self.raw("</a> ");
        let host = video.url.split('/').nth(2).unwrap_or("");
        self.element("span", "video-host", &strings.fill("on_site", &[("site", host)]));
        self.raw("</p>");
        if let Transcript::Blocks(blocks) = &video.transcript {
            self.raw("<details class=transcript><summary>");
            self.text(strings.text("callout_transcript"));
            self.hidden(&format!(": {}", video.title));
            self.raw("</summary>");
            self.blocks(blocks);
            self.raw("</details>");
        }
        self.raw("</div>");
    }

    pub(super) fn survey(&mut self, survey: &Survey) {
        let strings = self.strings;
        let id = self.next_id("survey");
        // Review mode makes the question one that can be answered.
        let how = match survey.kind {
            SurveyKind::Rank => "rank",
            SurveyKind::Choose => "choose",
            SurveyKind::Text => "text",
        };
        self.raw("<div class=survey role=group");
        self.attribute("data-kind", how);
        self.own_id();
        self.labelled_by(&id);
        self.raw(">");
        self.element("p", "survey-label", strings.text("survey_label"));
        self.raw("<p class=survey-question");
        self.id(&id);
        self.raw(">");
        self.text(&survey.question);
        self.raw("</p>");
        let kind = match survey.kind {
            SurveyKind::Rank => "survey_rank",
            SurveyKind::Choose => "survey_choose",
            SurveyKind::Text => "survey_text",
        };
        self.element("p", "survey-kind", strings.text(kind));
        if !survey.options.is_empty() {
            self.raw("<ul class=survey-options>");
            for option in &survey.options {
                self.raw("<li>");
                self.text(option);
                self.raw("</li>");
            }
            self.raw("</ul>");
        }
        let document = self.document;
        if let Some(consultation) = &document.settings.consultation {
            self.raw("<p class=survey-link>");
            let is_over = consultation.is_over(document.settings.current().date);
            if let Some(url) = consultation.survey_url.as_ref().filter(|_| !is_over) {
                self.raw("<a class=button");
                self.attribute("href", url);
                self.raw(">");
                self.text(strings.text("survey_answer"));
                // All surveys on a page lead to the same address, so each link names its question.
                self.hidden(&format!(": {}", survey.question));
                self.raw("</a> ");
            }
            if let Some(closes) = consultation.closes {
                let text = strings.fill(if is_over { "survey_closed" } else { "survey_closes" }, &[("date", &strings.date(closes))]);
                self.element("span", "survey-closes", &text);
            }
            self.raw("</p>");
        }
        self.raw("</div>");
    }

    /// All versions, oldest first; the current one is marked in words.
    pub(super) fn version_table(&mut self) {
        let (document, strings) = (self.document, self.strings);
        let rows = &document.settings.versions;
        let id = if matches!(self.view, View::Elsewhere) { "all_versions".to_owned() } else { self.next_id("versions") };
        let has_audience = rows.iter().any(|row| row.audience.is_some());
        self.raw("<div class=table-scroll role=region tabindex=0");
        self.own_id();
        self.region_named_by(&id);
        self.raw("><table class=version-table><caption");
        self.id(&id);
        self.raw(">");
        self.text(strings.text("version_history"));
        self.raw("</caption><thead><tr>");
        let audience = has_audience.then_some("audience");
        for key in ["version", "version_date", "comments"].into_iter().chain(audience) {
            self.raw("<th scope=col>");
            self.text(strings.text(key));
            self.raw("</th>");
        }
        self.raw("</tr></thead><tbody>");
        for (at, row) in rows.iter().enumerate() {
            let is_current = at + 1 == rows.len();
            self.raw(if is_current { "<tr class=current><th scope=row>" } else { "<tr><th scope=row>" });
            self.text(row.version.as_str());
            if is_current {
                self.raw(" ");
                self.element("span", "current-tag", strings.text("this_version"));
            }
            self.raw(&format!("</th><td><time datetime={}>", row.date));
            self.text(&strings.date(row.date));
            self.raw("</time></td><td>");
            self.text(row.comments.as_deref().unwrap_or(strings.text("no_comments")));
            self.raw("</td>");
            if has_audience {
                self.raw("<td>");
                self.text(row.audience.as_deref().unwrap_or(strings.text("no_audience")));
                self.raw("</td>");
            }
            self.raw("</tr>");
        }
        self.raw("</tbody></table></div>");
    }
}

/// A number with at most two decimals and no trailing zeros.
pub(super) fn decimals(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Two figures that can be compared.
struct Compared<'a> {
    own: f64,
    other: f64,
    /// The text before and after the number.
    unit: (&'a str, &'a str),
}

/// The numbers of a statistic and of what it is compared with: the text around the digits must be the same in both.
fn compared(statistic: &Statistic<Target>) -> Option<Compared<'_>> {
    let compare = statistic.compare.as_ref()?;
    let (before, own, after) = parts(&statistic.value)?;
    let (other_before, other, other_after) = parts(&compare.value)?;
    let is_plain =
        before == other_before && after == other_after && !before.ends_with(['-', '\u{2212}']) && !after.contains(|c: char| c.is_ascii_digit());
    is_plain.then_some(Compared { own, other, unit: (before, after) })
}

/// The parts of a figure such as `£1,200 a year`: text before the number, the number, text after it.
fn parts(text: &str) -> Option<(&str, f64, &str)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text[start..].find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(text.len() - start);
    let number = text[start..start + length].replace(',', "");
    Some((text[..start].trim(), number.trim_end_matches('.').parse().ok()?, text[start + length..].trim()))
}
