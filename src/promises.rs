//! Promises: the actions of a strategy gathered, what has been reported about each, and promises that became weaker.

mod progress;
mod softened;
mod wording;

use crate::model::{Action, Block, BlockKind, Document, PageId, Target};
use crate::span::Span;

pub use progress::{Report, is_overdue, reports};
pub use softened::softened;

/// An action of a document, with the page that promises it.
#[derive(Debug, Clone, Copy)]
pub struct Promise<'a> {
    /// The page with the action.
    pub page: PageId,
    /// The action.
    pub action: &'a Action<Target>,
    /// Its block in the source.
    pub span: Span,
}

/// An order in which an action plan can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As in the document.
    Document,
    /// By owner; actions without one last.
    Owner,
    /// By the day they are due; actions without one last.
    Due,
}

/// All actions of `document`, in reading order.
#[must_use]
pub fn gather(document: &Document) -> Vec<Promise<'_>> {
    let mut promises = Vec::new();
    for (page, text) in document.texts() {
        each_action(&text.body, &mut |block, action| promises.push(Promise { page, action, span: block.span }));
    }
    promises
}

/// Sorts promises. Equal ones keep their order.
pub fn sort(promises: &mut [Promise<'_>], order: Order) {
    match order {
        Order::Document => {}
        Order::Owner => {
            promises.sort_by_cached_key(|promise| (promise.action.owner.is_none(), promise.action.owner.as_ref().map(|owner| owner.to_lowercase())));
        }
        Order::Due => promises.sort_by_key(|promise| (promise.action.due.is_none(), promise.action.due.map(|due| due.last_day()))),
    }
}

/// What an action says besides its words: the interface text that names each fact, and its value. `due` is the time in words.
#[must_use]
pub fn facts<L>(action: &Action<L>, due: Option<String>) -> Vec<(&'static str, String)> {
    let facts = [
        ("action_owner", action.owner.clone()),
        ("action_due", due),
        ("action_measure", action.measure.clone()),
        ("action_baseline", action.baseline.clone()),
        ("action_target", action.target.clone()),
        ("action_money", action.money.clone()),
    ];
    facts.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

/// Calls `see` with every action in `blocks` and its block, in reading order, without text that was removed.
fn each_action<'a, L>(blocks: &'a [Block<L>], see: &mut dyn FnMut(&'a Block<L>, &'a Action<L>)) {
    for block in blocks.iter().filter(|block| !block.change.as_ref().is_some_and(|change| change.is_past())) {
        if let BlockKind::Action(action) = &block.kind {
            see(block, action);
        }
        block.kind.each_list(&mut |list| each_action(list, see));
    }
}
