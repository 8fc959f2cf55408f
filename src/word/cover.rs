//! Cover, versions and contents.

use std::fmt::Write as _;

use super::flow::Flow;
use super::marks::{CONTENTS, COVER};
use super::shape::{Look, Place};
use super::text::{Text, parsed};
use super::writer::Writer;
use crate::html::{escaped, xhtml_page};
use crate::model::{Status, is_right_to_left};

impl Writer<'_> {
    /// Everything before the first text.
    pub(super) fn front(&mut self, texts: &[Text<'_>]) -> Flow {
        let place = Place::text(is_right_to_left(&self.document.settings.language));
        // The cover has no anchors of its own.
        self.text = texts.len();
        let mark = self.flow.begin_mark(COVER);
        if let Some(page) = parsed(&self.cover(!has_versions(texts))) {
            page.root_element().children().filter(|node| node.tag_name().name() == "body").for_each(|body| self.children(body, &place));
        }
        self.flow.end_mark(mark);
        let mark = self.flow.begin_mark(CONTENTS);
        self.contents(&place);
        self.flow.end_mark(mark);
        self.flow.taken()
    }

    /// Title, status, version and history, as a page.
    fn cover(&self, with_versions: bool) -> String {
        let (settings, strings) = (&self.document.settings, &self.theme.strings);
        let current = settings.current();
        let version = strings.fill("version_line", &[("version", current.version.as_str()), ("date", &strings.date(current.date))]);
        let status = match settings.status {
            Status::Draft => Some("status_draft"),
            Status::Consultation => Some("status_consultation"),
            Status::Final => None,
        };
        let line = |class: &str, text: &str| format!("<p class=\"{class}\">{}</p>", escaped(text));
        let mut body = line("title", &settings.title);
        body.extend(settings.subtitle.as_ref().map(|subtitle| line("subtitle", subtitle)));
        body.push_str(&line("cover", &settings.publisher));
        body.push_str(&line("cover", &version));
        body.extend(status.map(|key| line("cover", strings.text(key))));
        if with_versions {
            let has_audience = settings.versions.iter().any(|row| row.audience.is_some());
            let keys = ["version", "version_date", "comments"].into_iter().chain(has_audience.then_some("audience"));
            let heads: String = keys.map(|key| format!("<th>{}</th>", escaped(strings.text(key)))).collect();
            let _ = write!(body, "<table><caption>{}</caption><thead><tr>{heads}</tr></thead><tbody>", escaped(strings.text("version_history")));
            for row in &settings.versions {
                let date = strings.date(row.date);
                let comments = row.comments.as_deref().unwrap_or_else(|| strings.text("no_comments"));
                let audience = has_audience.then(|| row.audience.as_deref().unwrap_or_else(|| strings.text("no_audience")));
                let cells: String = [date.as_str(), comments].into_iter().chain(audience).map(|text| format!("<td>{}</td>", escaped(text))).collect();
                let _ = write!(body, "<tr><th>{}</th>{cells}</tr>", escaped(row.version.as_str()));
            }
            body.push_str("</tbody></table>");
        }
        xhtml_page(&settings.title, &settings.language, "", 0, &body)
    }

    /// The contents as a field, which Word can fill again. Its lines are links and have no page numbers, which only Word knows.
    fn contents(&mut self, place: &Place) {
        let headings = std::mem::take(&mut self.headings);
        let heading = place.styled("TOCHeading");
        self.flow.words(self.theme.strings.text("contents"), &Look::default(), &heading);
        self.flow.close();
        let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
        for (at, (level, mark, words)) in headings.iter().enumerate() {
            let line = place.styled(&format!("TOC{level}"));
            if at == 0 {
                let instruction = "<w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\n \\h \\z \\u </w:instrText></w:r>";
                self.flow.raw(&format!("{}{instruction}{}", field("begin"), field("separate")), &line);
            }
            self.flow.raw(&format!("<w:hyperlink w:anchor=\"{mark}\" w:history=\"1\">"), &line);
            self.flow.words(words, &line.look, &line);
            self.flow.raw("</w:hyperlink>", &line);
            if at + 1 == headings.len() {
                self.flow.raw(&field("end"), &line);
            }
            self.flow.close();
        }
    }
}

/// Whether the text has the version history itself.
fn has_versions(texts: &[Text<'_>]) -> bool {
    texts.iter().any(|text| text.body.descendants().any(|node| node.attribute("class") == Some("version-table")))
}
