//! # cross-reference
//!
//! The text names a section, chapter, annex, figure, table or page by a number that nothing here has.
//!
//! Numbers typed by hand go out of date: a section is added, and "see section 4.2" leads nowhere. Write a link; in print, its page number
//! is added for you. If you mean another document, name it: "section 75 of the NHS Act 2006", "Figure 2 in the needs assessment". Pages
//! have no numbers on the website. The rule is for English only.
//!
//! Bad:
//!
//! ```text
//! How we pay for it is in section 9.9.
//! ```
//!
//! Good:
//!
//! ```text
//! How we pay for it is in [our budget](#our-budget), under section 75 of the NHS Act 2006.
//!
//! ## Our budget
//!
//! We spend it all.
//! ```
//!
//! # typed-reference
//!
//! The text names a section, chapter or annex by its number, without a link.
//!
//! The number is right today, but it does not follow when chapters or sections are added or moved, and nobody can go there with a click.
//! Write a link with the title as its words. The rule is for English only.
//!
//! Bad:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! The money is in chapter 2.
//! === chapters/02-money.md
//! ---
//! title: Money
//! ---
//! We spend it all.
//! ```
//!
//! Good:
//!
//! ```text
//! === chapters/01-plan.md
//! ---
//! title: Plan
//! ---
//! The money is in [[Money]].
//! === chapters/02-money.md
//! ---
//! title: Money
//! ---
//! We spend it all.
//! ```

mod gather;
mod numbered;

pub(in crate::check) use gather::references;

use crate::check::visit::{Family, Findings, Gathered, Kind, Reference, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::Document;
use crate::span::SourceMap;
use numbered::Numbered;

const NAME: &str = "cross-reference";
const TYPED: &str = "typed-reference";

pub(super) const FAMILY: Family = Family {
    text: include_str!("cross_reference.rs"),
    rules: &[(NAME, Some(Severity::Warning)), (TYPED, Some(Severity::Info))],
    visit: Visit::References(find),
};

fn find(document: &Document, sources: &SourceMap, gathered: &Gathered, findings: &mut Findings) {
    if gathered.references.is_empty() {
        return;
    }
    let numbered = Numbered::of(document, sources);
    for reference in &gathered.references {
        let Reference { kind, number, words, span, .. } = reference;
        if gathered.captions.contains(&(*kind, number.clone())) {
            continue;
        }
        if *kind == Kind::Page {
            let finding = Diagnostic::warning(NAME, *span, format!("\"{words}\" does not exist on the website, and will be another page in print"));
            findings.push(finding.hint(
                "link to the part that you mean, such as `[[Title of a chapter]]` or `[its heading](file.md#its-heading)`: print adds the page number; \
                 if it is a page of another document, name it",
            ));
            continue;
        }
        match numbered.link(*kind, number, *span) {
            Some(link) => {
                let message = format!("\"{words}\" is typed by hand, so it does not follow when the numbers change");
                findings.push(Diagnostic::new(Severity::Info, TYPED, *span, message).hint(format!("write a link: `{link}`")));
            }
            None if reference.is_doubtful => {}
            None => {
                let (what, hint) = match kind {
                    Kind::Figure => (
                        format!("no figure here has the number {number}"),
                        format!("begin its caption with \"Figure {number}: \", or say where it is in words"),
                    ),
                    Kind::Table => (
                        format!("no table here has the number {number}"),
                        format!("write its caption as `Table: Table {number}: …`, or say where it is in words"),
                    ),
                    Kind::Section | Kind::Chapter | Kind::Annex | Kind::Page => (
                        format!("there is no {} {number} here", kind.name()),
                        "link to the part that you mean, such as `[[Title of a chapter]]` or `[its heading](file.md#its-heading)`".to_owned(),
                    ),
                };
                let finding = Diagnostic::warning(NAME, *span, what);
                findings.push(finding.hint(format!("{hint}; if it is in another document, name it: \"{words} of …\"")));
            }
        }
    }
}
