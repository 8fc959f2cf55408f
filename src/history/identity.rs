//! The identity of every block, from version to version.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::align::{align, align_rest};
use super::sequence::{Numbers, common};
use super::tree::{Tree, each, each_mut, each_of_chapter_mut, each_of_others_mut, kind_name, nodes_of_chapter};
use crate::cache::Memo;
use crate::model::{Chapter, Draft, Label, NodeId};
use crate::span::SourceMap;

/// The format of `identity.json` that this program writes.
const FORMAT: u32 = 1;

/// The contents of `identity.json`: the identity of each block of a version, and those that must not be reused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The format version of the file.
    pub format: u32,
    /// Files of the version, as paths from its folder, with their checksums; filled at a release.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// The blocks of each file, in the order of [`Identity::of`].
    pub blocks: BTreeMap<String, Vec<BlockIdentity>>,
    /// Identities of blocks of earlier versions that were removed, sorted. They are never given to another block.
    #[serde(default)]
    pub retired: BTreeSet<Written<NodeId>>,
}

/// The identity of one block. Written as one line: `7k2m9x0q 1f2e3d4c5b6a7988 paragraph`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct BlockIdentity {
    /// The identity.
    pub id: NodeId,
    /// A hash of its words and contents, the same on every machine.
    pub hash: u64,
    /// The name of its kind.
    pub kind: String,
}

impl From<BlockIdentity> for String {
    fn from(block: BlockIdentity) -> Self {
        format!("{} {:016x} {}", block.id, block.hash, block.kind)
    }
}

impl TryFrom<String> for BlockIdentity {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut parts = text.split(' ');
        let id = parts.next().and_then(NodeId::parse);
        let hash = parts.next().and_then(|hash| u64::from_str_radix(hash, 16).ok());
        match (id, hash, parts.next(), parts.next()) {
            (Some(id), Some(hash), Some(kind), None) => Ok(Self { id, hash, kind: kind.to_owned() }),
            _ => Err(format!("`{text}` is no block's identity")),
        }
    }
}

/// Serialised as it is displayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written<T>(pub T);

impl Serialize for Written<NodeId> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Written<NodeId> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        NodeId::parse(&text).map(Self).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no identity")))
    }
}

impl Identity {
    /// The format of the `identity.json` in `bytes`, if it is one that this program does not know.
    #[must_use]
    pub fn unknown_format(bytes: &[u8]) -> Option<u64> {
        #[derive(Deserialize)]
        struct Header {
            format: u64,
        }
        let header: Header = serde_json::from_slice(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)).ok()?;
        (header.format != u64::from(FORMAT)).then_some(header.format)
    }

    /// The identity of every block of `draft`, after [`identify`]; `map` names its files.
    ///
    /// Chapters, their sections, pages, transcripts and terms, each in the order of its blocks, then of the blocks of its notes;
    /// parents before children. What `previous` had and `draft` lacks is retired.
    #[must_use]
    pub fn of(draft: &Draft, map: &SourceMap, previous: Option<&Self>) -> Self {
        let tree = Tree::new(draft);
        let mut blocks: BTreeMap<String, Vec<BlockIdentity>> = BTreeMap::new();
        for root in &tree.roots {
            let entry = tree.nodes[root.start..root.end].iter().map(|node| BlockIdentity {
                id: node.block.id,
                hash: node.hash,
                kind: kind_name(&node.block.kind).to_owned(),
            });
            blocks.entry(map.file(root.file).path.clone()).or_default().extend(entry);
        }
        let present: HashSet<NodeId> = tree.nodes.iter().map(|node| node.block.id).collect();
        let gone = previous.into_iter().flat_map(Self::ever).filter(|id| !present.contains(id));
        Self { format: FORMAT, files: BTreeMap::new(), blocks, retired: gone.map(Written).collect() }
    }

    /// Gives the blocks of an archived `draft` their stored identities; `map` names its files.
    ///
    /// Returns the paths of files whose text has changed since this was written, sorted. In these, unchanged blocks keep their
    /// identity, and the others are left without, for [`identify`].
    pub fn apply(&self, draft: &mut Draft, map: &SourceMap) -> Vec<String> {
        let mut ids = Vec::new();
        let mut strange = BTreeSet::new();
        let tree = Tree::new(draft);
        // Terms in one file are separate texts, but one sequence of blocks.
        let mut used: HashMap<&str, usize> = HashMap::new();
        for root in &tree.roots {
            let path = map.file(root.file).path.as_str();
            let nodes = &tree.nodes[root.start..root.end];
            let from = used.entry(path).or_default();
            let known = self.blocks.get(path).map_or(&[][..], Vec::as_slice);
            let same = known.get(*from..*from + nodes.len()).filter(|known| nodes.iter().zip(*known).all(|(node, known)| node.hash == known.hash));
            match same {
                Some(known) => {
                    ids.extend(known.iter().map(|block| block.id));
                    *from += nodes.len();
                }
                None => {
                    strange.insert(path.to_owned());
                    let mut numbers = Numbers::new();
                    let known = known.get(*from..).unwrap_or(&[]);
                    let before: Vec<u32> = known.iter().map(|block| numbers.of(block.hash)).collect();
                    let now: Vec<u32> = nodes.iter().map(|node| numbers.of(node.hash)).collect();
                    let first = ids.len();
                    ids.resize(first + nodes.len(), NodeId::NONE);
                    let pairs = common(&before, &now, numbers.count());
                    pairs.iter().for_each(|(old, new)| ids[first + new] = known[*old].id);
                    *from += pairs.last().map_or(0, |(old, _)| old + 1);
                }
            }
        }
        let lost = tree.roots.iter().map(|root| map.file(root.file).path.as_str()).collect::<HashSet<_>>();
        strange.extend(self.blocks.keys().filter(|path| !lost.contains(path.as_str())).cloned());
        strange.extend(
            used.into_iter().filter(|(path, used)| self.blocks.get(*path).is_some_and(|known| known.len() > *used)).map(|(path, _)| path.to_owned()),
        );
        drop(tree);
        if let Some((path, _)) = self.doubled() {
            strange.insert(path.to_owned());
        }
        let mut ids = ids.into_iter();
        let mut taken = HashSet::new();
        each_mut(draft, |block| block.id = ids.next().filter(|id| taken.insert(*id)).unwrap_or(NodeId::NONE));
        strange.into_iter().collect()
    }

    /// The first identity that two blocks have, with the file of the second: someone edited this by hand.
    #[must_use]
    pub fn doubled(&self) -> Option<(&str, NodeId)> {
        let mut seen = HashSet::new();
        let blocks = self.blocks.iter().flat_map(|(path, blocks)| blocks.iter().map(move |block| (path.as_str(), block.id)));
        blocks.into_iter().find(|(_, id)| !seen.insert(*id))
    }

    /// Every identity that was ever given, up to this version.
    pub fn ever(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.blocks.values().flatten().map(|block| block.id).chain(self.retired.iter().map(|id| id.0))
    }
}

/// Gives an identity to every block of `draft` that has none.
///
/// A block that was in the version before keeps its identity, wherever it is now and however it was edited. One that was
/// removed in an earlier version and is back regains the identity that it had. A new one gets an identity derived from its
/// kind and words, so that it depends on nothing else in the document, unless another block has or ever had it.
///
/// `earlier` are the versions before, oldest first.
pub fn identify(draft: &mut Draft, earlier: &[(&Draft, &Identity)]) {
    let tree = Tree::new(draft);
    let ids = tree.nodes.iter().map(|node| node.block.id).collect();
    let ids = completed(ids, &tree, earlier);
    drop(tree);
    let mut ids = ids.into_iter();
    each_mut(draft, |block| block.id = ids.next().unwrap_or_default());
}

/// Gives every block of `draft` its identity, whatever it has now: like [`identify`] for a draft without any.
///
/// Writes only to chapters whose identities change. `cache` has the hashes of chapters from the run before.
pub fn identify_cached(draft: &mut Draft, earlier: &[(&Draft, &Identity)], cache: &mut Hashes) {
    if earlier.is_empty() {
        let hashes: Vec<Arc<[u64]>> =
            draft.chapters.par_iter().map(|chapter| cache.get(chapter).map_or_else(|| hashes(chapter), Arc::clone)).collect();
        let rest = Tree::of_others(draft);
        let all = hashes.iter().flat_map(|hashes| hashes.iter().copied()).chain(rest.nodes.iter().map(|node| node.hash));
        let ids = new_ones(all, Taken::default());
        drop(rest);
        let sizes: Vec<usize> = hashes.iter().map(|hashes| hashes.len()).collect();
        write(draft, &sizes, &ids);
        cache.renew(draft.chapters.iter().cloned().zip(hashes));
        return;
    }
    let tree = Tree::new(draft);
    let ids = completed(vec![NodeId::NONE; tree.nodes.len()], &tree, earlier);
    let sizes = tree.sizes(draft);
    drop(tree);
    write(draft, &sizes, &ids);
}

/// Hashes of the blocks of chapters with their sections, in the order of the draft's blocks.
pub type Hashes = Memo<Chapter<Label>, Arc<[u64]>>;

fn hashes(chapter: &Chapter<Label>) -> Arc<[u64]> {
    std::iter::once(chapter).chain(&chapter.sections).flat_map(|text| nodes_of_chapter(text).into_iter().map(|node| node.hash)).collect()
}

/// Writes identities, in the order of the draft's blocks, into the chapters where they differ. `sizes` are the numbers of blocks
/// of the chapters.
fn write(draft: &mut Draft, sizes: &[usize], ids: &[NodeId]) {
    let mut rest = ids;
    let own: Vec<&[NodeId]> = sizes.iter().filter_map(|size| rest.split_off(..*size)).collect();
    draft.chapters.par_iter_mut().zip(own).for_each(|(chapter, own)| {
        let mut known = own.iter();
        let mut is_same = true;
        each(chapter, &mut |block| is_same &= known.next() == Some(&block.id));
        if !is_same {
            let mut own = own.iter().copied();
            each_of_chapter_mut(Arc::make_mut(chapter), &mut |block| block.id = own.next().unwrap_or_default());
        }
    });
    let mut rest = rest.iter().copied();
    each_of_others_mut(draft, &mut |block| block.id = rest.next().unwrap_or_default());
}

/// The identities of all blocks of `tree`, some of which are known: the others follow from the versions before, or are new.
fn completed(mut ids: Vec<NodeId>, tree: &Tree<'_>, earlier: &[(&Draft, &Identity)]) -> Vec<NodeId> {
    let mut taken: Taken = HashSet::with_capacity_and_hasher(ids.len(), BuildHasherDefault::default());
    if let Some(((before, identity), older)) = earlier.split_last() {
        let old = Tree::new(before);
        let alignment = align(&old, tree);
        for (at, id) in ids.iter_mut().enumerate().filter(|(_, id)| !id.is_some()) {
            *id = alignment.old_of(at).map_or(NodeId::NONE, |before| old.nodes[before].block.id);
        }
        restore(&mut ids, tree, older, &identity.retired);
        taken.extend(identity.ever().chain(old.nodes.iter().map(|node| node.block.id)).map(NodeId::bits));
    }
    taken.extend(ids.iter().filter(|id| id.is_some()).map(|id| id.bits()));
    let unnamed = ids.iter().zip(&tree.nodes).filter(|(id, _)| !id.is_some()).map(|(_, node)| node.hash);
    let mut made = new_ones(unnamed, taken).into_iter();
    ids.iter_mut().filter(|id| !id.is_some()).for_each(|id| *id = made.next().unwrap_or_default());
    ids
}

/// Gives blocks that were in an older version and are back the identity that they had: the latest, if they had several.
fn restore(ids: &mut [NodeId], tree: &Tree<'_>, older: &[(&Draft, &Identity)], retired: &BTreeSet<Written<NodeId>>) {
    let mut lost: BTreeSet<NodeId> = retired.iter().map(|id| id.0).collect();
    ids.iter().for_each(|id| _ = lost.remove(id));
    for (draft, identity) in older.iter().rev() {
        if lost.is_empty() || ids.iter().all(|id| id.is_some()) {
            return;
        }
        if !identity.blocks.values().flatten().any(|block| lost.contains(&block.id)) {
            continue;
        }
        let old = Tree::new(draft);
        let alignment = align_rest(&old, tree, ids);
        for (at, id) in ids.iter_mut().enumerate().filter(|(_, id)| !id.is_some()) {
            let before = alignment.old_of(at).map(|before| old.nodes[before].block.id);
            if let Some(known) = before.filter(|known| lost.remove(known)) {
                *id = known;
            }
        }
    }
}

/// Identities in use, by their bits.
type Taken = HashSet<u64, BuildHasherDefault<Hashed>>;

/// New identities for blocks with these hashes, distinct and not in use.
fn new_ones(hashes: impl Iterator<Item = u64>, mut taken: Taken) -> Vec<NodeId> {
    let wanted: Vec<(u64, NodeId)> = hashes.map(|hash| (hash, NodeId::new(hash))).collect();
    let mut sorted: Vec<u64> = wanted.iter().map(|(_, id)| id.bits()).collect();
    sorted.par_sort_unstable();
    // Nearly all hashes are unique: only the others are looked up.
    let contested: Taken = sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    // How often each hash was tried: ten thousand identical paragraphs must not each retry all earlier ones.
    let mut tried: HashMap<u64, u64, BuildHasherDefault<Hashed>> = HashMap::default();
    let one = |(hash, id): (u64, NodeId)| {
        let is_free = if contested.contains(&id.bits()) { taken.insert(id.bits()) } else { !taken.contains(&id.bits()) };
        if id.is_some() && is_free {
            return id;
        }
        loop {
            let turn = tried.entry(hash).or_default();
            *turn += 1;
            let other = NodeId::new(xxh3_64(&[hash.to_le_bytes(), turn.to_le_bytes()].concat()));
            if other.is_some() && sorted.binary_search(&other.bits()).is_err() && taken.insert(other.bits()) {
                return other;
            }
        }
    };
    wanted.into_iter().map(one).collect()
}

/// Passes through values that are hashes already.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        // Identities have forty bits, and hash tables use the highest first.
        self.0 ^ self.0.rotate_left(24)
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
