"""Imports documents that other programs made, and compares the result with what pandoc reads in the same documents.

usage: check.py PROGRAM STRATEGY
"""

import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import docx
import pypandoc

KINDS = {"Header": "headings", "BulletList": "lists", "OrderedList": "lists", "Table": "tables", "Link": "links", "Note": "notes", "BlockQuote": "quotes"}
READ = "markdown-smart-citations-tex_math_dollars-yaml_metadata_block+pipe_tables+footnotes+lists_without_preceding_blankline"


def sample(strategy):
    """The chapters of the sample as one Markdown text; links to files become links to the web."""
    parts = ["% Integrated Care Strategy\n"]
    for path in sorted(strategy.glob("chapters/*.md")):
        front, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
        title = re.search(r"^title: *(.*)$", front, re.M).group(1).strip('"')
        body = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", body)
        body = re.sub(r"\]\((?!https?:|mailto:)[^)]*\)", "](https://example.org/page)", body)
        body = re.sub(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]", r"\1", body)
        body = re.sub(r"^```.*?^```$", "", body, flags=re.M | re.S)
        body = re.sub(r"<!--.*?-->", "", body, flags=re.S)
        parts.append(f"# {title}\n\n{body}\n")
    return "\n".join(parts)


def house(path):
    """A document as offices make them: a cover, lists by styles, a table with merged cells, a quotation."""
    document = docx.Document()
    document.add_paragraph("Health and Wellbeing Strategy", style="Title")
    document.add_paragraph("2025 to 2030", style="Subtitle")
    document.add_heading("Introduction", 1)
    line = document.add_paragraph("We want ")
    line.add_run("everyone").bold = True
    line.add_run(" to live well.")
    for words in ["help early", "join up services"]:
        document.add_paragraph(words, style="List Bullet")
    for words in ["Read the draft.", "Tell us."]:
        document.add_paragraph(words, style="List Number")
    document.add_heading("Our aims", 2)
    document.add_paragraph("People first.", style="Quote")
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(table.rows, [["Place", "Men", "Women"], ["North", "12", "13"], ["South", "both 28", ""]]):
        for cell, words in zip(row.cells, cells):
            cell.text = words
    table.cell(2, 1).merge(table.cell(2, 2))
    document.add_heading("Money", 1)
    document.add_paragraph("We have enough.")
    document.save(path)


def counts(tree):
    """How many elements of each kind there are in pandoc's tree."""
    found = collections.Counter()

    def walk(node):
        if isinstance(node, dict):
            found[KINDS.get(node.get("t"), "")] += 1
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(tree["blocks"])
    return found


def words(text):
    # Marks of notes are numbered by whoever writes them.
    text = re.sub(r"\[\^?[\w-]*\d\]", " ", text)
    return collections.Counter(re.findall(r"\w+", re.sub(r"[*_~^\\`]", "", text).lower()))


def imported(program, path, folder):
    """The texts that come out, as one Markdown text whose chapters have headings of their own."""
    subprocess.run([program, "import", str(path), "--into", str(folder), "--changes", "accept"], check=True, capture_output=True)
    subprocess.run([program, "build", "--source", str(folder), "--output", str(folder) + "-site", "--formats", "html"], check=True, capture_output=True)
    texts = []
    for path in sorted(folder.glob("chapters/*.md")) + sorted(folder.glob("pages/*.md")):
        front, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
        title = re.search(r"^title: *(.*)$", front, re.M).group(1).strip('"')
        # Notes are numbered by chapter.
        body = re.sub(r"\[\^(\d+)\]", rf"[^{path.stem}-\1]", body)
        texts.append(f"# {title}\n\n{body}")
    return "\n\n".join(texts), (folder / "strategy.yaml").read_text(encoding="utf-8") + (folder / ".import/report.txt").read_text(encoding="utf-8")


def compare(name, program, path, folder):
    text, beside = imported(program, path, folder)
    before = json.loads(pypandoc.convert_file(str(path), "json", format="docx"))
    after = json.loads(pypandoc.convert_text(text, "json", format=READ))
    missing = words(pypandoc.convert_file(str(path), "plain", format="docx", extra_args=["--wrap=none"])) - words(text) - words(beside)
    one, other = counts(before), counts(after)
    # The title of the contents list is left out with the list.
    one["headings"] -= sum(block["t"] == "Header" and block["c"][1][0] == "table-of-contents" for block in before["blocks"])
    # A table with merged cells is a data block, which pandoc takes for code.
    other["tables"] += text.count("\n```table\n")
    faults = [f"{kind}: {one[kind]} in the document, {other[kind]} in the result" for kind in sorted(set(KINDS.values())) if one[kind] != other[kind]]
    if missing:
        faults.append(f"words lost: {dict(missing)}")
    print(f"{name}: {dict((kind, one[kind]) for kind in sorted(set(KINDS.values())))}, {sum(words(text).values())} words")
    for fault in faults:
        print(f"{name}: {fault}", file=sys.stderr)
    return not faults


def main():
    program, strategy = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        by_pandoc, by_python = scratch / "sample.docx", scratch / "house.docx"
        pypandoc.convert_text(sample(strategy), "docx", format=READ, outputfile=str(by_pandoc), extra_args=["--toc"])
        house(by_python)
        results = [compare("pandoc", program, by_pandoc, scratch / "sample"), compare("python-docx", program, by_python, scratch / "house")]
    sys.exit(0 if all(results) else 1)


main()
