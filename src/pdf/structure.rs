//! The structure tree and its parent tree (ISO 32000-1, 14.7).

use std::collections::HashMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::annotations::Annotations;
use super::content::Drawn;
use super::file::PdfFile;
use super::objects::{Ids, ascii, real, text};
use crate::layout::{Details, HeaderScope, Kid, LeafId, ListNumbering, Paged, Rect, Tag, TagId, TagRole};

/// The content and annotations that the elements of the tree refer to.
struct TreeContext<'d> {
    paged: &'d Paged,
    ids: Ids,
    root: ObjectId,
    /// Every marked sequence by its leaf: page, and number on it.
    sequences: Vec<(LeafId, u32, u32)>,
    /// Every annotation by its link: page, and object.
    annotations: Vec<(TagId, usize, ObjectId)>,
    /// The area of each figure, with its page.
    areas: HashMap<TagId, (usize, Rect)>,
}

/// Writes the tree; returns its root.
pub(super) fn add(file: &mut PdfFile, paged: &Paged, drawn: &[Drawn], annotations: &Annotations, ids: Ids) -> ObjectId {
    let root = file.reserve();
    let mut sequences = Vec::with_capacity(paged.tags.leaves.len());
    let mut parents = Vec::with_capacity(drawn.len() + annotations.objects.len());
    for (page, drawn) in drawn.iter().enumerate() {
        sequences.extend(drawn.sequences.iter().zip(0..).map(|(leaf, number)| (*leaf, page as u32, number)));
        let owner = |leaf: &LeafId| paged.tags.leaves.get(leaf.0 as usize).copied().unwrap_or_default();
        let owners: Vec<Object> = drawn.sequences.iter().map(|leaf| Object::Reference(ids.tag(owner(leaf)))).collect();
        parents.push(file.add(owners));
    }
    parents.extend(annotations.objects.iter().map(|(tag, ..)| ids.tag(*tag)));
    sequences.sort_unstable();
    let mut annotations = annotations.objects.clone();
    annotations.sort_by_key(|(tag, ..)| *tag);
    let content = TreeContext { paged, ids, root, sequences, annotations, areas: areas(paged) };
    let tags = &paged.tags.tags;
    file.set_row(ids.tags, tags.len(), |at| content.element(TagId(at as u32), &tags[at]).into());

    let mut dictionary = dictionary! {
        "Type" => "StructTreeRoot", "K" => vec![Object::Reference(ids.tag(TagId(0)))], "ParentTreeNextKey" => parents.len() as i64,
        "ParentTree" => number_tree(file, &parents),
    };
    let notes: Vec<TagId> = (0u32..).map(TagId).zip(tags).filter(|(_, tag)| tag.role == TagRole::Note).map(|(id, _)| id).collect();
    if let (Some(first), Some(last)) = (notes.first(), notes.last()) {
        let limits = vec![ascii(&note_id(*first)), ascii(&note_id(*last))];
        let names: Vec<Object> = notes.iter().flat_map(|note| [ascii(&note_id(*note)), Object::Reference(ids.tag(*note))]).collect();
        let leaf = file.add(dictionary! { "Limits" => limits, "Names" => names });
        dictionary.set("IDTree", file.add(dictionary! { "Kids" => vec![Object::Reference(leaf)] }));
    }
    file.set(root, dictionary);
    root
}

fn areas(paged: &Paged) -> HashMap<TagId, (usize, Rect)> {
    let mut areas: HashMap<TagId, (usize, Rect)> = HashMap::new();
    for (page, content) in paged.pages.iter().enumerate() {
        for area in content.areas.iter().filter(|area| paged.tags.tag(area.tag).role == TagRole::Figure) {
            // A figure on several pages has its box on the first.
            let (first, rect) = areas.entry(area.tag).or_insert((page, area.rect));
            if *first == page {
                *rect = rect.around(area.rect);
            }
        }
    }
    areas
}

/// The entries with this key, in a list sorted by key.
fn of<T, K: Ord>(sorted: &[T], key: K, key_of: impl Fn(&T) -> K) -> impl Iterator<Item = &T> {
    let start = sorted.partition_point(|entry| key_of(entry) < key);
    sorted[start..].iter().take_while(move |entry| key_of(entry) == key)
}

impl TreeContext<'_> {
    /// The element of a tag (ISO 32000-1, 14.7.2).
    fn element(&self, id: TagId, tag: &Tag) -> Dictionary {
        let Self { paged, ids, .. } = *self;
        let mut element = dictionary! {
            "Type" => "StructElem", "S" => tag.role.name(), "P" => tag.parent.map_or(self.root, |parent| ids.tag(parent)),
        };
        let mut home = None;
        let mut kids = Vec::with_capacity(tag.kids.len() + 1);
        for kid in &tag.kids {
            match kid {
                Kid::Tag(kid) => kids.push(Object::Reference(ids.tag(*kid))),
                Kid::Leaf(leaf) => {
                    for (_, page, number) in of(&self.sequences, *leaf, |(leaf, ..)| *leaf) {
                        let number = i64::from(*number);
                        kids.push(if *home.get_or_insert(*page) == *page {
                            Object::Integer(number)
                        } else {
                            dictionary! { "Type" => "MCR", "Pg" => ids.page(*page as usize), "MCID" => number }.into()
                        });
                    }
                }
            }
        }
        if tag.role == TagRole::Link {
            for (_, page, annotation) in of(&self.annotations, id, |(tag, ..)| *tag) {
                kids.push(dictionary! { "Type" => "OBJR", "Pg" => ids.page(*page), "Obj" => *annotation }.into());
            }
        }
        if let Some(page) = home {
            element.set("Pg", ids.page(page as usize));
        }
        element.set("K", kids);
        if tag.role == TagRole::Note {
            // ISO 14289-1, 7.9: every note has an identifier of its own.
            element.set("ID", ascii(&note_id(id)));
        }
        let mut attributes = Vec::new();
        if let Some(details) = &tag.details {
            describe(details, &mut element, &mut attributes);
        }
        if let Some((page, rect)) = self.areas.get(&id) {
            let height = paged.pages[*page].size.height.0;
            let (x, y) = (rect.at.x.0, height - rect.at.y.0);
            let area = [x, y - rect.size.height.0, x + rect.size.width.0, y].map(real).to_vec();
            attributes.push(dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => area }.into());
        }
        if !attributes.is_empty() {
            element.set("A", attributes);
        }
        element
    }
}

fn describe(details: &Details, element: &mut Dictionary, attributes: &mut Vec<Object>) {
    if let Some(alternative) = &details.alternative {
        element.set("Alt", text(alternative));
    }
    if let Some(spoken) = &details.spoken {
        element.set("ActualText", text(spoken));
    }
    if let Some(language) = &details.language {
        element.set("Lang", ascii(language));
    }
    if details.scope.is_some() || details.span.is_some() {
        let mut table = dictionary! { "O" => "Table" };
        if let Some(scope) = details.scope {
            let scope = match scope {
                HeaderScope::Row => "Row",
                HeaderScope::Column => "Column",
            };
            table.set("Scope", scope);
        }
        if let Some(span) = details.span {
            table.set("ColSpan", span.columns as i64);
            table.set("RowSpan", span.rows as i64);
        }
        attributes.push(table.into());
    }
    if let Some(numbering) = details.numbering {
        let numbering = match numbering {
            ListNumbering::None => "None",
            ListNumbering::Disc => "Disc",
            ListNumbering::Decimal => "Decimal",
        };
        attributes.push(dictionary! { "O" => "List", "ListNumbering" => numbering }.into());
    }
}

fn note_id(tag: TagId) -> String {
    format!("note-{:08}", tag.0)
}

/// A number tree whose leaves hold at most some hundred entries (ISO 32000-1, 7.9.7).
fn number_tree(file: &mut PdfFile, entries: &[ObjectId]) -> ObjectId {
    let mut kids = Vec::new();
    for (chunk, first) in entries.chunks(256).zip((0i64..).step_by(256)) {
        let limits = vec![first.into(), (first + chunk.len() as i64 - 1).into()];
        let numbers: Vec<Object> = chunk.iter().zip(first..).flat_map(|(entry, key)| [key.into(), Object::Reference(*entry)]).collect();
        kids.push(Object::Reference(file.add(dictionary! { "Limits" => limits, "Nums" => numbers })));
    }
    file.add(dictionary! { "Kids" => kids })
}
