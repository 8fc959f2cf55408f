//! Passages set apart: quotations, callouts, cards.

use super::Writer;
use crate::model::{Callout, CalloutKind, Card, Quotation, Target};

impl Writer<'_> {
    pub(super) fn quotation(&mut self, quotation: &Quotation<Target>) {
        self.raw("<figure class=quote");
        self.name_block();
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
        let kind = self.strings.text(&key).to_owned();
        match callout.kind {
            CalloutKind::CaseStudy => {
                let tag = format!("h{}", self.level(callout.level));
                self.raw("<section class=case-study");
                self.name_block();
                self.labelled_by(&callout.anchor);
                self.raw("><");
                self.raw(&tag);
                self.raw(" class=case-study-title");
                self.id(&callout.anchor);
                self.raw(">");
                self.element("span", "case-study-kind", &kind);
                self.raw(" ");
                self.line(&callout.title);
                self.raw("</");
                self.raw(&tag);
                self.raw(">");
                self.blocks(&callout.body);
                self.raw("</section>");
            }
            CalloutKind::Transcript => {
                self.raw("<details class=transcript");
                self.name_block();
                self.raw("><summary>");
                self.text(&kind);
                if !callout.title.is_empty() {
                    self.raw(": ");
                    self.line(&callout.title);
                }
                self.raw("</summary>");
                self.blocks(&callout.body);
                self.raw("</details>");
            }
            _ => {
                self.raw("<div class=\"callout callout-");
                self.raw(callout.kind.name());
                self.raw("\" role=note");
                self.name_block();
                self.labelled_by(&callout.anchor);
                self.raw("><p class=callout-title");
                self.id(&callout.anchor);
                self.raw(">");
                self.element("span", "callout-kind", &kind);
                if !callout.title.is_empty() {
                    self.raw(" <span class=callout-name>");
                    self.line(&callout.title);
                    self.raw("</span>");
                }
                self.raw("</p>");
                self.blocks(&callout.body);
                self.raw("</div>");
            }
        }
    }

    pub(super) fn cards(&mut self, cards: &[Card<Target>]) {
        self.raw("<ul class=cards");
        self.name_block();
        self.raw(">");
        for card in cards {
            let tag = format!("h{}", self.level(card.level));
            self.raw("<li class=card><");
            self.raw(&tag);
            self.raw(" class=card-title>");
            self.line(&card.title);
            self.raw("</");
            self.raw(&tag);
            self.raw(">");
            self.blocks(&card.body);
            self.raw("</li>");
        }
        self.raw("</ul>");
    }
}
