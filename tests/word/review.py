"""Exports the strategy to Word, validates the document, comments in it as readers do, and collates the comments.

usage: review.py PROGRAM STRATEGY
"""

import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph
from openxml_audit import OpenXmlValidator

AUTHOR = "Sam Reader"


def paragraphs(document):
    """Each paragraph with the identity of its passage and of those around it, the innermost first."""
    found, open_marks = [], {}

    def mark(node):
        if node.tag == qn("w:bookmarkStart") and node.get(qn("w:name")).startswith("p_"):
            open_marks[node.get(qn("w:id"))] = node.get(qn("w:name"))
        elif node.tag == qn("w:bookmarkEnd"):
            open_marks.pop(node.get(qn("w:id")), None)

    def walk(parent):
        for node in parent.iterchildren():
            if node.tag != qn("w:p"):
                mark(node)
                walk(node)
                continue
            own = [start.get(qn("w:name")) for start in node.findall(qn("w:bookmarkStart")) if start.get(qn("w:name")).startswith("p_")]
            for child in node.iterchildren():
                mark(child)
            around = own[:1] or list(reversed(open_marks.values()))[:1]
            found.append((Paragraph(node, document), around[0] if around else None))

    walk(document.element.body)
    return found


def change(tag, words, author=AUTHOR):
    """A tracked change with these words."""
    node = OxmlElement(tag)
    for name, value in [("w:id", "9000"), ("w:author", author), ("w:date", "2025-01-01T00:00:00Z")]:
        node.set(qn(name), value)
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText" if tag == "w:del" else "w:t")
    text.text = words
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    node.append(run)
    return node


def comment(document, every):
    """Comments on every so many paragraphs, and changes some; returns what each comment says and its passage."""
    expected, kinds = {}, set()
    for at, (paragraph, passage) in enumerate(paragraphs(document)):
        kind = paragraph.style.name
        is_new_kind = kind not in kinds and not kind.startswith(("TOC", "toc", "Cover", "Title", "Subtitle", "heading 1", "Heading 1"))
        if passage is None or not paragraph.runs or not (is_new_kind or at % every == 0):
            continue
        kinds.add(kind)
        run = max(paragraph.runs, key=lambda run: len(run.text.strip()))
        words = f"Comment {at} ({kind})"
        document.add_comment(runs=paragraph.runs, text=words, author=AUTHOR)
        expected[words] = passage
        if at % 2 or not run.text.strip():
            run._r.addnext(change("w:ins", f" and more {at}"))
            expected[f'Add: "and more {at}"'] = passage
        else:
            old, run.text = run.text, ""
            run._r.addnext(change("w:del", old))
            run._r.getnext().addnext(change("w:ins", f"other words {at}"))
            expected[f'Change "{" ".join(old.split())}" to "other words {at}"'] = passage
    return expected


def collated(program, strategy, path, scratch):
    """The passages of the collated comments, by what they say."""
    source = scratch / "copy"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(strategy, source, ignore=shutil.ignore_patterns("comments"))
    subprocess.run([program, "comments", "collate", str(path), "--source", str(source)], check=True, capture_output=True)
    (text,) = (path.read_text(encoding="utf-8") for path in source.glob("comments/*.yaml"))
    found, version = {}, set()
    for entry in re.split(r"^  - ", text, flags=re.M)[1:]:
        said = re.search(r"^    text: (.*)$", entry, re.M).group(1)
        if said.startswith('"'):
            said = said[1:-1].replace('\\"', '"').replace("\\\\", "\\")
        elif said.startswith("'"):
            said = said[1:-1].replace("''", "'")
        passage = re.search(r"^    passage: (.*)$", entry, re.M)
        found[said] = f"p_{passage.group(1)}" if passage else None
        version.add(re.search(r"^    version: (.*)$", entry, re.M).group(1).strip('"'))
    return found, version


def returned(program, path, scratch):
    """Faults of the document imported again: words, headings, lists, tables and links that it has no more."""
    folder = scratch / "again"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([program, "import", str(path), "--into", str(folder)], check=True, capture_output=True)
    subprocess.run([program, "build", "--source", str(folder), "--output", str(folder) + "-site", "--formats", "html"], check=True, capture_output=True)
    files = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.*") if path.suffix in {".md", ".yaml", ".txt"}}
    chapters = [text for path, text in files.items() if path.parent.name in {"chapters", "pages", "glossary"}]
    document = docx.Document(path)
    styles = collections.Counter(paragraph.style.name for paragraph, _ in paragraphs(document))
    words = collections.Counter(re.findall(r"\w+", "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t"))).lower()))
    kept = collections.Counter(re.findall(r"\w+", re.sub(r"[*_~^\\`]", "", "\n".join(files.values())).lower()))
    inside = "\n".join(re.sub(r"^---\n.*?\n---\n", "", text, flags=re.S) for text in chapters)
    links = len(list(document.element.body.iter(qn("w:hyperlink")))) - styles["toc 1"] - styles["toc 2"]
    counts = {
        "headings": (
            sum(count for style, count in styles.items() if style.lower().startswith("heading")),
            len(re.findall(r"^#+ ", inside, re.M)) + sum(1 for path in files if path.parent.name == "chapters") + (1 if any(folder.glob("glossary/*")) else 0),
        ),
        "tables": (len(document.tables), len(re.findall(r"^\|[-:| ]+\|$|^```table", inside, re.M))),
        "links": (links, len(re.findall(r"\]\(|\[\[", inside))),
        "notes": (len(list(document.element.body.iter(qn("w:footnoteReference")))), len(re.findall(r"^\[\^\d+\]:", inside, re.M))),
    }
    print("imported again:", {kind: before for kind, (before, _) in counts.items()}, f"{sum(words.values())} words, {sum((words - kept).values())} lost")
    # Addresses in the text become links.
    faults = [f"imported again: {kind}: {before} in the document, {after} in the result" for kind, (before, after) in counts.items() if after < before or kind != "links" and after > before]
    return faults + ([f"imported again: words lost: {dict(words - kept)}"] if words - kept else [])


def without_marks(path):
    document = docx.Document(path)
    for tag in ["w:bookmarkStart", "w:bookmarkEnd"]:
        for node in list(document.element.body.iter(qn(tag))):
            node.getparent().remove(node)
    document.save(path)


def main():
    program, strategy = sys.argv[1], pathlib.Path(sys.argv[2])
    faults = []
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        path = scratch / "strategy.docx"
        subprocess.run([program, "export", "--docx", str(path), "--source", str(strategy)], check=True, capture_output=True)
        result = OpenXmlValidator().validate(str(path))
        faults += [f"schema: {fault.part_uri}: {fault.description}" for fault in result.errors]
        faults += returned(program, path, scratch)
        document = docx.Document(path)
        expected = comment(document, 9)
        document.save(path)
        found, versions = collated(program, strategy, path, scratch)
        misplaced = {said: (passage, found.get(said, "no comment")) for said, passage in expected.items() if found.get(said, "no comment") != passage}
        faults += [f"by bookmark: {said!r}: {wanted} expected, {got}" for said, (wanted, got) in misplaced.items()]
        print(f"export: {len(document.element.body)} blocks, {len(expected)} comments and changes, {len(expected) - len(misplaced)} placed by bookmark")
        without_marks(path)
        found, _ = collated(program, strategy, path, scratch)
        placed = sum(1 for said, passage in expected.items() if found.get(said))
        right = sum(1 for said, passage in expected.items() if found.get(said) == passage)
        print(f"export without bookmarks: {placed} placed by words, {right} on the same passage")
        if right < len(expected) * 0.6:
            faults.append("by words: too few comments are on their passages")
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


main()
