//! Templates: compiled once; their errors are diagnostics with file, line and column.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use super::guard::{self, Guarded, Page, within};
use crate::diag::Diagnostic;
use crate::limits::Limits;
use crate::span::{FileId, Span};
use crate::theme::{Strings, Theme};

/// The theme's templates, compiled.
pub(super) struct Templates {
    tera: Tera,
    /// The files of the theme's own templates, by name.
    files: BTreeMap<String, FileId>,
    /// The theme's own templates, with calls that check limits.
    guarded: BTreeMap<String, Guarded>,
    limits: Arc<Limits>,
}

impl Templates {
    /// Compiles the theme's templates. `site` is what every page sees as `site`.
    pub(super) fn new(theme: &Theme, site: &impl Serialize) -> Result<Self, Diagnostic> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".xml"]);
        let words = theme.strings.clone();
        tera.register_function("say", move |arguments: Kwargs, _: &State<'_>| say(&words, &arguments));
        let context = tera.global_context();
        context.insert("site", site);
        context.insert("t", theme.strings.all());
        let limits = Arc::new(Limits::default());
        guard::register(&mut tera, &limits);
        let files = theme.templates.iter().filter_map(|template| Some((template.name.clone(), template.file?))).collect();
        // Those that are built in need no limits, and the check costs a little.
        let own = theme.templates.iter().filter(|template| template.file.is_some());
        let guarded = own.map(|template| (template.name.clone(), Guarded::new(&template.text))).collect();
        Self { tera, files, guarded, limits }.compile(theme)
    }

    fn compile(mut self, theme: &Theme) -> Result<Self, Diagnostic> {
        let guarded = |name: &str| self.guarded.get(name).map(|guarded| guarded.text.clone());
        let templates: Vec<(String, String)> = theme
            .templates
            .iter()
            .map(|template| (template.name.clone(), guarded(&template.name).unwrap_or_else(|| template.text.clone())))
            .collect();
        match self.tera.add_raw_templates(templates) {
            Ok(()) => Ok(self),
            Err(error) => Err(self.fault(&error)),
        }
    }

    /// Renders the template `name`.
    pub(super) fn render(&self, name: &str, context: &impl Serialize) -> Result<String, Diagnostic> {
        self.limits.begin_page();
        let fill = || {
            let mut page = Page::new(&self.limits);
            self.tera.render_to(name, &Context::from_serialize(context)?, &mut page)?;
            Ok(String::from_utf8(page.bytes)?)
        };
        fill().map_err(|error| self.fault(&error))
    }

    fn fault(&self, error: &tera::Error) -> Diagnostic {
        let (message, span) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let file = self.files.get(report.filename());
                let original = |at| self.guarded.get(report.filename()).map_or(at, |guarded| guarded.original(at));
                let range = original(report.span().range.start)..original(report.span().range.end);
                (report.message().to_owned(), file.map(|file| Span::new(*file, range)))
            }
            _ => (error.to_string(), None),
        };
        Diagnostic::error("theme", span, format!("a template cannot be rendered: {message}"))
            .hint("compare it with the same file of `greenpaper theme new NAME`; themes/README.md lists the values that templates receive")
    }
}

/// `say(key="…", name=value)`: an interface text with its placeholders filled in.
fn say(words: &Strings, arguments: &Kwargs) -> tera::TeraResult<Value> {
    let key: String = arguments.must_get("key")?;
    if !words.all().contains_key(&key) {
        return Err(tera::Error::message(format!("there is no interface text `{key}`")));
    }
    let mut text = words.text(&key).to_owned();
    for (name, placeholder) in placeholders(&text) {
        if let Some(value) = arguments.get::<Value>(&name)? {
            let value = value.to_string();
            text = within(text.len().saturating_add(text.matches(&placeholder).count().saturating_mul(value.len())), || {
                text.replace(&placeholder, &value)
            })?;
        }
    }
    Ok(Value::from(text))
}

/// The placeholders of a text: each name, without and with its braces.
fn placeholders(text: &str) -> Vec<(String, String)> {
    let pieces = text.split('{').skip(1).filter_map(|piece| piece.split_once('}'));
    pieces.map(|(name, _)| (name.to_owned(), format!("{{{name}}}"))).collect()
}
