//! # plain-words
//!
//! There is a plainer word.
//!
//! Everyone reads plain words faster, experts included. The list has only words that a plainer one can nearly always replace.
//!
//! Bad:
//!
//! ```text
//! We will utilise local buildings in order to meet people.
//! ```
//!
//! Good:
//!
//! ```text
//! We will use local buildings to meet people.
//! ```
//!
//! Source: GOV.UK style guide, "Words to avoid"; NHS service manual, "How we write".

use crate::check::visit::{Family, Findings, Found, Phrase, Visit};
use crate::diag::{Diagnostic, Severity};

const NAME: &str = "plain-words";

pub(super) const FAMILY: Family =
    Family { text: include_str!("plain_words.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Phrases(PHRASES, find) };

const PHRASES: &[Phrase] = &[
    ("a number of", "some, several, or the number"),
    ("a range of", "some, or name them"),
    ("ameliorate", "improve"),
    ("approximately", "about"),
    ("ascertain", "find out"),
    ("at the present time", "now"),
    ("at this moment in time", "now"),
    ("best of breed", "best"),
    ("blue-sky thinking", "new ideas"),
    ("by means of", "by, or with"),
    ("combating", "reducing, or working against"),
    ("commence", "start"),
    ("commenced", "started"),
    ("commences", "starts"),
    ("commencing", "starting"),
    ("cutting edge", "newest"),
    ("cutting-edge", "newest"),
    ("due to the fact that", "because"),
    ("endeavour to", "try to"),
    ("endeavours to", "tries to"),
    ("expedite", "speed up"),
    ("for the purpose of", "for, or to"),
    ("for the purposes of", "for"),
    ("going forward", "from now on, or nothing at all"),
    ("hereafter", "from now on"),
    ("heretofore", "until now"),
    ("herewith", "with this"),
    ("in accordance with", "as … says, or following"),
    ("in addition to", "as well as"),
    ("in conjunction with", "with"),
    ("in excess of", "more than"),
    ("in lieu of", "instead of"),
    ("in order that", "so that"),
    ("in order to", "to"),
    ("in receipt of", "getting, or having"),
    ("in relation to", "about"),
    ("in respect of", "about, or for"),
    ("in terms of", "about, or nothing at all"),
    ("in the course of", "while, or during"),
    ("in the event of", "if"),
    ("in the event that", "if"),
    ("in the majority of cases", "mostly"),
    ("in the vicinity of", "near"),
    ("inter alia", "among other things"),
    ("leverage", "use, or build on"),
    ("leverages", "uses, or builds on"),
    ("leveraging", "using, or building on"),
    ("low-hanging fruit", "easy things first"),
    ("methodology", "method"),
    ("methodologies", "methods"),
    ("necessitate", "need"),
    ("necessitates", "needs"),
    ("notwithstanding", "even if, or despite"),
    ("one-stop shop", "one place"),
    ("paradigm shift", "great change"),
    ("per annum", "a year"),
    ("pertaining to", "about"),
    ("prior to", "before"),
    ("pursuant to", "under"),
    ("ring-fence", "keep for"),
    ("ring-fenced", "kept for"),
    ("ringfenced", "kept for"),
    ("streamline", "make simpler"),
    ("streamlined", "simpler"),
    ("streamlining", "making simpler"),
    ("subsequent to", "after"),
    ("subsequently", "later, or then"),
    ("synergies", "what we gain by working together"),
    ("synergy", "what we gain by working together"),
    ("terminate", "end"),
    ("the majority of", "most"),
    ("thereafter", "then, or after that"),
    ("utilisation", "use"),
    ("utilise", "use"),
    ("utilised", "used"),
    ("utilises", "uses"),
    ("utilising", "using"),
    ("utilization", "use"),
    ("utilize", "use"),
    ("utilized", "used"),
    ("utilizes", "uses"),
    ("utilizing", "using"),
    ("whilst", "while"),
    ("with a view to", "to"),
    ("with effect from", "from"),
    ("with reference to", "about"),
    ("with regard to", "about"),
    ("with regards to", "about"),
    ("with respect to", "about"),
];

fn find(found: &Found<'_>, findings: &mut Findings) {
    if found.is_whole() && !found.line.is_quoted(found.start) {
        let finding = Diagnostic::warning(NAME, found.span(), format!("there is a plainer word for \"{}\"", found.words()));
        findings.push(finding.hint(format!("try: {}", found.advice)));
    }
}
