//! The document as JSON, for programs: everything that readers see, with identities, numbers and addresses.
//!
//! `src/schema/document.json` describes it. Keys without a value are left out, and may be added in later releases; what a key means never
//! changes within a format.

use serde_json::{Map, Value, json};

use crate::model::{
    Block, BlockKind, CalloutKind, Cell, Chapter, Chart, Document, GalleryItem, ImageSource, Inline, Joined, Number, PageId, Status, SurveyKind,
    Table, Target, Transcript, plain_text,
};

/// Name and version of the format.
pub const FORMAT: &str = "greenpaper-document/1";

/// `document` as JSON: the same bytes for the same document.
///
/// ```
/// use greenpaper::export;
/// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default())?;
/// let json: serde_json::Value = serde_json::from_str(&export::json(&checked.document)).expect("JSON");
/// assert_eq!(json["format"], export::FORMAT);
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn json(document: &Document) -> String {
    let settings = &document.settings;
    let current = settings.current();
    let status = match settings.status {
        Status::Draft => "draft",
        Status::Consultation => "consultation",
        Status::Final => "final",
    };
    let export = Export { document };
    let versions: Vec<Value> = settings
        .versions
        .iter()
        .map(|row| {
            object([
                ("version", json!(row.version.as_str())),
                ("date", json!(row.date.to_string())),
                ("comments", json!(row.comments)),
                ("audience", json!(row.audience)),
            ])
        })
        .collect();
    let chapters: Vec<Value> = (0..).zip(&document.chapters).map(|(at, chapter)| export.chapter(at, chapter)).collect();
    let pages: Vec<Value> = (0..).zip(&document.pages).map(|(at, page)| export.text(PageId::Page(at), page)).collect();
    let terms: Vec<Value> = document.glossary.alphabetical.iter().map(|id| export.term(*id)).collect();
    let whole = object([
        ("format", json!(FORMAT)),
        ("title", json!(settings.title)),
        ("subtitle", json!(settings.subtitle)),
        ("publisher", json!(settings.publisher)),
        ("language", json!(settings.language)),
        ("url", json!(settings.base_url)),
        ("status", json!(status)),
        ("version", json!(current.version.as_str())),
        ("date", json!(current.date.to_string())),
        ("versions", json!(versions)),
        ("home", document.home.as_ref().map_or(Value::Null, |home| export.text(PageId::Home, home))),
        ("chapters", json!(chapters)),
        ("pages", json!(pages)),
        ("glossary", json!(terms)),
    ]);
    format!("{whole:#}\n")
}

/// An object without the keys that have no value.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let has_value = |value: &Value| match value {
        Value::Null => false,
        Value::Array(list) => !list.is_empty(),
        _ => true,
    };
    Value::Object(entries.into_iter().filter(|(_, value)| has_value(value)).map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}

struct Export<'d> {
    document: &'d Document,
}

impl Export<'_> {
    fn chapter(&self, at: u32, chapter: &Chapter<Target>) -> Value {
        let sections: Vec<Value> = (0..).zip(&chapter.sections).map(|(nth, section)| self.text(PageId::Section(at, nth), section)).collect();
        let mut value = self.text(PageId::Chapter(at), chapter);
        if let Value::Object(entries) = &mut value
            && !sections.is_empty()
        {
            entries.insert("sections".into(), json!(sections));
        }
        value
    }

    fn text(&self, id: PageId, text: &Chapter<Target>) -> Value {
        let numbers = &text.paragraph_numbers;
        let number = |at: usize| numbers.get(at).and_then(Option::as_deref);
        let blocks: Vec<Value> = text.body.iter().enumerate().filter_map(|(at, block)| self.block(block, number(at))).collect();
        let notes: Vec<Value> = text.footnotes.iter().map(|note| json!(self.blocks(&note.body))).collect();
        let terms: Vec<&str> = text.words.iter().map(|word| self.document.glossary.term(word.term).slug.as_str()).collect();
        let authors: Vec<Value> =
            text.front.authors.iter().map(|author| object([("name", json!(author.name)), ("role", json!(author.role))])).collect();
        object([
            ("address", json!(self.document.address(id))),
            ("number", json!(text.number)),
            ("title", json!(text.front.title)),
            ("summary", json!(text.front.summary)),
            ("language", json!(text.front.language)),
            ("changed_in", json!(text.front.version.as_ref().map(|version| version.as_str()))),
            ("authors", json!(authors)),
            ("blocks", json!(blocks)),
            ("notes", json!(notes)),
            ("terms", json!(terms)),
        ])
    }

    fn term(&self, id: crate::model::TermId) -> Value {
        let glossary = &self.document.glossary;
        let term = glossary.term(id);
        let used: Vec<String> = glossary.used.get(id.0 as usize).into_iter().flatten().map(|usage| self.document.address(usage.page)).collect();
        object([
            ("id", json!(term.slug)),
            ("term", json!(term.term)),
            ("abbreviation", json!(term.abbreviation)),
            ("also", json!(term.also)),
            ("definition", json!(self.blocks(&term.definition))),
            ("see_also", json!(term.related.iter().map(|other| glossary.term(*other).slug.as_str()).collect::<Vec<_>>())),
            ("used_in", json!(used)),
        ])
    }

    fn blocks(&self, blocks: &[Block<Target>]) -> Vec<Value> {
        blocks.iter().filter_map(|block| self.block(block, None)).collect()
    }

    /// A block; none for raw HTML, which is for the site alone.
    fn block(&self, block: &Block<Target>, number: Option<&str>) -> Option<Value> {
        let (kind, content) = match &block.kind {
            BlockKind::Heading(heading) => (
                "heading",
                object([
                    ("level", json!(heading.level)),
                    ("anchor", json!(heading.anchor)),
                    ("number", json!(heading.number)),
                    ("text", words(&heading.content)),
                ]),
            ),
            BlockKind::Paragraph(line) => ("paragraph", object([("number", json!(number)), ("text", words(line))])),
            BlockKind::List(list) => {
                let items: Vec<Value> = list.items.iter().map(|item| json!(self.blocks(&item.body))).collect();
                ("list", object([("start", json!(list.start)), ("items", json!(items))]))
            }
            BlockKind::DefinitionList(definitions) => {
                let one = |term: &[Inline<Target>], descriptions: &[Vec<Block<Target>>]| {
                    object([("term", words(term)), ("descriptions", json!(descriptions.iter().map(|body| self.blocks(body)).collect::<Vec<_>>()))])
                };
                let all: Vec<Value> = definitions.iter().map(|definition| one(&definition.term, &definition.descriptions)).collect();
                ("definitions", object([("items", json!(all))]))
            }
            BlockKind::Table(own) => ("table", table(own)),
            BlockKind::Figure(image, caption) => {
                let file = match image.source {
                    ImageSource::Picture(at) => self.document.pictures.get(at as usize).map(|picture| picture.path.as_str()),
                    _ => None,
                };
                ("picture", object([("file", json!(file)), ("alternative", json!(image.alternative)), ("caption", line(caption))]))
            }
            BlockKind::BlockQuote(body) => ("quote", object([("blocks", json!(self.blocks(body)))])),
            BlockKind::Quotation(quotation) => {
                ("quotation", object([("blocks", json!(self.blocks(&quotation.body))), ("attribution", line(&quotation.attribution))]))
            }
            BlockKind::Callout(callout) => {
                let anchor = (callout.kind == CalloutKind::CaseStudy).then_some(&callout.anchor);
                let entries = [
                    ("callout", json!(callout.kind.name())),
                    ("anchor", json!(anchor)),
                    ("title", line(&callout.title)),
                    ("blocks", json!(self.blocks(&callout.body))),
                ];
                ("callout", object(entries))
            }
            BlockKind::Cards(cards) => {
                let all: Vec<Value> =
                    cards.iter().map(|card| object([("title", words(&card.title)), ("blocks", json!(self.blocks(&card.body)))])).collect();
                ("cards", object([("items", json!(all))]))
            }
            BlockKind::Code(code) => ("code", object([("language", json!(code.language)), ("text", json!(code.text))])),
            BlockKind::ThematicBreak => ("break", object([])),
            BlockKind::Statistics(statistics) => {
                let one = |statistic: &crate::model::Statistic<Target>| {
                    let compare = statistic.compare.as_ref().map(|compare| json!({"value": compare.value, "label": compare.label}));
                    object([
                        ("value", json!(statistic.value)),
                        ("label", words(&statistic.label)),
                        ("compare", json!(compare)),
                        ("source", line(&statistic.source)),
                    ])
                };
                ("statistics", object([("items", json!(statistics.iter().map(one).collect::<Vec<_>>()))]))
            }
            BlockKind::Chart(own, source) => ("chart", chart(own, source)),
            BlockKind::Timeline(moments) => {
                let all: Vec<Value> =
                    moments.iter().map(|moment| json!({"date": moment.date.to_string(), "text": plain_text(&moment.text)})).collect();
                ("timeline", object([("items", json!(all))]))
            }
            BlockKind::Video(video) => {
                let transcript = match &video.transcript {
                    Transcript::Blocks(blocks) => self.blocks(blocks),
                    Transcript::File(..) => Vec::new(),
                };
                ("video", object([("title", json!(video.title)), ("url", json!(video.url)), ("transcript", json!(transcript))]))
            }
            BlockKind::Gallery(gallery) => {
                let one = |item: &GalleryItem<Target>| {
                    let file = match item.image.source {
                        ImageSource::Picture(at) => self.document.pictures.get(at as usize).map(|picture| picture.path.as_str()),
                        ImageSource::Path(_) => None,
                    };
                    object([("file", json!(file)), ("alternative", json!(item.image.alternative)), ("caption", line(&item.caption))])
                };
                let items: Vec<Value> = gallery.items.iter().map(one).collect();
                ("pictures", object([("of", json!(gallery.kind.name())), ("items", json!(items))]))
            }
            BlockKind::ListOf(kind) => ("list-of", object([("of", json!(kind.name()))])),
            BlockKind::VersionHistory => ("versions", object([])),
            BlockKind::Survey(survey) => {
                let answer = match survey.kind {
                    SurveyKind::Rank => "rank",
                    SurveyKind::Choose => "choose",
                    SurveyKind::Text => "text",
                };
                ("question", object([("question", json!(survey.question)), ("answer", json!(answer)), ("options", json!(survey.options))]))
            }
            BlockKind::Action(action) => {
                let entries = [
                    ("name", json!(action.name)),
                    ("number", json!(action.number)),
                    ("what", words(&action.what)),
                    ("owner", json!(action.owner)),
                    ("due", json!(action.due.map(|due| due.to_string()))),
                    ("measure", json!(action.measure)),
                    ("baseline", json!(action.baseline)),
                    ("target", json!(action.target)),
                    ("money", json!(action.money)),
                ];
                ("action", object(entries))
            }
            BlockKind::RawHtml(_) => return None,
        };
        let Value::Object(content) = content else { return None };
        let mut entries = Map::new();
        entries.insert("kind".into(), kind.into());
        if block.id.is_some() && !matches!(block.kind, BlockKind::Heading(_) | BlockKind::ThematicBreak) {
            entries.insert("id".into(), format!("p_{}", block.id).into());
        }
        entries.extend(content);
        Some(Value::Object(entries))
    }
}

/// The words of a line.
fn words(line: &[Inline<Target>]) -> Value {
    plain_text(line).into()
}

/// The words of a line that may be empty, and then is left out.
fn line(line: &[Inline<Target>]) -> Value {
    if line.is_empty() { Value::Null } else { words(line) }
}

fn table(table: &Table<Target>) -> Value {
    let cell = |cell: &Cell<Target>| (cell.joined == Joined::No).then(|| plain_text(&cell.content));
    let cells = |cells: &[Cell<Target>]| json!(cells.iter().map(cell).collect::<Vec<_>>());
    object([
        ("caption", table.caption.as_deref().map_or(Value::Null, line)),
        ("groups", cells(&table.groups)),
        ("head", cells(&table.head)),
        ("rows", json!(table.rows.iter().map(|row| cells(&row.cells)).collect::<Vec<_>>())),
        ("row_headers", json!(table.row_headers)),
        ("notes", line(&table.notes)),
    ])
}

/// A chart: its figures with the digits that their author wrote, as text.
fn chart(chart: &Chart, source: &[Inline<Target>]) -> Value {
    let figure = |number: Option<Number>| number.map(|number| number.to_string());
    let series: Vec<Value> = chart
        .series
        .iter()
        .map(|series| {
            let values: Vec<Option<String>> = series.values.iter().map(|value| figure(*value)).collect();
            let intervals: Vec<Option<[String; 2]>> =
                series.intervals.iter().map(|interval| interval.map(|(low, high)| [low.to_string(), high.to_string()])).collect();
            let symbols: Vec<Option<&str>> = series.symbols.iter().map(|symbol| symbol.map(crate::model::Symbol::letters)).collect();
            object([("name", json!(series.name)), ("values", json!(values)), ("intervals", json!(intervals)), ("symbols", json!(symbols))])
        })
        .collect();
    let references: Vec<Value> =
        chart.references.iter().map(|reference| json!({"name": reference.name, "value": reference.number.to_string()})).collect();
    object([
        ("title", json!(chart.title)),
        ("summary", json!(chart.summary)),
        ("unit", json!(chart.unit)),
        ("period", json!(chart.period)),
        ("labels", json!(chart.labels)),
        ("series", json!(series)),
        ("references", json!(references)),
        ("source", line(source)),
    ])
}
