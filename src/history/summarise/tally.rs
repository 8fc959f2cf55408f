//! Counts changes of one kind together.

use std::collections::HashMap;

use crate::model::{How, SummaryPart, Thing};

/// Longer names are cut at a word.
const LONGEST_NAME: usize = 60;

/// Changes counted by kind, in the order in which a reader comes to them.
#[derive(Debug, Default)]
pub(super) struct Tally {
    parts: Vec<SummaryPart>,
    places: HashMap<(Thing, How), usize>,
}

impl Tally {
    fn part(&mut self, thing: Thing, how: How) -> &mut SummaryPart {
        let parts = &mut self.parts;
        let at = *self.places.entry((thing, how)).or_insert_with_key(|(thing, how)| {
            let (names, former, inside) = (Vec::new(), Vec::new(), Vec::new());
            parts.push(SummaryPart { thing: *thing, how: how.clone(), count: 0, names, former, inside });
            parts.len() - 1
        });
        &mut self.parts[at]
    }

    /// Adds something without a name.
    pub(super) fn add(&mut self, thing: Thing, how: How) {
        self.part(thing, how).count += 1;
    }

    /// Adds something that may have a name.
    pub(super) fn name(&mut self, thing: Thing, how: How, name: String) {
        let part = self.part(thing, how);
        part.count += 1;
        part.names.push(shortened(&name));
    }

    /// Adds something that has another name now.
    pub(super) fn rename(&mut self, thing: Thing, was: &str, now: &str) {
        let part = self.part(thing, How::Renamed);
        part.count += 1;
        part.names.push(shortened(now));
        part.former.push(shortened(was));
    }

    /// Adds what changed inside something that is counted.
    pub(super) fn inside(&mut self, thing: Thing, how: How, inside: Vec<SummaryPart>) {
        let part = self.part(thing, how);
        for new in inside {
            match part.inside.iter_mut().find(|known| (known.thing, &known.how) == (new.thing, &new.how)) {
                Some(known) => {
                    known.count += new.count;
                    known.names.extend(new.names);
                    known.former.extend(new.former);
                }
                None => part.inside.push(new),
            }
        }
    }

    /// The changes; names only where all of a kind have one.
    pub(super) fn finish(mut self) -> Vec<SummaryPart> {
        fn settle(parts: &mut [SummaryPart]) {
            for part in parts {
                if part.names.len() != part.count as usize || part.names.iter().any(String::is_empty) {
                    part.names.clear();
                    part.former.clear();
                }
                settle(&mut part.inside);
            }
        }
        settle(&mut self.parts);
        self.parts
    }
}

/// A name on one line, cut at a word if it is long.
fn shortened(name: &str) -> String {
    let mut short = String::new();
    for word in name.split_whitespace() {
        if short.len() + word.len() > LONGEST_NAME && !short.is_empty() {
            return short + " …";
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}
