//! # orphan-page
//!
//! No text links to a page in `pages/`.
//!
//! The home page and the contents list every page, but readers are more likely to find it through a link in the text. This rule is off
//! by default.
//!
//! Bad:
//!
//! ```text
//! === pages/get-involved.md
//! ---
//! title: Get involved
//! ---
//! Tell us what you think.
//! === chapters/01-plan.md
//! ---
//! title: Our plan
//! ---
//! We will plan.
//! ```
//!
//! Good:
//!
//! ```text
//! === pages/get-involved.md
//! ---
//! title: Get involved
//! ---
//! Tell us what you think.
//! === chapters/01-plan.md
//! ---
//! title: Our plan
//! ---
//! We will plan. [Tell us what you think](../pages/get-involved.md).
//! ```

use crate::check::visit::{Family, Findings, Gathered, Visit};
use crate::diag::Diagnostic;
use crate::model::{Document, PageId};

const NAME: &str = "orphan-page";

pub(super) const FAMILY: Family = Family { text: include_str!("orphan_page.rs"), rules: &[(NAME, None)], visit: Visit::Document(find) };

fn find(document: &Document, gathered: &Gathered, findings: &mut Findings) {
    for (page, at) in document.pages.iter().zip(0..) {
        if !gathered.linked.contains(&PageId::Page(at)) {
            let finding = Diagnostic::warning(NAME, page.front.title_span, format!("no text links to the page \"{}\"", page.front.title));
            findings.push(finding.hint("link to it where readers need it, or on the home page, pages/index.md"));
        }
    }
}
