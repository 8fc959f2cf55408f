//! The files of the package: the text with its notes, styles, numberings, properties and the relationships between them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::elements::style_name;
use super::flow::{BULLETS, CONTINUED, DEEPEST, FIRST_NUMBERED, Flow, link_id};
use super::shape::language_element;
use super::writer::Writer;
use crate::html::escaped;
use crate::model::{CalloutKind, PageSize, WORD_VERSION, is_right_to_left};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const DRAWING: &str = "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" xmlns:adec=\"http://schemas.microsoft.com/office/drawing/2017/decorative\"";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const STYLES: &str = include_str!("styles.xml");

/// Colours and fonts that Word offers, and the fonts that are used.
const THEME: &str = include_str!("theme.xml");
const FONTS: &str = include_str!("fonts.xml");

/// The parts beside the text: the kind of the relationship, which identifies it and names its file, and the type of the file.
const PARTS: [(&str, &str); 7] = [
    ("styles", "wordprocessingml.styles"),
    ("numbering", "wordprocessingml.numbering"),
    ("settings", "wordprocessingml.settings"),
    ("footnotes", "wordprocessingml.footnotes"),
    ("footer", "wordprocessingml.footer"),
    ("fontTable", "wordprocessingml.fontTable"),
    ("theme", "theme"),
];

/// All files in the order of the package.
pub(super) fn files(writer: Writer<'_>, text: &Flow, notes: &Flow) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".into(), types().into()),
        ("_rels/.rels".into(), package_relationships().into()),
        ("docProps/core.xml".into(), core(&writer).into()),
        ("docProps/app.xml".into(), application(&writer).into()),
        ("docProps/custom.xml".into(), custom(&writer).into()),
        ("word/document.xml".into(), document(&writer, text).into()),
        ("word/_rels/document.xml.rels".into(), relationships(&writer, text, true).into()),
        ("word/footnotes.xml".into(), footnotes(notes).into()),
        ("word/_rels/footnotes.xml.rels".into(), relationships(&writer, notes, false).into()),
        ("word/styles.xml".into(), styles(&writer).into()),
        ("word/numbering.xml".into(), numbering(&writer).into()),
        ("word/settings.xml".into(), settings(&writer).into()),
        ("word/footer.xml".into(), footer(&writer).into()),
        ("word/fontTable.xml".into(), FONTS.into()),
        ("word/theme.xml".into(), THEME.into()),
    ];
    files.extend(writer.pictures.list.into_iter().map(|picture| (format!("word/{}", picture.path), picture.bytes)));
    files
}

fn types() -> String {
    let mut out = format!("{XML}<Types xmlns=\"{PACKAGE}/content-types\">");
    for (ending, kind) in [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("gif", "image/gif"),
    ] {
        let _ = write!(out, "<Default Extension=\"{ending}\" ContentType=\"{kind}\"/>");
    }
    let office = "application/vnd.openxmlformats-officedocument";
    let mut own = |path: &str, kind: &str| {
        let _ = write!(out, "<Override PartName=\"/{path}\" ContentType=\"{kind}+xml\"/>");
    };
    own("word/document.xml", &format!("{office}.wordprocessingml.document.main"));
    PARTS.iter().for_each(|(part, kind)| own(&format!("word/{part}.xml"), &format!("{office}.{kind}")));
    own("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties");
    own("docProps/app.xml", &format!("{office}.extended-properties"));
    own("docProps/custom.xml", &format!("{office}.custom-properties"));
    out.push_str("</Types>");
    out
}

fn package_relationships() -> String {
    let mut out = format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    let all = [
        ("document", format!("{RELATED}/officeDocument"), "word/document.xml"),
        ("core", format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
        ("application", format!("{RELATED}/extended-properties"), "docProps/app.xml"),
        ("custom", format!("{RELATED}/custom-properties"), "docProps/custom.xml"),
    ];
    for (id, kind, target) in all {
        let _ = write!(out, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    }
    out.push_str("</Relationships>");
    out
}

/// Where links and pictures of a part lead, and for the text the other parts.
fn relationships(writer: &Writer<'_>, flow: &Flow, is_main: bool) -> String {
    let mut out = format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (part, _) in PARTS.iter().filter(|_| is_main) {
        let _ = write!(out, "<Relationship Id=\"{part}\" Type=\"{RELATED}/{part}\" Target=\"{part}.xml\"/>");
    }
    for at in flow.pictures.iter().collect::<BTreeSet<_>>() {
        let path = writer.pictures.list.get(*at).map_or("", |picture| &picture.path);
        let _ = write!(out, "<Relationship Id=\"picture{}\" Type=\"{RELATED}/image\" Target=\"{path}\"/>", at + 1);
    }
    for address in flow.links.iter().collect::<BTreeSet<_>>() {
        let (id, target) = (link_id(address), escaped(address));
        let _ = write!(out, "<Relationship Id=\"{id}\" Type=\"{RELATED}/hyperlink\" Target=\"{target}\" TargetMode=\"External\"/>");
    }
    out.push_str("</Relationships>");
    out
}

fn document(writer: &Writer<'_>, text: &Flow) -> String {
    let (width, height) = match writer.document.settings.print.paper {
        PageSize::Letter => (12_240, 15_840),
        // Room to comment matters more than the size of the book.
        PageSize::A4 | PageSize::A5 => (11_906, 16_838),
    };
    let direction = if is_right_to_left(&writer.document.settings.language) { "<w:bidi/>" } else { "" };
    format!(
        "{XML}<w:document {WORD} {DRAWING}><w:body>{}<w:sectPr><w:footerReference w:type=\"default\" r:id=\"footer\"/>\
         <w:pgSz w:w=\"{width}\" w:h=\"{height}\"/>\
         <w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" w:left=\"1440\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/>\
         <w:titlePg/>{direction}</w:sectPr></w:body></w:document>",
        text.xml
    )
}

fn footnotes(notes: &Flow) -> String {
    let line = |id: i8, kind: &str, mark: &str| format!("<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>");
    format!(
        "{XML}<w:footnotes {WORD} {DRAWING}>{}{}{}</w:footnotes>",
        line(-1, "separator", "separator"),
        line(0, "continuationSeparator", "continuationSeparator"),
        notes.xml
    )
}

fn footer(writer: &Writer<'_>) -> String {
    let settings = &writer.document.settings;
    let version = writer
        .theme
        .strings
        .fill("version_line", &[("version", settings.current().version.as_str()), ("date", &writer.theme.strings.date(settings.current().date))]);
    format!(
        "{XML}<w:ftr {WORD}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}. {}</w:t></w:r><w:r><w:tab/></w:r>\
         <w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>",
        escaped(&settings.full_title()),
        escaped(&version)
    )
}

/// Edits are tracked from the first, so that none is lost.
fn settings(writer: &Writer<'_>) -> String {
    format!(
        "{XML}<w:settings {WORD}><w:trackRevisions/><w:defaultTabStop w:val=\"720\"/><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/>\
         </w:footnotePr><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>\
         </w:compat>{}</w:settings>",
        language_element(&writer.document.settings.language).replace("<w:lang ", "<w:themeFontLang ")
    )
}

fn styles(writer: &Writer<'_>) -> String {
    let language = &writer.document.settings.language;
    let boxes: String =
        writer.boxes.iter().filter_map(|name| CalloutKind::ALL.into_iter().find(|kind| kind.name() == *name)).map(box_styles).collect();
    STYLES.replace("<w:lang/>", &language_element(language)).replace("</w:styles>", &format!("{boxes}</w:styles>"))
}

/// The styles of a box and of its title.
fn box_styles(kind: CalloutKind) -> String {
    let (id, name) = (style_name(kind), kind.name().replace('-', " "));
    format!(
        "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"Callout{id}\"><w:name w:val=\"Callout {name}\"/><w:basedOn w:val=\"Callout\"/></w:style>\
         <w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"Callout{id}Title\"><w:name w:val=\"Callout {name} title\"/>\
         <w:basedOn w:val=\"CalloutTitle\"/><w:next w:val=\"Callout{id}\"/></w:style>"
    )
}

/// Bullets, paragraphs that go on, and each numbered list with its first number.
fn numbering(writer: &Writer<'_>) -> String {
    let level = |level: usize, format: &str, text: &str| {
        let left = 720 * (level + 1) / 2 + 216;
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"{left}\" w:hanging=\"360\"/></w:pPr></w:lvl>"
        )
    };
    let all = |number: usize, format: &str, text: &dyn Fn(usize) -> String| {
        let levels: String = (0..=DEEPEST).map(|at| level(at, format, &text(at))).collect();
        format!("<w:abstractNum w:abstractNumId=\"{number}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{levels}</w:abstractNum>")
    };
    let mut out = format!("{XML}<w:numbering {WORD}>");
    out.push_str(&all(BULLETS, "bullet", &|at| if at % 2 == 0 { "\u{2022}" } else { "\u{2013}" }.to_owned()));
    out.push_str(&all(CONTINUED, "none", &|_| String::new()));
    out.push_str(&all(FIRST_NUMBERED, "decimal", &|at| format!("%{}.", at + 1)));
    let num = |number: usize, of: usize, first: &str| format!("<w:num w:numId=\"{number}\"><w:abstractNumId w:val=\"{of}\"/>{first}</w:num>");
    out.push_str(&num(BULLETS, BULLETS, ""));
    out.push_str(&num(CONTINUED, CONTINUED, ""));
    for (at, (first, level)) in writer.lists.iter().enumerate() {
        let first = format!("<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{first}\"/></w:lvlOverride>");
        out.push_str(&num(FIRST_NUMBERED + at, FIRST_NUMBERED, &first));
    }
    out.push_str("</w:numbering>");
    out
}

fn core(writer: &Writer<'_>) -> String {
    let settings = &writer.document.settings;
    let current = settings.current();
    let moment = format!("{}T00:00:00Z", current.date);
    format!(
        "{XML}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>{}</dc:language><cp:version>{}</cp:version>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{moment}</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{moment}</dcterms:modified>\
         </cp:coreProperties>",
        escaped(&settings.full_title()),
        escaped(&settings.publisher),
        escaped(&settings.language),
        escaped(current.version.as_str())
    )
}

fn application(writer: &Writer<'_>) -> String {
    format!(
        "{XML}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>greenpaper</Application>\
         <Company>{}</Company></Properties>",
        escaped(&writer.document.settings.publisher)
    )
}

/// Comments that come back are about this version.
fn custom(writer: &Writer<'_>) -> String {
    format!(
        "{XML}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">\
         <property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"2\" name=\"{WORD_VERSION}\"><vt:lpwstr>{}</vt:lpwstr></property></Properties>",
        escaped(writer.document.settings.current().version.as_str())
    )
}
