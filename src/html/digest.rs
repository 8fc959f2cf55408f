//! Whether a text has other words than when somebody last read it.

use xxhash_rust::xxh3::Xxh3;

use crate::model::{Block, BlockKind, Chapter, Inline, Target, Walk, WalkContext, plain_text};
use crate::theme::Strings;
use crate::{chart, promises};

/// Eight hexadecimal digits that change with the words and figures of a text.
pub(super) fn digest(text: &Chapter<Target>, strings: &Strings) -> String {
    let mut digest = Digest { hasher: Xxh3::new(), strings };
    digest.add(&text.front.title);
    digest.chapter(text);
    format!("{:08x}", digest.hasher.digest() as u32)
}

struct Digest<'s> {
    hasher: Xxh3,
    strings: &'s Strings,
}

impl Digest<'_> {
    fn add(&mut self, text: &str) {
        self.hasher.update(text.as_bytes());
        // Ends the text, so that words which move from one line to the next are a change.
        self.hasher.update(&[0]);
    }
}

impl Walk<Target> for Digest<'_> {
    fn block(&mut self, block: &Block<Target>) {
        match &block.kind {
            BlockKind::Chart(figures, _) => {
                self.add(&figures.title);
                self.add(&figures.summary);
                self.add(&chart::as_csv(figures, self.strings));
            }
            BlockKind::Statistics(statistics) => {
                for statistic in statistics {
                    self.add(&statistic.value);
                    statistic.compare.iter().for_each(|compare| self.add(&format!("{}: {}", compare.label, compare.value)));
                }
            }
            BlockKind::Timeline(moments) => moments.iter().for_each(|moment| self.add(&moment.date.to_string())),
            BlockKind::Survey(survey) => {
                self.add(&survey.question);
                survey.options.iter().for_each(|option| self.add(option));
            }
            BlockKind::Action(action) => self.add(&format!("{:?}", promises::facts(action, action.due.as_ref().map(ToString::to_string)))),
            BlockKind::Video(video) => self.add(&video.url),
            BlockKind::Code(code) => self.add(&code.text),
            BlockKind::RawHtml(html) => self.add(html),
            BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(..)
            | BlockKind::BlockQuote(_)
            | BlockKind::Quotation(_)
            | BlockKind::Callout(_)
            | BlockKind::Cards(_)
            | BlockKind::ThematicBreak
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_) => {}
        }
    }

    fn line(&mut self, line: &[Inline<Target>], _: WalkContext) {
        self.add(&plain_text(line));
    }
}
