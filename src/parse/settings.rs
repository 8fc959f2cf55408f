//! Parses `strategy.yaml`.

use super::languages;
use super::punctuation;
use super::source::Masked;
use super::values::{self, required_text, text};
use crate::diag::{Diagnostic, Severity};
use crate::model::{
    Accessibility, Consultation, Contact, Counting, GlossarySettings, Host, LinkPolicy, Numbering, Openings, PageSize, PrintSettings, Punctuation,
    RawHtml, RuleLevel, Settings, SinglePage, SiteSettings, Status, Version, VersionRow,
};
use crate::read::Sources;
use crate::span::{FileId, Span};
use crate::yaml::{self, Fields, Node, Origin, Value};

/// Example for a strategy.yaml without versions.
const VERSION_EXAMPLE: &str = "versions:\n  - {version: \"0.1\", date: 2023-01-31, comments: First draft}";

/// Parses `strategy.yaml`. Missing and wrong values are reported and replaced by placeholders.
pub(super) fn parse(sources: &Sources, masked: &Masked<'_>, diagnostics: &mut Vec<Diagnostic>) -> Settings {
    let Some(file) = sources.strategy else {
        diagnostics.push(
            Diagnostic::error("no-strategy", None, "there is no strategy.yaml here")
                .hint("start a strategy with `greenpaper init`, or give the folder that contains strategy.yaml"),
        );
        return placeholder();
    };
    let before = diagnostics.len();
    match yaml::parse(masked.text(file), Origin::At(file, 0), diagnostics) {
        Some(node) => {
            values::report_markdown(&node, &[], diagnostics);
            read(node, diagnostics)
        }
        None if diagnostics.len() == before => read(empty(file), diagnostics),
        // Unreadable YAML is not also reported as missing keys.
        None => placeholder(),
    }
}

fn placeholder() -> Settings {
    read(empty(FileId(0)), &mut Vec::new())
}

fn empty(file: FileId) -> Node {
    Node { span: Span::new(file, 0..0), value: Value::Null }
}

fn read(node: Node, diagnostics: &mut Vec<Diagnostic>) -> Settings {
    let mut fields = Fields::new(node, diagnostics);
    let mut settings = Settings {
        title: required_text(&mut fields, "title", "title: Our strategy"),
        subtitle: text(&mut fields, "subtitle"),
        publisher: required_text(&mut fields, "publisher", "publisher: Name of the public body"),
        language: languages::language(&mut fields),
        editions: Vec::new(),
        base_url: base_url(&mut fields),
        hosting: hosting(&mut fields),
        status: fields
            .required_choice("status", "status: draft", &[("draft", Status::Draft), ("consultation", Status::Consultation), ("final", Status::Final)])
            .unwrap_or(Status::Draft),
        theme: theme(&mut fields).unwrap_or_else(|| "default".into()),
        versions: versions(&mut fields),
        contact: reachable_contact(&mut fields),
        consultation: fields.mapping("consultation").map(consultation),
        accessibility: fields.mapping("accessibility").map_or_else(Accessibility::default, accessibility),
        glossary: fields.mapping("glossary").map_or(DEFAULT_GLOSSARY, glossary),
        numbering: fields.mapping("numbering").map_or(DEFAULT_NUMBERING, numbering),
        punctuation: fields
            .choice("punctuation", &[("as-written", Punctuation::AsWritten), ("curly", Punctuation::Curly)])
            .unwrap_or(Punctuation::AsWritten),
        raw_html: fields.choice("raw_html", &[("report", RawHtml::Report), ("allow", RawHtml::Allow)]).unwrap_or(RawHtml::Report),
        print: fields.mapping("print").map_or_else(default_print, print),
        site: fields.mapping("site").map_or(DEFAULT_SITE, site),
        check: fields.mapping("check").map_or_else(Vec::new, check),
    };
    settings.editions = fields.mapping("editions").map_or_else(Vec::new, |fields| languages::editions(fields, &settings.language));
    fields.finish();
    punctuation::apply(&mut settings);
    settings
}

fn hosting(fields: &mut Fields<'_>) -> Option<Host> {
    let hosts = [
        ("netlify", Host::Netlify),
        ("cloudflare", Host::Cloudflare),
        ("github", Host::Github),
        ("gitlab", Host::Gitlab),
        ("s3", Host::S3),
        ("azure", Host::Azure),
        ("iis", Host::Iis),
        ("nginx", Host::Nginx),
        ("apache", Host::Apache),
        ("caddy", Host::Caddy),
    ];
    fields.choice("hosting", &hosts)
}

fn base_url(fields: &mut Fields<'_>) -> Option<String> {
    let span = fields.span_of("base_url");
    let word = web_address(fields, "base_url")?;
    let (message, hint) = if word.contains(['?', '#']) {
        (
            "`base_url` cannot have a `?` or `#`",
            "write the address of the folder in which the site will be, such as `https://example.org/strategy/`".to_owned(),
        )
    } else if let Some((folder, _)) =
        word.rsplit_once('/').filter(|(_, name)| [".html", ".htm", ".php", ".aspx"].iter().any(|ending| name.ends_with(ending)))
    {
        ("`base_url` is the address of a page, not of a folder", format!("write `base_url: {folder}/`"))
    } else if word.contains(['<', '>', '"', '\\', '^', '`', '{', '|', '}']) || word.split('/').nth(2).is_some_and(|host| !host.is_ascii()) {
        ("`base_url` has characters that an address cannot have", "copy the address from the address bar of a browser".to_owned())
    } else {
        let word = percent_encoding::utf8_percent_encode(&word, percent_encoding::CONTROLS).to_string();
        return Some(if word.ends_with('/') { word } else { word + "/" });
    };
    fields.diagnostics().push(Diagnostic::error("wrong-value", span, message).hint(hint));
    None
}

/// The name of a theme. Paths are refused: a strategy may come from anyone and must not read other folders.
fn theme(fields: &mut Fields<'_>) -> Option<String> {
    let word = fields.text("theme")?;
    if word.text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
        return Some(word.text);
    }
    let finding = Diagnostic::error("wrong-value", word.span, "`theme` must be the name of a theme");
    fields.diagnostics().push(finding.hint("write `default`, or the name of a folder in themes/"));
    None
}

fn web_address(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let word = fields.text(key)?;
    if crate::model::is_web_address(&word.text) {
        return Some(word.text);
    }
    let finding = Diagnostic::error("wrong-value", word.span, format!("`{key}` is not a web address"));
    fields.diagnostics().push(finding.hint(super::data::whole_address(&word.text)));
    None
}

fn versions(fields: &mut Fields<'_>) -> Vec<VersionRow> {
    let before = fields.diagnostics().len();
    let mut read: Vec<ReadRow> = Vec::new();
    let rows: Vec<VersionRow> = fields.mappings("versions", |mut row| {
        let span = row.span();
        let version = row.or_missing("version", "version: \"0.1\"", |row| row.version("version"));
        let date = row.or_missing("date", "date: 2023-01-31", |row| row.date("date"));
        let (comments, audience) = (text(&mut row, "comments"), text(&mut row, "audience"));
        row.finish();
        let version = version.map(|(version, _)| version);
        read.push(ReadRow { version: version.clone(), date, span });
        Some(VersionRow { version: version?, date: date?, comments, audience, span })
    });
    check_order(&read, fields.diagnostics());
    if rows.is_empty() {
        if fields.diagnostics().len() == before {
            fields.missing("versions", VERSION_EXAMPLE);
        }
        return vec![first_version()];
    }
    rows
}

fn first_version() -> VersionRow {
    VersionRow {
        version: Version::parse("0.1").expect("a version"),
        date: jiff::civil::date(2000, 1, 1),
        comments: None,
        audience: None,
        span: Span::new(FileId(0), 0..0),
    }
}

/// The readable values of a row of `versions`.
struct ReadRow {
    version: Option<Version>,
    date: Option<jiff::civil::Date>,
    span: Span,
}

fn check_order(rows: &[ReadRow], diagnostics: &mut Vec<Diagnostic>) {
    let mut report = |earlier: &ReadRow, later: &ReadRow, message: String, hint: &str| {
        diagnostics.push(Diagnostic::error("version-order", later.span, message).label(earlier.span, "the row above").hint(hint));
    };
    for (earlier, later) in rows.iter().zip(rows.iter().skip(1)) {
        if let (Some(before), Some(version)) = (&earlier.version, &later.version)
            && version <= before
        {
            if version == before {
                let hint = "keep one of the rows. If two people released it on two branches: keep archive/ of one of them, and release what only the other has as the next version";
                report(earlier, later, format!("version {version} is listed twice"), hint);
            } else {
                let message = format!("version {version} is listed after {before}, but is not higher");
                report(earlier, later, message, "write the oldest version first; 3.10 is higher than 3.9");
            }
        }
        if let (Some(before), Some(date)) = (earlier.date, later.date)
            && date < before
        {
            let message = format!("a version dated {date} is listed after one dated {before}");
            report(earlier, later, message, "check both dates: a later version cannot have an earlier date");
        }
    }
}

/// The contact. A name alone does not count, because it gives readers no way to get in touch.
fn reachable_contact(fields: &mut Fields<'_>) -> Option<Contact> {
    let before = fields.diagnostics().len();
    let whole = fields.span();
    let named = fields.mapping("contact").map(|fields| (fields.span(), contact(fields)));
    let contact =
        named.clone().map(|(_, contact)| contact).filter(|contact| contact.email.is_some() || contact.phone.is_some() || contact.address.is_some());
    if contact.is_none() && fields.is_mapping() && fields.diagnostics().len() == before {
        let (span, message) = match named {
            Some((span, _)) => (span, "`contact` has no e-mail address, phone number or postal address"),
            None => (Span { end: whole.start, ..whole }, "there is no `contact`"),
        };
        fields
            .diagnostics()
            .push(Diagnostic::warning("no-contact", span, format!("{message}, so readers cannot ask for another format")).hint(
                "some readers need large print, easy read or braille: add `contact: {email: strategy@example.org}`, a `phone` or an `address`",
            ));
    }
    contact
}

fn contact(mut fields: Fields<'_>) -> Contact {
    let contact = Contact {
        name: text(&mut fields, "name"),
        email: email(&mut fields),
        phone: text(&mut fields, "phone"),
        address: text(&mut fields, "address"),
    };
    fields.finish();
    contact
}

fn email(fields: &mut Fields<'_>) -> Option<String> {
    let word = fields.text("email")?;
    let is_address = word.text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    if is_address && !word.text.contains(|c: char| c.is_whitespace() || "<>,;:\"()[]\\".contains(c)) {
        return Some(word.text);
    }
    let finding = Diagnostic::error("wrong-value", word.span, format!("`{}` is not an e-mail address", word.text));
    fields.diagnostics().push(finding.hint("write one address, such as strategy@example.org, and nothing else"));
    None
}

fn consultation(mut fields: Fields<'_>) -> Consultation {
    let span = fields.span();
    let consultation =
        Consultation { opens: fields.date("opens"), closes: fields.date("closes"), survey_url: web_address(&mut fields, "survey_url") };
    if let (Some(opens), Some(closes)) = (consultation.opens, consultation.closes)
        && closes < opens
    {
        let finding = Diagnostic::error("bad-date", span, "the consultation closes before it opens");
        fields.diagnostics().push(finding.hint("check `opens` and `closes`"));
    }
    fields.finish();
    consultation
}

fn accessibility(mut fields: Fields<'_>) -> Accessibility {
    let accessibility = Accessibility {
        prepared: fields.date("prepared"),
        tested_by: text(&mut fields, "tested_by"),
        known_issues: fields.texts("known_issues").into_iter().map(|word| word.text).collect(),
        uk_enforcement: fields.choice("enforcement", &[("uk", true), ("none", false)]).unwrap_or(false),
    };
    fields.finish();
    accessibility
}

const DEFAULT_GLOSSARY: GlossarySettings =
    GlossarySettings { link: LinkPolicy::FirstInChapter, expand_abbreviations: false, known_abbreviations: Vec::new() };

/// Link policies by name.
pub(crate) const LINK_POLICIES: [(&str, LinkPolicy); 6] = [
    ("every", LinkPolicy::Every),
    ("first-in-section", LinkPolicy::FirstInSection),
    ("first-in-chapter", LinkPolicy::FirstInChapter),
    ("first-in-document", LinkPolicy::FirstInDocument),
    ("marked", LinkPolicy::Marked),
    ("never", LinkPolicy::Never),
];

fn glossary(mut fields: Fields<'_>) -> GlossarySettings {
    let glossary = GlossarySettings {
        link: fields.choice("link", &LINK_POLICIES).unwrap_or(DEFAULT_GLOSSARY.link),
        expand_abbreviations: fields.boolean("expand_abbreviations").unwrap_or(DEFAULT_GLOSSARY.expand_abbreviations),
        known_abbreviations: fields.words("known_abbreviations").into_iter().map(|word| word.text).collect(),
    };
    fields.finish();
    glossary
}

const DEFAULT_NUMBERING: Numbering = Numbering {
    chapters: true,
    sections: false,
    paragraphs: false,
    figures: Counting::None,
    charts: Counting::None,
    tables: Counting::None,
    boxes: Counting::None,
    recommendations: Counting::None,
};

fn numbering(mut fields: Fields<'_>) -> Numbering {
    let numbering = Numbering {
        chapters: fields.boolean("chapters").unwrap_or(DEFAULT_NUMBERING.chapters),
        sections: fields.boolean("sections").unwrap_or(DEFAULT_NUMBERING.sections),
        paragraphs: fields.boolean("paragraphs").unwrap_or(DEFAULT_NUMBERING.paragraphs),
        figures: counting(&mut fields, "figures"),
        charts: counting(&mut fields, "charts"),
        tables: counting(&mut fields, "tables"),
        boxes: counting(&mut fields, "boxes"),
        recommendations: counting(&mut fields, "recommendations"),
    };
    fields.finish();
    numbering
}

fn counting(fields: &mut Fields<'_>, key: &'static str) -> Counting {
    fields.choice(key, &[("none", Counting::None), ("throughout", Counting::Throughout), ("chapter", Counting::Chapter)]).unwrap_or_default()
}

fn default_print() -> PrintSettings {
    PrintSettings { paper: PageSize::A4, standard: true, large: true, change_bars: false, openings: Openings::Any, duplex: None, bleed: 0 }
}

fn print(mut fields: Fields<'_>) -> PrintSettings {
    let default = default_print();
    let paper = fields.choice("paper", &[("A4", PageSize::A4), ("A5", PageSize::A5), ("Letter", PageSize::Letter)]).unwrap_or(default.paper);
    let sizes = fields.texts("sizes");
    for size in sizes.iter().filter(|size| !matches!(size.text.as_str(), "standard" | "large")) {
        let finding = Diagnostic::error("wrong-value", size.span, format!("there is no print size `{}`", size.text));
        fields.diagnostics().push(finding.nearest(&size.text, ["standard", "large"]).hint("the sizes are: standard, large"));
    }
    let has = |name: &str| sizes.is_empty() || sizes.iter().any(|size| size.text == name);
    let print = PrintSettings {
        paper,
        standard: has("standard"),
        large: has("large"),
        change_bars: fields.boolean("change_bars").unwrap_or(default.change_bars),
        openings: fields.choice("openings", &[("any", Openings::Any), ("right", Openings::Right)]).unwrap_or(default.openings),
        duplex: fields.boolean("duplex"),
        bleed: bleed(&mut fields).unwrap_or(default.bleed),
    };
    fields.finish();
    print
}

/// The widest bleed, in millimetres.
const WIDEST_BLEED: f32 = 20.0;

/// Takes a bleed such as `3mm` or `3`, in tenths of a millimetre.
fn bleed(fields: &mut Fields<'_>) -> Option<u16> {
    let word = fields.text("bleed")?;
    let number = word.text.strip_suffix("mm").unwrap_or(&word.text).trim_end();
    if let Some(length) = number.parse().ok().filter(|length| (0.0..=WIDEST_BLEED).contains(length)) {
        return Some((length * 10.0).round() as u16);
    }
    let finding = Diagnostic::error("wrong-value", word.span, format!("`bleed` cannot be `{}`", word.text));
    fields.diagnostics().push(finding.hint(format!("write a length in millimetres, such as 3mm, up to {WIDEST_BLEED}mm; 0mm is none")));
    None
}

const DEFAULT_SITE: SiteSettings = SiteSettings {
    single_page: SinglePage::Auto,
    where_used_limit: 50,
    change_marks: true,
    past_versions: true,
    progress: true,
    changes_since: Vec::new(),
};

fn site(mut fields: Fields<'_>) -> SiteSettings {
    let options = [("auto", SinglePage::Auto), ("true", SinglePage::Always), ("false", SinglePage::Never)];
    let site = SiteSettings {
        single_page: fields.choice("single_page", &options).unwrap_or(DEFAULT_SITE.single_page),
        where_used_limit: fields.number("where_used_limit").unwrap_or(DEFAULT_SITE.where_used_limit),
        change_marks: fields.boolean("change_marks").unwrap_or(DEFAULT_SITE.change_marks),
        past_versions: fields.boolean("past_versions").unwrap_or(DEFAULT_SITE.past_versions),
        progress: fields.boolean("progress").unwrap_or(DEFAULT_SITE.progress),
        changes_since: fields.versions("changes_since"),
    };
    fields.finish();
    site
}

/// Checks `changes_since`: its versions must be in the history, except the newest. The version before the newest is redundant,
/// because the two are always compared.
pub(super) fn check_changes_since(settings: &Settings, diagnostics: &mut Vec<Diagnostic>) {
    let rows = &settings.versions;
    let earlier = &rows[..rows.len() - 1];
    for (version, span) in &settings.site.changes_since {
        if !rows.iter().any(|row| row.version == *version) {
            let finding = Diagnostic::error("unknown-version", *span, format!("version {version} is not in the strategy's version history"));
            diagnostics.push(finding.hint(earlier_versions(earlier)));
        } else if *version == settings.current().version {
            let message = format!("version {version} is the newest, so nothing has changed since");
            diagnostics.push(Diagnostic::error("wrong-value", *span, message).hint(earlier_versions(earlier)));
        } else if earlier.last().is_some_and(|row| row.version == *version) {
            let message = format!("version {version} is the one before the newest, which is always compared with it");
            diagnostics
                .push(Diagnostic::new(Severity::Info, "redundant-version", *span, message).hint("you can remove it, or keep it for later versions"));
        }
    }
}

fn earlier_versions(earlier: &[VersionRow]) -> String {
    let names: Vec<&str> = earlier.iter().map(|row| row.version.as_str()).collect();
    if names.is_empty() {
        "there is no earlier version yet, so leave this out".into()
    } else {
        format!("the earlier versions are: {}", names.join(", "))
    }
}

/// Levels of rules. Unknown rules are reported by `check`.
fn check(mut fields: Fields<'_>) -> Vec<(String, Span, RuleLevel)> {
    let mut levels = Vec::new();
    for (rule, node) in fields.rest() {
        let level = match &node.value {
            Value::Scalar(text) => match text.as_str() {
                "off" => Some(RuleLevel::Off),
                "info" => Some(RuleLevel::At(Severity::Info)),
                "warning" => Some(RuleLevel::At(Severity::Warning)),
                "error" => Some(RuleLevel::At(Severity::Error)),
                _ => None,
            },
            _ => None,
        };
        match level {
            Some(level) => levels.push((rule.text, rule.span, level)),
            None => {
                const LEVELS: [&str; 4] = ["off", "info", "warning", "error"];
                let written = if let Value::Scalar(text) = &node.value { text.as_str() } else { "" };
                let finding = Diagnostic::error("wrong-value", node.span, format!("this is not a level for the rule `{}`", rule.text));
                let finding = match written {
                    "false" | "no" | "none" | "ignore" => finding.hint("did you mean `off`?"),
                    _ => finding.nearest(written, LEVELS),
                };
                fields.diagnostics().push(finding.hint("use one of: off, info, warning, error"));
                // Its name is checked, too.
                levels.push((rule.text, rule.span, RuleLevel::At(Severity::Warning)));
            }
        }
    }
    fields.finish();
    levels
}
