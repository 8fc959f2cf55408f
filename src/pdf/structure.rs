//! The structure tree and its parent tree (ISO 32000-1, 14.7).

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::content::Drawn;
use super::{ascii, real, text};
use crate::layout::{Details, Kid, LeafId, ListNumbering, Paged, Rect, Role, Scope, TagId};

/// What was put in.
pub(super) struct Structure {
    /// The tree's root.
    pub(super) root: ObjectId,
    /// The element of each tag.
    pub(super) tags: Vec<ObjectId>,
    /// The page tree.
    pub(super) pages: ObjectId,
    /// The parent tree: for each page, the elements that own its marked sequences.
    pub(super) page_parents: Vec<(i64, Object)>,
}

/// Where a leaf's content is: page and number of the marked sequence.
type Sequences = HashMap<LeafId, Vec<(usize, usize)>>;

/// Numbers the elements and enters every marked sequence into the parent tree.
pub(super) fn add(file: &mut Document, paged: &Paged, drawn: &[Drawn], pages: &[ObjectId]) -> Structure {
    let root = file.new_object_id();
    let tags: Vec<ObjectId> = paged.tags.tags.iter().map(|_| file.new_object_id()).collect();
    let mut sequences: Sequences = HashMap::with_capacity(paged.tags.leaves.len());
    let mut page_parents = Vec::with_capacity(pages.len());
    for (page, drawn) in drawn.iter().enumerate() {
        let mut owners = Vec::with_capacity(drawn.sequences.len());
        for (number, leaf) in drawn.sequences.iter().enumerate() {
            sequences.entry(*leaf).or_default().push((page, number));
            let owner = paged.tags.leaves.get(leaf.0 as usize).copied().unwrap_or(TagId(0));
            owners.push(Object::Reference(tags[owner.0 as usize]));
        }
        page_parents.push((page as i64, Object::Reference(file.add_object(owners))));
    }
    let mut areas: HashMap<TagId, (usize, Rect)> = HashMap::new();
    for (page, content) in paged.pages.iter().enumerate() {
        for area in content.areas.iter().filter(|area| paged.tags.tag(area.tag).role == Role::Figure) {
            areas.entry(area.tag).and_modify(|(_, rect)| *rect = rect.around(area.rect)).or_insert((page, area.rect));
        }
    }
    for (at, tag) in paged.tags.tags.iter().enumerate() {
        let id = TagId(at as u32);
        let mut element = dictionary! {
            "Type" => "StructElem", "S" => tag.role.name(), "P" => tag.parent.map_or(root, |parent| tags[parent.0 as usize]),
        };
        let mut home = None;
        let mut kids = Vec::with_capacity(tag.kids.len());
        for kid in &tag.kids {
            match kid {
                Kid::Tag(kid) => kids.push(Object::Reference(tags[kid.0 as usize])),
                Kid::Leaf(leaf) => {
                    for (page, number) in sequences.get(leaf).into_iter().flatten() {
                        let home = *home.get_or_insert(*page);
                        kids.push(if home == *page {
                            Object::Integer(*number as i64)
                        } else {
                            dictionary! { "Type" => "MCR", "Pg" => pages[*page], "MCID" => *number as i64 }.into()
                        });
                    }
                }
            }
        }
        if let Some(page) = home {
            element.set("Pg", pages[page]);
        }
        element.set("K", kids);
        if tag.role == Role::Note {
            // ISO 14289-1, 7.9: every note has an identifier of its own.
            element.set("ID", ascii(&note_id(id)));
        }
        let mut attributes = Vec::new();
        if let Some(details) = &tag.details {
            describe(details, &mut element, &mut attributes);
        }
        if let Some((page, rect)) = areas.get(&id) {
            let height = paged.pages[*page].size.height.0;
            let (x, y) = (rect.at.x.0, height - rect.at.y.0);
            let area = [x, y - rect.size.height.0, x + rect.size.width.0, y].map(real).to_vec();
            attributes.push(dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => area }.into());
        }
        if !attributes.is_empty() {
            element.set("A", attributes);
        }
        file.set_object(tags[at], element);
    }
    let pages_tree = file.catalog().and_then(|catalog| catalog.get(b"Pages")).and_then(Object::as_reference);
    Structure { root, tags, pages: pages_tree.unwrap_or((0, 0)), page_parents }
}

fn describe(details: &Details, element: &mut Dictionary, attributes: &mut Vec<Object>) {
    if let Some(alternative) = &details.alternative {
        element.set("Alt", text(alternative));
    }
    if let Some(language) = &details.language {
        element.set("Lang", ascii(language));
    }
    if let Some(scope) = details.scope {
        let scope = match scope {
            Scope::Row => "Row",
            Scope::Column => "Column",
        };
        attributes.push(dictionary! { "O" => "Table", "Scope" => scope }.into());
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

/// Puts in the root: parent tree, identifiers, and the annotations among the kids of their links.
pub(super) fn close(
    file: &mut Document, paged: &Paged, tags: &[ObjectId], root: ObjectId, annotations: Vec<(TagId, usize, ObjectId)>, parents: Vec<(i64, Object)>,
    pages: &[ObjectId],
) {
    for (tag, page, annotation) in annotations {
        let Ok(element) = file.get_dictionary_mut(tags[tag.0 as usize]) else { continue };
        if let Ok(Object::Array(kids)) = element.get_mut(b"K") {
            kids.push(dictionary! { "Type" => "OBJR", "Pg" => pages[page], "Obj" => annotation }.into());
        }
    }
    let next = parents.len() as i64;
    let tree = number_tree(file, parents);
    let mut dictionary = dictionary! {
        "Type" => "StructTreeRoot", "K" => vec![Object::Reference(tags[0])], "ParentTree" => tree, "ParentTreeNextKey" => next,
    };
    let notes: Vec<TagId> = (0u32..).map(TagId).zip(&paged.tags.tags).filter(|(_, tag)| tag.role == Role::Note).map(|(id, _)| id).collect();
    if let (Some(first), Some(last)) = (notes.first(), notes.last()) {
        let limits = vec![ascii(&note_id(*first)), ascii(&note_id(*last))];
        let names: Vec<Object> = notes.iter().flat_map(|note| [ascii(&note_id(*note)), Object::Reference(tags[note.0 as usize])]).collect();
        let leaf = file.add_object(dictionary! { "Limits" => limits, "Names" => names });
        let tree = file.add_object(dictionary! { "Kids" => vec![Object::Reference(leaf)] });
        dictionary.set("IDTree", tree);
    }
    file.set_object(root, dictionary);
}

/// A number tree whose leaves hold no more than some hundred entries (ISO 32000-1, 7.9.7).
fn number_tree(file: &mut Document, entries: Vec<(i64, Object)>) -> ObjectId {
    let mut kids = Vec::new();
    for chunk in entries.chunks(256) {
        let limits: Vec<Object> = [chunk.first(), chunk.last()].into_iter().flatten().map(|(key, _)| Object::Integer(*key)).collect();
        let numbers: Vec<Object> = chunk.iter().flat_map(|(key, value)| [Object::Integer(*key), value.clone()]).collect();
        kids.push(Object::Reference(file.add_object(dictionary! { "Limits" => limits, "Nums" => numbers })));
    }
    file.add_object(dictionary! { "Kids" => kids })
}
