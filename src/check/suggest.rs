//! Replacements that a fix may apply.

use crate::diag::Diagnostic;
use crate::model::slug;
use crate::text::line::{Line, Role};

impl Line<'_> {
    /// The fault with other words for `start..end`, where nothing but words can change with them: no address, no anchor, no
    /// YAML. Elsewhere the fault alone.
    pub(crate) fn suggest(&self, fault: Diagnostic, start: usize, end: usize, instead: &str) -> Diagnostic {
        match self.exact(start, end) {
            Some(span) if !self.is_value && !self.is_address(start, end) && self.keeps_anchor(start, end, instead) => fault.suggest(span, instead),
            _ => fault,
        }
    }

    /// Whether what stands between the spaces around `start..end` is an address that nobody made a link of.
    fn is_address(&self, start: usize, end: usize) -> bool {
        let before = self.text[..start].rsplit(char::is_whitespace).next().unwrap_or("");
        let after = self.text[end..].split(char::is_whitespace).next().unwrap_or("");
        let around = [before, &self.text[start..end], after].concat();
        around.contains("://") || around.contains("www.") || around.contains('@')
    }

    /// Whether a heading would keep its anchor, which others may link to.
    fn keeps_anchor(&self, start: usize, end: usize, instead: &str) -> bool {
        let has_anchor = matches!(self.role, Role::Title | Role::Heading | Role::Term);
        !has_anchor || slug(self.text) == slug(&[&self.text[..start], instead, &self.text[end..]].concat())
    }
}
