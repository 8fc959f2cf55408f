//! Document metadata: catalog, XMP, output intent, page labels.

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use super::file::PdfFile;
use super::icc;
use super::objects::{ascii, text};
use crate::layout::{PageNumbers, Paged};

/// The program that made the file.
const PRODUCER: &str = concat!("greenpaper ", env!("CARGO_PKG_VERSION"));

/// Writes the catalog and the information dictionary, and returns both.
pub(super) fn add(file: &mut PdfFile, paged: &Paged, pages: ObjectId, structure: ObjectId, outline: Option<ObjectId>) -> (ObjectId, ObjectId) {
    let metadata = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp(paged).into_bytes()).with_compression(false);
    let metadata = file.add(metadata);
    let profile = file.add(Stream::new(dictionary! { "N" => 3 }, icc::srgb()));
    let intent = dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1", "OutputConditionIdentifier" => ascii("sRGB IEC61966-2.1"), "Info" => ascii("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    let labels: Vec<Object> = paged
        .labels
        .iter()
        .flat_map(|range| {
            let style = match range.style {
                PageNumbers::Roman => "r",
                PageNumbers::Arabic => "D",
            };
            [Object::Integer(i64::from(range.from)), dictionary! { "Type" => "PageLabel", "S" => style }.into()]
        })
        .collect();
    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if paged.about.right_to_left {
        preferences.set("Direction", "R2L");
    }
    let mut catalog: Dictionary = dictionary! {
        "Type" => "Catalog", "Pages" => pages, "Lang" => ascii(&paged.about.language), "MarkInfo" => dictionary! { "Marked" => true },
        "StructTreeRoot" => structure, "Metadata" => metadata, "ViewerPreferences" => preferences,
        "OutputIntents" => vec![Object::Dictionary(intent)], "PageLabels" => dictionary! { "Nums" => labels },
    };
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    let date = ascii(&format!("D:{}000000Z", paged.about.date.strftime("%Y%m%d")));
    let info = dictionary! {
        "Title" => text(&paged.about.title), "Author" => text(&paged.about.author), "Subject" => text(&paged.about.subject),
        "Creator" => text(PRODUCER), "Producer" => text(PRODUCER), "CreationDate" => date.clone(), "ModDate" => date,
    };
    (file.add(catalog), file.add(info))
}

/// The same in XMP (ISO 16684-1), with the identification of PDF/UA-1 and PDF/A-2a and the schema that the former needs
/// (ISO 19005-2, 6.6.2.3).
fn xmp(paged: &Paged) -> String {
    let about = &paged.about;
    let [title, author, subject, language] = [&about.title, &about.author, &about.subject, &about.language].map(|words| escaped(words));
    let date = format!("{}T00:00:00Z", about.date);
    let property = "<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>";
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><pdf:Producer>{PRODUCER}</pdf:Producer>
<pdfuaid:part>1</pdfuaid:part><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">{property}</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"#,
        bom = '\u{feff}',
    )
}

fn escaped(words: &str) -> String {
    // XML 1.0 allows no control characters.
    let words: String = words.chars().filter(|c| !c.is_control()).collect();
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
