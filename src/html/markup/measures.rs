//! The figures that were measured, as a table with a small chart in each row.

use super::super::writer::Writer;
use crate::model::{Action, Target};
use crate::promises::{Promise, Report};

/// Size of the drawing, in its own units.
const WIDTH: f64 = 100.0;
const HEIGHT: f64 = 24.0;

impl Writer<'_> {
    /// A row for each promise with measured figures: start, target, every figure with its time, and their course.
    pub(in super::super) fn measures(&mut self, measured: &[(&Promise<'_>, &[Report<'_>])]) {
        let strings = self.strings;
        let id = self.next_id("measures");
        self.raw("<h2");
        self.id(&id);
        self.raw(">");
        self.text(strings.text("progress_measures"));
        self.raw("</h2><div class=table-scroll role=region tabindex=0");
        self.labelled_by(&id);
        self.raw("><table");
        self.labelled_by(&id);
        self.raw("><thead><tr>");
        for key in ["action", "action_measure", "action_baseline", "action_target", "progress_figures", "progress_course"] {
            self.raw("<th scope=col>");
            self.text(strings.text(key));
            self.raw("</th>");
        }
        self.raw("</tr></thead><tbody>");
        for (promise, reports) in measured {
            let action = promise.action;
            self.raw("<tr><th scope=row>");
            self.action_link(promise);
            self.raw("</th>");
            for value in [&action.measure, &action.baseline, &action.target] {
                self.raw("<td>");
                self.text(value.as_deref().unwrap_or("\u{2013}"));
                self.raw("</td>");
            }
            let figures: Vec<String> =
                reports.iter().filter_map(|report| Some(format!("{}: {}", self.period(report.period), report.entry.value.as_ref()?))).collect();
            self.raw("<td>");
            self.text(&figures.join("; "));
            self.raw("</td><td>");
            self.course(action, reports);
            self.raw("</td></tr>");
        }
        self.raw("</tbody></table></div>");
    }

    /// A line through the figures in their order. Its words are the figures beside it.
    fn course(&mut self, action: &Action<Target>, reports: &[Report<'_>]) {
        let start = action.baseline.as_deref().and_then(figure);
        let values: Vec<f64> = start.into_iter().chain(reports.iter().filter_map(|report| figure(report.entry.value.as_deref()?))).collect();
        let target = action.target.as_deref().and_then(figure);
        let Some(last) = values.last().copied().filter(|_| values.len() > 1) else { return self.text("\u{2013}") };
        let all = || values.iter().copied().chain(target);
        let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        let range = if most > least { most - least } else { 1.0 };
        let y = |value: f64| HEIGHT - 2.0 - (value - least) / range * (HEIGHT - 4.0);
        let x = |at: usize| 2.0 + at as f64 * (WIDTH - 6.0) / (values.len() - 1) as f64;
        let mut path = String::new();
        for (at, value) in values.iter().enumerate() {
            path.push_str(&format!("{}{:.1} {:.1}", if at == 0 { 'M' } else { 'L' }, x(at), y(*value)));
        }
        self.raw(&format!("<svg class=sparkline viewBox=\"0 0 {WIDTH} {HEIGHT}\" width={WIDTH} height={HEIGHT} aria-hidden=true>"));
        if let Some(target) = target {
            self.raw(&format!("<path class=sparkline-target d=\"M0 {0:.1}H{WIDTH}\"/>", y(target)));
        }
        self.raw(&format!("<path class=sparkline-line d=\"{path}\"/>"));
        self.raw(&format!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=2.5 /></svg>", x(values.len() - 1), y(last)));
    }
}

/// The first number of a text.
fn figure(text: &str) -> Option<f64> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text[start..].find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).unwrap_or(text.len() - start);
    let value: f64 = text[start..start + length].trim_end_matches(['.', ',']).replace(',', "").parse().ok()?;
    Some(if text[..start].ends_with(['-', '\u{2212}']) { -value } else { value })
}
