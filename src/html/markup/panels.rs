//! Boxes and panels: quotations, callouts, cards.

use super::same::Same;
use crate::html::writer::Writer;
use crate::model::{Callout, CalloutKind, Card, Extent, Mark, Quotation, Target};

impl Writer<'_> {
    pub(super) fn quotation(&mut self, quotation: &Quotation<Target>) {
        self.raw("<figure class=quote");
        self.own_id();
        self.raw("><blockquote>");
        self.blocks(&quotation.body);
        self.raw("</blockquote>");
        if !quotation.attribution.is_empty() {
            self.raw("<figcaption>");
            self.line(&quotation.attribution);
            self.raw("</figcaption>");
        }
        self.raw("</figure>");
    }

    pub(super) fn callout(&mut self, callout: &Callout<Target>) {
        let key = format!("callout_{}", callout.kind.name().replace('-', "_"));
        let kind = self.strings.all().get(&key).cloned().unwrap_or_default();
        match callout.kind {
            CalloutKind::CaseStudy => {
                let tag = self.heading_tag(callout.level);
                self.raw("<section class=case-study");
                self.own_id();
                self.labelled_by(&callout.anchor);
                self.raw("><");
                self.raw(&tag);
                self.raw(" class=case-study-title");
                self.id(&callout.anchor);
                self.raw(">");
                self.element("span", "case-study-kind", &kind);
                self.raw(" ");
                self.caption(&callout.title);
                self.raw("</");
                self.raw(&tag);
                self.raw(">");
                self.blocks(&callout.body);
                self.raw("</section>");
            }
            CalloutKind::Transcript => {
                self.raw("<details class=transcript");
                self.own_id();
                self.raw("><summary>");
                self.text(&kind);
                if !callout.title.is_empty() {
                    self.raw(": ");
                    self.caption(&callout.title);
                }
                self.raw("</summary>");
                self.blocks(&callout.body);
                self.raw("</details>");
            }
            CalloutKind::Vision | CalloutKind::Pledge | CalloutKind::PullQuote => {
                self.raw("<div class=\"statement statement-");
                self.raw(callout.kind.name());
                self.raw("\"");
                self.own_id();
                if callout.title.is_empty() {
                    self.raw(">");
                } else {
                    self.raw(" role=group");
                    self.labelled_by(&callout.anchor);
                    self.raw("><p class=statement-title");
                    self.id(&callout.anchor);
                    self.raw(">");
                    self.caption(&callout.title);
                    self.raw("</p>");
                }
                self.blocks(&callout.body);
                self.raw("</div>");
            }
            CalloutKind::Note
            | CalloutKind::Tip
            | CalloutKind::Important
            | CalloutKind::Warning
            | CalloutKind::Caution
            | CalloutKind::Action
            | CalloutKind::Box
            | CalloutKind::Recommendation => {
                self.raw("<div class=\"callout callout-");
                self.raw(callout.kind.name());
                self.raw("\" role=note");
                self.own_id();
                self.labelled_by(&callout.anchor);
                self.raw("><div class=callout-title");
                self.id(&callout.anchor);
                self.raw(">");
                // A warning says that it is one; other titles speak for themselves.
                let is_warning = matches!(callout.kind, CalloutKind::Warning | CalloutKind::Caution);
                if is_warning || callout.title.is_empty() {
                    self.element("span", "callout-kind", &kind);
                }
                if !callout.title.is_empty() {
                    self.raw(if is_warning { " <span class=callout-name>" } else { "<span class=callout-name>" });
                    self.marked(self.own_or_spread(Mark::Unchanged), |writer| writer.line(&callout.title));
                    self.raw("</span>");
                }
                self.raw("</div>");
                self.blocks(&callout.body);
                self.raw("</div>");
            }
        }
    }

    pub(super) fn cards(&mut self, cards: &[Card<Target>]) {
        self.raw("<ul class=cards");
        self.own_id();
        self.raw(">");
        let is_same = |at: usize| {
            let card = &cards[at];
            card.mark == Mark::Unchanged && !Extent::of_line(&card.title).is_marked() && !Extent::of_blocks(&card.body).is_marked()
        };
        let same = self.same_parts(cards.len(), is_same);
        for (card, same) in cards.iter().zip(same) {
            match same {
                Same::Shown => {}
                Same::Counted(count) => {
                    self.same_part("li", count);
                    continue;
                }
                Same::Hidden => continue,
            }
            let tag = self.heading_tag(card.level);
            self.raw("<li class=card>");
            self.raw("<");
            self.raw(&tag);
            self.raw(" class=card-title>");
            self.marked(self.own_or_spread(card.mark), |writer| writer.line(&card.title));
            self.raw("</");
            self.raw(&tag);
            self.raw(">");
            self.marked_blocks(card.mark, &card.body, false);
            self.raw("</li>");
        }
        self.raw("</ul>");
    }
}
