//! Where links lead: the same place in both versions may have another address.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::tree::{Root, Tree};
use super::words::without_number;
use crate::model::{BlockKind, Inline, Label, Link};

/// The places that links lead to, and their addresses in both versions.
pub(super) struct Links<'a> {
    /// The index of each text by its [location](Root::location).
    old: HashMap<String, usize>,
    new: HashMap<String, usize>,
    /// The new index of each old text.
    now: Vec<Option<usize>>,
    /// Text and anchor of everything that has another one now, by those it had.
    moved: HashMap<(usize, &'a str), (usize, &'a str)>,
}

/// A text of the newer version, and an anchor in it.
type Place<'p> = (usize, Cow<'p, str>);

impl<'a> Links<'a> {
    pub(super) fn new(old: &Tree<'a>, new: &Tree<'a>, roots: &[(usize, usize)], new_of: impl Fn(usize) -> Option<usize>) -> Self {
        let locations = |tree: &Tree<'a>| tree.roots.iter().enumerate().map(|(at, root)| (root.location(), at)).collect::<HashMap<_, _>>();
        let mut now = vec![None; old.roots.len()];
        for (before, after) in roots {
            now[*before] = Some(*after);
        }
        let mut moved = HashMap::new();
        for (root, text) in old.roots.iter().enumerate() {
            for before in text.start..text.end {
                let Some(anchor) = anchor(old, before) else { continue };
                let Some(after) = new_of(before) else { continue };
                let there = (new.root_of(after), self::anchor(new, after).unwrap_or(""));
                if now[root] != Some(there.0) || anchor != there.1 {
                    moved.insert((root, anchor), there);
                }
            }
        }
        Self { old: locations(old), new: locations(new), now, moved }
    }

    /// The place that a link of the older version leads to, if it is there in the newer one.
    fn of_old<'l>(&self, root: &Root<'_>, label: &'l Label) -> Option<Place<'l>>
    where
        'a: 'l,
    {
        let (location, anchor) = goal(root, label)?;
        let text = *self.old.get(&location)?;
        match self.moved.get(&(text, anchor)) {
            Some((text, anchor)) => Some((*text, Cow::Borrowed(anchor))),
            None => Some((self.now[text]?, Cow::Borrowed(anchor))),
        }
    }

    fn of_new<'l>(&self, root: &Root<'_>, label: &'l Label) -> Option<Place<'l>> {
        let (location, anchor) = goal(root, label)?;
        Some((*self.new.get(&location)?, Cow::Borrowed(anchor)))
    }

    /// An old line, the links of which have the address that they have in the new line if they lead to the same place.
    pub(super) fn line<'l>(
        &self, old: Cow<'l, [Inline<Label>]>, new: &[Inline<Label>], (before, now): (&Root<'_>, &Root<'_>),
    ) -> Cow<'l, [Inline<Label>]> {
        let has_link = |line: &[Inline<Label>]| {
            let mut found = false;
            each_link(line, &mut |_| found = true);
            found
        };
        if !has_link(&old) || !has_link(new) {
            return old;
        }
        let mut known: Vec<(Place<'_>, &Label)> = Vec::new();
        each_link(new, &mut |link| known.extend(self.of_new(now, &link.target).map(|place| (place, &link.target))));
        let mut line = old.into_owned();
        // The same place may be written in several ways: the first link to it is compared with the first one.
        let mut seen: HashMap<(usize, String), usize> = HashMap::new();
        each_link_mut(&mut line, &mut |link| {
            let Some(place) = self.of_old(before, &link.target) else { return };
            let present: Vec<&Label> = known.iter().filter(|(other, _)| *other == place).map(|(_, label)| *label).collect();
            let nth = seen.entry((place.0, place.1.into_owned())).or_default();
            let label = present.iter().find(|label| ***label == link.target).or_else(|| present.get(*nth)).or(present.last());
            *nth += 1;
            if let Some(label) = label {
                link.target = (*label).clone();
            }
        });
        Cow::Owned(line)
    }
}

/// The location of a text that a link leads to, and the anchor in it, empty for none. `None` for a link that leads elsewhere.
fn goal<'l>(root: &Root<'_>, label: &'l Label) -> Option<(String, &'l str)> {
    let Label::Path(path) = label else { return None };
    let (file, anchor) = path.split_once('#').unwrap_or((path, ""));
    if file.is_empty() {
        return Some((root.location(), anchor));
    }
    let file = file.strip_suffix(".md").filter(|file| !file.contains(':') && !file.starts_with('/'))?;
    let mut folders = root.folder();
    for part in file.split('/') {
        match part {
            "." | "" => {}
            ".." => folders.truncate(folders.rfind('/').unwrap_or(0)),
            _ => {
                folders.push('/');
                folders.push_str(without_number(part));
            }
        }
    }
    Some((folders.strip_suffix("/index").map_or_else(|| folders.clone(), str::to_owned), anchor))
}

/// The anchor that an author can link to, of the block at a node.
fn anchor<'a>(tree: &Tree<'a>, at: usize) -> Option<&'a str> {
    let block = tree.nodes[at].block;
    if let BlockKind::Heading(heading) = &block.kind {
        Some(&heading.anchor)
    } else if let BlockKind::Callout(callout) = &block.kind {
        Some(&callout.anchor)
    } else if let BlockKind::Action(action) = &block.kind {
        Some(&action.name)
    } else {
        block.label.as_ref()?.name.as_deref()
    }
}

fn each_link<'l>(line: &'l [Inline<Label>], see: &mut impl FnMut(&'l Link<Label>)) {
    for inline in line {
        if let Inline::Link(link) = inline {
            see(link);
        } else {
            each_link(inline.content(), see);
        }
    }
}

fn each_link_mut(line: &mut [Inline<Label>], see: &mut impl FnMut(&mut Link<Label>)) {
    for inline in line {
        if let Inline::Link(link) = inline {
            see(link);
        } else if let Some(content) = inline.content_mut() {
            each_link_mut(content, see);
        }
    }
}
