//! Anchors of a page, and the words of what they lead to.

use crate::model::{Block, BlockKind, CalloutKind, Label, plain_text};

/// Collects every anchor of a page, with the words of what it leads to: headings, case studies, actions and blocks with names,
/// however deeply they are nested. Headings of an embedded
/// transcript are not part of the page's outline and have none.
pub(super) fn collect_anchors(blocks: &[Block<Label>], anchors: &mut Vec<(Box<str>, Box<str>)>) {
    for block in blocks {
        if let Some(name) = block.label.as_ref().and_then(|label| label.name.as_ref()) {
            anchors.push((name.clone(), words_of(&block.kind).into()));
        }
        match &block.kind {
            BlockKind::Heading(heading) => {
                anchors.push((heading.anchor.clone(), plain_text(&heading.content).into()));
            }
            BlockKind::Action(action) => {
                anchors.push((action.name.clone(), plain_text(&action.what).into()));
            }
            BlockKind::Callout(callout) if callout.kind == CalloutKind::CaseStudy => {
                anchors.push((callout.anchor.clone(), plain_text(&callout.title).into()));
                collect_anchors(&callout.body, anchors);
            }
            BlockKind::Video(_) => {}
            kind @ (BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(..)
            | BlockKind::BlockQuote(_)
            | BlockKind::Quotation(_)
            | BlockKind::Callout(_)
            | BlockKind::Cards(_)
            | BlockKind::Code(_)
            | BlockKind::ThematicBreak
            | BlockKind::Statistics(_)
            | BlockKind::Chart(..)
            | BlockKind::Timeline(_)
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_)
            | BlockKind::Survey(_)
            | BlockKind::RawHtml(_)) => kind.each_list(&mut |list| collect_anchors(list, anchors)),
        }
    }
}

/// The caption or the title of a block, or its first words.
fn words_of(kind: &BlockKind<Label>) -> String {
    let mut words = match kind {
        BlockKind::Chart(chart, _) => chart.title.clone(),
        BlockKind::Survey(survey) => survey.question.clone(),
        BlockKind::Video(video) => video.title.clone(),
        BlockKind::Table(table) => {
            plain_text(table.caption.as_deref().unwrap_or(&table.head.first().map_or(Vec::new(), |cell| cell.content.clone())))
        }
        BlockKind::Callout(callout) => plain_text(&callout.title),
        BlockKind::Figure(image, caption) if caption.is_empty() => image.alternative.as_deref().unwrap_or("").to_owned(),
        BlockKind::Figure(_, line) | BlockKind::Paragraph(line) => plain_text(line),
        BlockKind::Statistics(statistics) => statistics.first().map_or_else(String::new, |first| plain_text(&first.label)),
        BlockKind::Timeline(moments) => moments.first().map_or_else(String::new, |first| plain_text(&first.text)),
        BlockKind::Heading(_)
        | BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::BlockQuote(_)
        | BlockKind::Quotation(_)
        | BlockKind::Cards(_)
        | BlockKind::Code(_)
        | BlockKind::ThematicBreak
        | BlockKind::VersionHistory
        | BlockKind::ListOf(_)
        | BlockKind::Gallery(_)
        | BlockKind::Action(_)
        | BlockKind::RawHtml(_) => String::new(),
    };
    if words.trim().is_empty() {
        words = "this passage".to_owned();
    }
    words.replace('\n', " ")
}
