//! Actions: where they are promised, and the action plan.

use crate::layout::paged::tags::TagRole;
use crate::layout::paged::units::Pt;
use crate::layout::parts::builder::{Frame, PartBuilder};
use crate::layout::style::text_style::TextStyle;
use crate::layout::tables::grid::{CellText, Grid};
use crate::layout::text::destinations::DestKey;
use crate::model::{Action, Alignment, PageId, Period, Target};
use crate::promises::{self, Order};
use crate::wording;

impl PartBuilder<'_> {
    /// An action among the text that promises it.
    pub(in crate::layout) fn action(&mut self, frame: Frame, action: &Action<Target>) {
        let measures = self.context.measures;
        let tag = self.part.tags.add(frame.tag, TagRole::Sect);
        let key = DestKey::Place(self.part.page, Some(action.name.clone()));
        let start = self.part.strips.len();
        self.panel(frame.within(tag), measures.tint, Some(measures.accent), measures.gap * 1.5, |builder, inner| {
            let label = TextStyle { weight: 700.0, colour: measures.accent, ..measures.small };
            let name = builder.action_name(action);
            builder.words(inner, TagRole::P, label, Pt::ZERO, &name);
            builder.keep_last();
            builder.paragraph(inner, TagRole::P, TextStyle { weight: 700.0, ..frame.style }, measures.gap * 0.3, &action.what);
            for (key, value) in builder.facts(action) {
                builder.keep_last();
                let words = format!("{}: {value}", builder.strings().text(key));
                builder.words(inner, TagRole::P, measures.small, measures.gap * 0.3, &words);
            }
        });
        if !self.part.marking.mark.is_past()
            && let Some(first) = self.part.strips.get_mut(start)
        {
            first.anchors.push((tag, Some(key)));
        }
    }

    /// The action plan: every action with the page that promises it, in the order of the document.
    pub(in crate::layout) fn action_plan(&mut self) {
        self.part.page = PageId::Actions;
        let frame = self.column();
        let strings = self.strings();
        let title = strings.text("action_plan").to_owned();
        self.title(frame, &title, DestKey::Place(PageId::Actions, None));
        let intro = strings.text("print_actions_intro").to_owned();
        self.words(frame, TagRole::P, frame.style, self.context.measures.gap * 2.0, &intro);
        let mut all = promises::gather(self.context.document);
        promises::sort(&mut all, Order::Document);
        let keys = ["action_owner", "action_due", "action_target"];
        let facts: Vec<_> = all.iter().map(|promise| self.facts(promise.action)).collect();
        let keys: Vec<&str> = keys.into_iter().filter(|key| facts.iter().flatten().any(|(name, _)| name == key)).collect();
        let row = |(promise, facts): (&promises::Promise<'_>, &Vec<(&'static str, String)>)| {
            let of = |key: &&str| facts.iter().find(|(name, _)| name == key).map_or_else(String::new, |(_, value)| value.clone());
            let number = promise.action.number.map_or_else(String::new, |number| number.to_string());
            [number, crate::model::plain_text(&promise.action.what).replace('\n', " ")]
                .into_iter()
                .chain(keys.iter().map(of))
                .map(CellText::Words)
                .collect()
        };
        let rows = all.iter().zip(&facts).map(row).collect();
        let head: Vec<_> = ["action", "action_what"].iter().chain(&keys).map(|key| CellText::Words(strings.text(key).to_owned())).collect();
        let grid = Grid { caption: None, alignments: vec![Alignment::Start; head.len()], head, rows, row_headers: true, ..Grid::default() };
        self.grid(frame, &grid);
    }

    fn action_name(&self, action: &Action<Target>) -> String {
        match action.number {
            Some(number) => self.strings().fill("action_number", &[("number", &number.to_string())]),
            None => self.strings().text("action").to_owned(),
        }
    }

    /// The details of an action: the key of each label, and the value.
    fn facts(&self, action: &Action<Target>) -> Vec<(&'static str, String)> {
        let due = |due: Period| wording::period(due, self.strings());
        promises::facts(action, action.due.map(due))
    }
}
