//! Data blocks to HTML: statistics, charts, timelines, videos, surveys, the table of versions.

use super::writer::{View, Writer};
use crate::chart::{self, Scale};
use crate::model::{Chart, ChartKind, Moment, Statistic, Survey, SurveyKind, Target, Transcript, Video};

/// Number of fills that a theme has for the series of a chart; further series reuse them.
const FILLS: usize = 4;

impl Writer<'_> {
    pub(super) fn statistics(&mut self, statistics: &[Statistic<Target>]) {
        self.raw("<ul class=stats");
        self.own_id();
        self.raw(">");
        for statistic in statistics {
            self.raw("<li class=stat>");
            self.marked(statistic.mark, |writer| writer.statistic(statistic));
            self.raw("</li>");
        }
        self.raw("</ul>");
    }

    fn statistic(&mut self, statistic: &Statistic<Target>) {
        self.element("p", "stat-value", &statistic.value);
        self.raw("<div class=stat-text><p class=stat-label>");
        self.line(&statistic.label);
        self.raw("</p>");
        if let Some(compare) = &statistic.compare {
            self.element("p", "stat-compare", &format!("{}: {}", compare.label, compare.value));
            if let Some((own, other)) = comparable(&statistic.value, &compare.value) {
                self.comparison_bars(own, other);
            }
        }
        self.source(statistic.source.as_deref());
        self.raw("</div>");
    }

    /// Two bars, the longer one at full width, that illustrate the text beside them.
    fn comparison_bars(&mut self, own: f64, other: f64) {
        let most = own.max(other);
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

    fn source(&mut self, source: Option<&str>) {
        if let Some(source) = source {
            let text = self.strings.fill("source", &[("source", source)]);
            self.element("p", "source", &text);
        }
    }

    pub(super) fn timeline(&mut self, moments: &[Moment<Target>]) {
        self.raw("<ol class=timeline");
        self.own_id();
        self.raw(">");
        for moment in moments {
            let date = self.strings.date(moment.date);
            self.raw("<li>");
            self.marked(moment.mark, |writer| {
                writer.raw(&format!("<p class=timeline-date><time datetime={}>", moment.date));
                writer.text(&date);
                writer.raw("</time></p><div class=timeline-text><p>");
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
        self.raw("<div class=survey role=group");
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

    pub(super) fn chart(&mut self, chart: &Chart) {
        let strings = self.strings;
        let id = self.next_id("chart");
        self.raw("<figure class=\"chart chart-");
        self.raw(match chart.kind {
            ChartKind::Bar => "bar",
            ChartKind::Stacked => "stacked",
            ChartKind::Line => "line",
            ChartKind::Dot => "dot",
        });
        self.raw("\"");
        self.own_id();
        self.labelled_by(&id);
        self.raw("><figcaption><p class=chart-title");
        self.id(&id);
        self.raw(">");
        self.text(&chart.title);
        self.raw("</p>");
        self.element("p", "chart-summary", &chart.summary);
        self.raw("</figcaption>");
        match chart.kind {
            ChartKind::Line => self.line_chart(chart, &id),
            ChartKind::Bar | ChartKind::Stacked | ChartKind::Dot => self.bars(chart),
        }
        if chart.series.len() > 1 {
            self.legend(chart);
        }
        self.raw("<details class=chart-data><summary>");
        self.text(strings.text("chart_figures"));
        self.hidden(&format!(": {}", chart.title));
        self.raw("</summary>");
        self.figures(chart);
        self.raw("</details>");
        if let Some(unit) = chart::named_unit(chart) {
            self.element("p", "source", &strings.fill("chart_unit", &[("unit", unit)]));
        }
        self.source(chart.source.as_deref());
        self.raw("</figure>");
    }

    /// A row with text, bar and figure for each label. Only the bars are drawn: the text is HTML, so that it wraps and grows
    /// with the reader's text size.
    fn bars(&mut self, chart: &Chart) {
        let scale = Scale::of(chart);
        self.raw("<ul class=bars>");
        for (at, label) in chart.labels.iter().enumerate() {
            self.raw("<li class=bar-row>");
            self.element("span", "bar-label", label);
            if chart.kind == ChartKind::Stacked {
                self.track(|writer| {
                    for (nth, (from, to)) in chart::stack(chart, at).enumerate() {
                        writer.rectangle(nth, percent(scale, from), percent(scale, to));
                    }
                });
                let values: Vec<String> =
                    chart.series.iter().map(|series| format!("{} {}", series.name, chart::figure(chart, self.strings, series.values[at]))).collect();
                self.element("span", "bar-value", &values.join(", "));
            } else {
                for (nth, series) in chart.series.iter().enumerate() {
                    let (zero, value) = (percent(scale, 0.0), percent(scale, series.values[at]));
                    if chart.kind == ChartKind::Dot {
                        self.track(|writer| {
                            writer.raw("<path class=grid d=\"M0 5H100\" vector-effect=\"non-scaling-stroke\"/>");
                            // A line of zero length with round caps is a dot that stays round when the track is stretched.
                            let class = fill(nth);
                            writer.raw(&format!("<path class=\"dot {class}\" d=\"M{} 5h0\" vector-effect=\"non-scaling-stroke\"/>", decimals(value)));
                        });
                    } else {
                        self.track(|writer| writer.rectangle(nth, zero.min(value), zero.max(value)));
                    }
                    let figure = chart::figure(chart, self.strings, series.values[at]);
                    let text = if chart.series.len() > 1 { format!("{figure} {}", series.name) } else { figure };
                    self.element("span", "bar-value", &text);
                }
            }
            self.raw("</li>");
        }
        self.raw("</ul>");
    }

    fn track(&mut self, draw: impl FnOnce(&mut Self)) {
        self.raw("<svg class=bar-track aria-hidden=true viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\">");
        draw(self);
        self.raw("</svg> ");
    }

    fn rectangle(&mut self, nth: usize, from: f64, to: f64) {
        let (class, x, width) = (fill(nth), decimals(from), decimals((to - from).max(0.0)));
        self.raw(&format!("<rect class=\"{class}\" x=\"{x}\" y=\"0\" width=\"{width}\" height=\"10\" vector-effect=\"non-scaling-stroke\"/>"));
    }

    /// Points joined by lines, with a figure at each point and labels below as text.
    fn line_chart(&mut self, chart: &Chart, id: &str) {
        let scale = Scale::of(chart);
        let steps = chart.labels.len().saturating_sub(1).max(1) as f64;
        let x = |at: usize| decimals(4.0 + 92.0 * at as f64 / steps);
        let y = |value: f64| decimals(88.0 - 0.76 * percent(scale, value));
        self.raw("<svg class=chart-drawing width=\"100%\" height=\"16em\" role=img");
        self.labelled_by(id);
        self.raw("><svg aria-hidden=true viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">");
        self.raw("<path class=axis d=\"M0 88H100\" vector-effect=\"non-scaling-stroke\"/>");
        for (nth, series) in chart.series.iter().enumerate() {
            let points: Vec<String> = series.values.iter().enumerate().map(|(at, value)| format!("{},{}", x(at), y(*value))).collect();
            self.raw(&format!("<polyline class=\"line {}\" points=\"{}\" vector-effect=\"non-scaling-stroke\"/>", fill(nth), points.join(" ")));
        }
        self.raw("</svg>");
        // Labels and figures at both ends and, if there is room, in between.
        let every = chart.labels.len().div_ceil(5).max(1);
        let last = chart.labels.len().saturating_sub(1);
        for (nth, series) in chart.series.iter().enumerate() {
            for (at, value) in series.values.iter().enumerate() {
                self.raw(&format!("<circle class=\"dot {}\" cx=\"{}%\" cy=\"{}%\" r=\"5\"/>", fill(nth), x(at), y(*value)));
            }
        }
        // With several lines, the highest has its figures above and the lowest below, unless the axis is in the way.
        for at in (0..chart.labels.len()).filter(|at| at.is_multiple_of(every) || *at == last) {
            let values = || chart.series.iter().map(|series| series.values[at]);
            let (high, low) = (values().fold(f64::NEG_INFINITY, f64::max), values().fold(f64::INFINITY, f64::min));
            let has_room = 0.76 * percent(scale, low) > 8.0;
            for (value, away) in [(high, "-0.7em"), (low, "1.5em")].into_iter().take(if low < high && has_room { 2 } else { 1 }) {
                let figure = chart::figure(chart, self.strings, value);
                self.raw(&format!("<text class=value x=\"{}%\" y=\"{}%\" dy=\"{away}\" text-anchor=\"{}\">", x(at), y(value), anchor(at, last)));
                self.text(&figure);
                self.raw("</text>");
            }
        }
        for (at, label) in chart.labels.iter().enumerate().filter(|(at, _)| at.is_multiple_of(every) || *at == last) {
            self.raw(&format!("<text class=label x=\"{}%\" y=\"98%\" text-anchor=\"{}\">", x(at), anchor(at, last)));
            self.text(label);
            self.raw("</text>");
        }
        self.raw("</svg>");
    }

    /// The name of each series beside a sample of its fill or line.
    fn legend(&mut self, chart: &Chart) {
        self.raw("<ul class=legend>");
        for (nth, series) in chart.series.iter().enumerate() {
            let class = fill(nth);
            let drawn = match chart.kind {
                ChartKind::Bar | ChartKind::Stacked => {
                    format!("<rect class=\"{class}\" x=\"1\" y=\"1\" width=\"14\" height=\"14\" vector-effect=\"non-scaling-stroke\"/>")
                }
                ChartKind::Line => format!(
                    "<path class=\"line {class}\" d=\"M-14 8H30\" vector-effect=\"non-scaling-stroke\"/><circle class=\"dot {class}\" cx=\"8\" cy=\"8\" r=\"5\"/>"
                ),
                ChartKind::Dot => format!("<path class=\"dot {class}\" d=\"M8 8h0\" vector-effect=\"non-scaling-stroke\"/>"),
            };
            self.raw(&format!("<li><svg class=swatch aria-hidden=true viewBox=\"0 0 16 16\">{drawn}</svg> "));
            self.text(&series.name);
            self.raw("</li>");
        }
        self.raw("</ul>");
    }

    /// The figures of a chart as a table.
    fn figures(&mut self, chart: &Chart) {
        let strings = self.strings;
        self.raw("<div class=table-scroll role=region tabindex=0");
        let id = self.next_id("figures");
        self.region_named_by(&id);
        self.raw("><table><caption");
        self.id(&id);
        self.raw(">");
        self.text(&strings.fill("figures_of", &[("title", &chart.title)]));
        self.raw("</caption><thead><tr><th scope=col>");
        self.text(chart::label_heading(chart, strings));
        self.raw("</th>");
        for series in &chart.series {
            self.raw("<th scope=col class=num>");
            self.text(chart::series_heading(chart, series, strings));
            self.raw("</th>");
        }
        self.raw("</tr></thead><tbody>");
        for (at, label) in chart.labels.iter().enumerate() {
            self.raw("<tr><th scope=row>");
            self.text(label);
            self.raw("</th>");
            for series in &chart.series {
                self.raw("<td class=num>");
                let figure = chart::figure(chart, self.strings, series.values[at]);
                self.text(&figure);
                self.raw("</td>");
            }
            self.raw("</tr>");
        }
        self.raw("</tbody></table></div>");
    }
}

fn percent(scale: Scale, value: f64) -> f64 {
    scale.share(value) * 100.0
}

fn fill(nth: usize) -> String {
    format!("series-{}", nth % FILLS + 1)
}

fn anchor(at: usize, last: usize) -> &'static str {
    match at {
        0 => "start",
        at if at == last => "end",
        _ => "middle",
    }
}

/// A number with at most two decimals and no trailing zeros.
fn decimals(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The numbers of two figures that can be compared: the text around the digits must be the same in both.
fn comparable(own: &str, other: &str) -> Option<(f64, f64)> {
    let (before, own, after) = parts(own)?;
    let (other_before, other, other_after) = parts(other)?;
    let is_plain =
        before == other_before && after == other_after && !before.ends_with(['-', '\u{2212}']) && !after.contains(|c: char| c.is_ascii_digit());
    is_plain.then_some((own, other))
}

/// The parts of a figure such as `£1,200 a year`: text before the number, the number, text after it.
fn parts(text: &str) -> Option<(&str, f64, &str)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text[start..].find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(text.len() - start);
    let number = text[start..start + length].replace(',', "");
    Some((text[..start].trim(), number.trim_end_matches('.').parse().ok()?, text[start + length..].trim()))
}
