//! What readers call blocks.

use crate::model::{Block, BlockKind, Label, Thing, plain_text};

/// What readers call a paragraph in a block of this kind; `outer` is what they call one around it.
pub(super) fn paragraph_of(kind: &BlockKind<Label>, outer: Thing) -> Thing {
    if matches!(kind, BlockKind::List(_)) {
        Thing::Item
    } else if matches!(kind, BlockKind::DefinitionList(_)) {
        Thing::Definition
    } else if matches!(kind, BlockKind::BlockQuote(_) | BlockKind::Quotation(_)) {
        Thing::Quotation
    } else {
        outer
    }
}

pub(super) fn title(block: &Block<Label>) -> String {
    if let BlockKind::Heading(heading) = &block.kind { plain_text(&heading.content) } else { String::new() }
}

/// What readers call a block, and its name if it has one; `paragraph` is what a paragraph is here.
pub(super) fn named(kind: &BlockKind<Label>, paragraph: Thing) -> (Thing, Option<String>) {
    match kind {
        BlockKind::Heading(heading) => (Thing::Heading, Some(plain_text(&heading.content))),
        BlockKind::Paragraph(_) => (paragraph, None),
        BlockKind::List(_) => (Thing::List, None),
        BlockKind::DefinitionList(_) => (Thing::Definition, None),
        BlockKind::Table(table) => (Thing::Table, table.caption.as_deref().map(plain_text)),
        BlockKind::Figure(..) => (Thing::Picture, None),
        BlockKind::BlockQuote(_) | BlockKind::Quotation(_) => (Thing::Quotation, None),
        BlockKind::Callout(callout) => (Thing::Box, Some(plain_text(&callout.title))),
        BlockKind::Cards(_) => (Thing::Card, None),
        BlockKind::Code(_) | BlockKind::RawHtml(_) => (Thing::Code, None),
        BlockKind::ThematicBreak => (Thing::Break, None),
        BlockKind::VersionHistory => (Thing::Table, None),
        BlockKind::ListOf(_) => (Thing::List, None),
        BlockKind::Gallery(_) => (Thing::Picture, None),
        BlockKind::Statistics(_) => (Thing::KeyFigure, None),
        BlockKind::Chart(chart, _) => (Thing::Chart, Some(chart.title.clone())),
        BlockKind::Timeline(_) => (Thing::Date, None),
        BlockKind::Video(video) => (Thing::Video, Some(video.title.clone())),
        BlockKind::Survey(survey) => (Thing::Question, Some(survey.question.clone())),
        BlockKind::Action(action) => (Thing::Action, Some(plain_text(&action.what))),
    }
}
