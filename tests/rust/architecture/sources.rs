//! The code as a graph: which file refers to which, read with `syn` as the compiler reads it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::spanned::Spanned as _;
use syn::visit::Visit;

/// A path that code names, resolved as far as its first name goes: `["crate", "model", "Block"]`, `["std", "fs", "read"]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Named {
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
    /// Whether it only passes a name on: `pub use`.
    is_export: bool,
}

/// A file of the crate.
#[derive(Debug)]
pub(crate) struct File {
    /// Below src/, with forward slashes.
    pub(crate) path: String,
    /// Where it is in the tree of modules; empty for a root.
    module: Vec<String>,
    pub(crate) names: Vec<Named>,
    /// What `use` brings into scope, by name: paths as in `names`.
    scope: BTreeMap<String, Vec<String>>,
    /// Lines of catch-all arms in matches on the kinds of blocks and inlines.
    pub(crate) wildcards: Vec<usize>,
    /// Names of lints that the file allows for itself.
    pub(crate) allows: BTreeSet<String>,
}

/// The files of the program, as opposed to the library: `crate` is another root there.
pub(crate) const PROGRAM: [&str; 5] = ["main", "cli", "commands", "terminal", "preview"];

/// All files, by path.
#[derive(Debug)]
pub(crate) struct Sources {
    pub(crate) files: Vec<File>,
}

/// The room of a file: its first folder, or its own name at the top.
pub(crate) fn room(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

fn is_program(path: &str) -> bool {
    PROGRAM.contains(&room(path))
}

impl Sources {
    /// Reads files, given as path below src/ and text.
    pub(crate) fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut files: Vec<File> = files.into_iter().map(|(path, text)| File::new(path, text)).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files }
    }

    /// The file whose module is the longest part of `path`, and what is left of it.
    fn module<'p>(&self, path: &'p [String], is_program: bool) -> Option<(usize, &'p [String])> {
        (0..=path.len()).rev().find_map(|length| {
            let file = self.files.iter().position(|file| file.module == path[..length] && self::is_program(&file.path) == is_program);
            file.map(|file| (file, &path[length..]))
        })
    }

    /// The file that defines what `segments` names; none if it is another crate's. Follows what files only pass on.
    fn file_of(&self, from: &File, segments: &[String], depth: usize) -> Option<usize> {
        let (root, rest) = segments.split_first()?;
        let program = match root.as_str() {
            "crate" => is_program(&from.path),
            "greenpaper" => false,
            _ => return None,
        };
        let (file, item) = self.module(rest, program)?;
        let here = &self.files[file];
        let passed_on = item.first().and_then(|name| here.scope.get(name)).filter(|_| depth < 8);
        match passed_on {
            Some(path) if path != segments => {
                let path: Vec<String> = path.iter().chain(&item[1..]).cloned().collect();
                // What another crate defines is passed on by this file itself.
                self.file_of(here, &path, depth + 1).or(Some(file))
            }
            _ => Some(file),
        }
    }

    /// Which file uses which other, with the first line that does.
    pub(crate) fn arrows(&self) -> BTreeMap<(usize, usize), usize> {
        let mut arrows = BTreeMap::new();
        for (at, file) in self.files.iter().enumerate() {
            for named in file.names.iter().filter(|named| !named.is_export) {
                if let Some(to) = self.file_of(file, &named.segments, 0).filter(|to| *to != at) {
                    arrows.entry((at, to)).or_insert(named.line);
                }
            }
        }
        arrows
    }

    /// Which room uses which other. What a file only passes on counts, too.
    pub(crate) fn room_arrows(&self) -> BTreeMap<(String, String), String> {
        let mut arrows = BTreeMap::new();
        for file in &self.files {
            for named in &file.names {
                let Some(to) = self.file_of(file, &named.segments, 0) else { continue };
                let (from, to) = (room(&file.path), room(&self.files[to].path));
                if from != to {
                    arrows.entry((from.to_owned(), to.to_owned())).or_insert_with(|| format!("{}:{}", file.path, named.line));
                }
            }
        }
        arrows
    }
}

/// Groups of nodes that reach each other, each sorted: Tarjan 1972, as reachability, since the graphs are small.
pub(crate) fn circles<N: Ord + Clone>(arrows: impl IntoIterator<Item = (N, N)>) -> Vec<Vec<N>> {
    let mut next: BTreeMap<N, BTreeSet<N>> = BTreeMap::new();
    for (from, to) in arrows {
        next.entry(from).or_default().insert(to);
    }
    let reach = |start: &N| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
        while let Some(node) = open.pop() {
            open.extend(next.get(node).into_iter().flatten().filter(|to| seen.insert((*to).clone())));
        }
        seen
    };
    let reached: BTreeMap<&N, BTreeSet<N>> = next.keys().map(|node| (node, reach(node))).collect();
    let circle = |node: &&N| -> Vec<N> {
        let own = &reached[*node];
        own.iter().filter(|other| reached.get(other).is_some_and(|back| back.contains(*node))).cloned().collect()
    };
    let circles: BTreeSet<Vec<N>> = next.keys().map(|node| circle(&node)).filter(|circle| circle.len() > 1).collect();
    circles.into_iter().collect()
}

impl File {
    fn new(path: &str, text: &str) -> Self {
        let syntax = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut module: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|name| matches!(name.as_str(), "mod" | "lib" | "main")) {
            module.pop();
        }
        let mut reader = Reader::default();
        for item in &syntax.items {
            if let syn::Item::Mod(child) = item {
                reader.children.insert(child.ident.to_string());
            }
        }
        reader.visit_file(&syntax);
        let Reader { raw, uses, children, wildcards, allows, .. } = reader;
        let scope: BTreeMap<String, Vec<String>> =
            uses.iter().map(|(name, segments)| (name.clone(), absolute(segments, &module, &children, &BTreeMap::new()))).collect();
        let mut names: Vec<Named> = raw
            .into_iter()
            .map(|(segments, line, is_export)| Named { segments: absolute(&segments, &module, &children, &scope), line, is_export })
            .collect();
        names.sort();
        Self { path: path.to_owned(), module, names, scope, wildcards, allows }
    }
}

/// A path from a root: `crate` or the name of another crate.
fn absolute(segments: &[String], module: &[String], children: &BTreeSet<String>, scope: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let from_root = |module: &[String], rest: &[String]| -> Vec<String> {
        std::iter::once("crate".to_owned()).chain(module.iter().chain(rest).cloned()).collect()
    };
    match segments[0].as_str() {
        "self" => from_root(module, &segments[1..]),
        "super" => {
            let ups = segments.iter().take_while(|name| *name == "super").count();
            from_root(&module[..module.len().saturating_sub(ups)], &segments[ups..])
        }
        name if scope.contains_key(name) => scope[name].iter().chain(&segments[1..]).cloned().collect(),
        // A single name is a variable, never a module.
        name if children.contains(name) && segments.len() > 1 => from_root(module, segments),
        _ => segments.to_vec(),
    }
}

#[derive(Default)]
struct Reader {
    children: BTreeSet<String>,
    raw: Vec<(Vec<String>, usize, bool)>,
    uses: Vec<(String, Vec<String>)>,
    wildcards: Vec<usize>,
    allows: BTreeSet<String>,
}

fn line(span: Span) -> usize {
    span.start().line
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("cfg") && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test"))
}

impl Reader {
    fn tree(&mut self, tree: &syn::UseTree, before: &[String], is_export: bool) {
        let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
        match tree {
            syn::UseTree::Path(path) => self.tree(&path.tree, &with(&path.ident), is_export),
            syn::UseTree::Name(name) if name.ident == "self" => self.used(before.to_vec(), before.last().cloned(), name.span(), is_export),
            syn::UseTree::Name(name) => self.used(with(&name.ident), Some(name.ident.to_string()), name.span(), is_export),
            syn::UseTree::Rename(rename) => self.used(with(&rename.ident), Some(rename.rename.to_string()), rename.span(), is_export),
            syn::UseTree::Glob(glob) => self.used(before.to_vec(), None, glob.span(), is_export),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before, is_export)),
        }
    }

    fn used(&mut self, segments: Vec<String>, name: Option<String>, span: Span, is_export: bool) {
        if let Some(name) = name {
            self.uses.push((name, segments.clone()));
        }
        self.raw.push((segments, line(span), is_export));
    }

    /// Paths in the tokens of a macro, which are not parsed: names joined by `::`.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let (mut colons, mut start) = (0, 1);
        let flush = |path: &mut Vec<String>, start: usize, raw: &mut Vec<_>| {
            if path.len() > 1 {
                raw.push((std::mem::take(path), start, false));
            }
            path.clear();
        };
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        flush(&mut path, start, &mut self.raw);
                        start = line(name.span());
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    flush(&mut path, start, &mut self.raw);
                    colons = 0;
                    self.tokens(group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    flush(&mut path, start, &mut self.raw);
                    colons = 0;
                }
            }
        }
        flush(&mut path, start, &mut self.raw);
    }
}

/// Whether a pattern names a kind of block or of inline.
fn names_a_kind(pattern: &syn::Pat) -> bool {
    struct Kinds(bool);
    impl<'ast> Visit<'ast> for Kinds {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let enumeration = path.segments.iter().rev().nth(1).map(|segment| segment.ident.to_string());
            self.0 |= enumeration.is_some_and(|name| name == "BlockKind" || name == "Inline");
        }
    }
    let mut kinds = Kinds(false);
    kinds.visit_pat(pattern);
    kinds.0
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        // Unit tests may use whatever they like.
        if !is_test(&item.attrs) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &[], !matches!(item.vis, syn::Visibility::Inherited));
    }

    /// `pub(super)` uses nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let segments = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.raw.push((segments, line(path.span()), false));
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        if let Ok(list) = attribute.meta.require_list() {
            if attribute.path().is_ident("allow") || attribute.path().is_ident("expect") {
                let lints = list.tokens.to_string().replace(' ', "");
                self.allows.extend(lints.split(',').filter(|lint| lint.contains("::")).map(str::to_owned));
            } else {
                self.tokens(list.tokens.clone());
            }
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        // Methods of `Path` that ask the disk.
        let method = call.method.to_string();
        if matches!(method.as_str(), "exists" | "is_dir" | "is_file" | "canonicalize" | "metadata" | "symlink_metadata" | "read_dir" | "read_link") {
            self.raw.push((vec!["std".to_owned(), "fs".to_owned(), method], line(call.method.span()), false));
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_match(&mut self, expression: &'ast syn::ExprMatch) {
        if expression.arms.iter().any(|arm| names_a_kind(&arm.pat)) {
            let is_wild = |pattern: &syn::Pat| match pattern {
                syn::Pat::Ident(binding) => binding.subpat.is_none(),
                other => matches!(other, syn::Pat::Wild(_)),
            };
            let wild = expression.arms.iter().filter(|arm| is_wild(&arm.pat));
            self.wildcards.extend(wild.map(|arm| line(arm.pat.span())));
        }
        syn::visit::visit_expr_match(self, expression);
    }
}
