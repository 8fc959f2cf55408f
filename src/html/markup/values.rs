//! Changed values in a redline, in words.

use crate::html::writer::Writer;
use crate::model::{Block, BlockKind, Field, Mark, Replacement, Target, Time, ValueChange};
use crate::wording;

impl Writer<'_> {
    /// A block with changed values: each value in words, or both blocks if it cannot be said in words.
    pub(super) fn replaced(&mut self, block: &Block<Target>, replacement: &Replacement<Target>) {
        if replacement.values.is_empty() {
            self.marked(Mark::Removed, |writer| writer.kind(&replacement.was.kind));
            self.marked(Mark::Added, |writer| writer.kind(&block.kind));
            return;
        }
        self.raw("<ul class=values>");
        for value in &replacement.values {
            self.value(value, matches!(block.kind, BlockKind::Chart(..)));
            if let (Field::Picture | Field::File, BlockKind::Figure(image, _)) = (&value.field, &replacement.was.kind) {
                self.raw("<li>");
                self.marked(Mark::Removed, |writer| writer.image(image));
                self.raw("</li>");
            }
        }
        self.raw("</ul>");
        self.kind(&block.kind);
    }

    fn value(&mut self, value: &ValueChange, is_chart: bool) {
        if let Some(key) = value.sentence() {
            let sides = [("was", value.was.as_deref().unwrap_or("")), ("now", value.now.as_deref().unwrap_or(""))];
            let sentence = self.strings.fill(key, &sides);
            self.element("li", "value", &sentence);
            return;
        }
        let name = match &value.field {
            Field::Figure(name) | Field::Comparison(name) | Field::Day(name) => name.clone(),
            Field::Position(name) => format!("{name}: {}", self.strings.text("field_position")),
            field => self.strings.text(&format!("field_{}", field.name())).to_owned(),
        };
        let strings = self.strings;
        let in_words = |text: &String| match Time::parse(text).filter(|_| matches!(value.field, Field::Due | Field::Day(_))) {
            Some(time) => wording::time(time, strings),
            None if is_chart && matches!(value.field, Field::Figure(_)) => strings.digits(text),
            None => text.clone(),
        };
        let (was, now) = (value.was.as_ref().map(in_words), value.now.as_ref().map(in_words));
        self.changed_value(&name, was.as_deref(), now.as_deref());
    }

    /// A list item with a value's old and new text.
    pub(in crate::html) fn changed_value(&mut self, name: &str, was: Option<&str>, now: Option<&str>) {
        self.raw("<li>");
        self.text(name);
        self.raw(":");
        for (mark, text) in [(Mark::Removed, was), (Mark::Added, now)] {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                self.raw(" ");
                self.marked(mark, |writer| writer.text(text));
            }
        }
        self.raw("</li>");
    }
}
