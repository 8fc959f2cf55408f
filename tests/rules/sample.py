#!/usr/bin/env python3
"""Draws findings of the rules on real text, to be read by somebody.

    sample.py wrap FOLDER STRATEGY      makes a strategy of the Markdown in a folder, such as an unpacked package
    sample.py draw PROGRAM STRATEGY... [--rule NAME] [--count 20] [--seed 2026]
                                        checks strategies with PROGRAM; prints findings of each rule, with their lines

A folder may also hold texts as lists of sentences in JSON, as the package nlp-corpus does: each becomes a paragraph.
tests/RULES.md says what came of it.
"""

import argparse
import collections
import json
import random
import re
import shutil
import subprocess
from pathlib import Path

SETTINGS = """title: Real text
publisher: Somebody
language: en-GB
status: draft
versions: [{version: "1.0", date: 2023-03-03}]
contact: {email: somebody@example.org}
raw_html: allow
site: {single_page: false}
check: {curly-quotes: info, heading-question: info, orphan-page: info}
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def markdown(path):
    """The title of a Markdown file and its text, without what only another tool understands."""
    text, title = path.read_text(errors="replace").replace("\r\n", "\n"), None
    if front := re.match(r"---\n(.*?)\n---\n", text, re.S):
        text = text[front.end() :]
        if named := re.search(r"^title: *(.+)$", front[1], re.M):
            title = named[1].strip("\"' ")
    if heading := re.match(r"\s*# (.+)\n", text):
        title, text = title or heading[1], text[heading.end() :]
    text = re.sub(r"^:::.*$", "", text, flags=re.M)
    text = re.sub(r"^\([\w-]+\)=$", "", text, flags=re.M)
    text = re.sub(r"\{[a-z:]+\}(?=`)", "", text)
    if "```" not in text:
        text = re.sub(r"^# ", "## ", text, flags=re.M)
    text = re.sub(r"(?<!!)\[([^\]\n]*)\]\((?!https?:|mailto:)([^)]*)\)", elsewhere, text)
    text = re.sub(r"!\[([^\]\n]*)\]\([^)]*\)", r"![\1](../images/x.svg)", text)
    return title or path.stem, text


def elsewhere(link):
    """A link to a file that is not here, as one to another site: the end of its name is kept, some rules look at it."""
    return f"[{link[1]}](https://example.org/{re.sub(r'[^a-z0-9./]', '', link[2].lower()).lstrip('./')})"


def sentences(path):
    """Plain text in JSON: no sign of it is markup."""
    said = json.loads(path.read_text())
    if not isinstance(said, list) or not all(isinstance(each, str) for each in said):
        return None
    plain = (re.sub(r"([\\`*_\[\]<>#|~$&+=-])", r"\\\1", each.strip()) for each in said)
    return path.stem, "\n\n".join(re.sub(r"^(\d+)([.)])", r"\1\\\2", each, flags=re.M) for each in plain)


def texts(folder):
    for path in sorted(folder.rglob("*")):
        name = path.name.lower()
        if "node_modules" in path.parts or "changelog" in name:
            continue
        if name.endswith(".md"):
            yield path, markdown(path)
        elif name.endswith(".json") and (text := sentences(path)):
            yield path, text


def wrap(folder, strategy):
    shutil.rmtree(strategy, ignore_errors=True)
    (strategy / "chapters").mkdir(parents=True)
    (strategy / "images").mkdir()
    (strategy / "images/x.svg").write_text(PICTURE)
    (strategy / "strategy.yaml").write_text(SETTINGS)
    number = words = 0
    for number, (path, (title, text)) in enumerate(texts(folder), 1):
        words += len(text.split())
        title = re.sub(r"[`\\]", "", title).replace('"', "'")
        name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower())
        (strategy / f"chapters/{number:04}-{name}-{number}.md").write_text(f'---\ntitle: "{title}"\n---\n{text}\n')
    print(f"{number} texts, {words:,} words")


def findings(program, strategy):
    told = subprocess.run([program, "check", "--source", strategy, "--report", "json"], capture_output=True, text=True)
    return json.loads(told.stdout)["diagnostics"]


def show(finding):
    """A finding with its line, between ⟦ ⟧, and the lines beside it."""
    place = finding["place"]
    print(f"- {finding['message']}  [{place['file']}:{place['line']}]")
    lines = Path(place["file"]).read_text().split("\n")
    at, start, end = place["line"] - 1, place["column"] - 1, place["end_column"] - 1
    line = lines[at]
    end = end if place["end_line"] == place["line"] else len(line)
    marked = f"{line[max(0, start - 160):start]}⟦{line[start:end][:300]}⟧{line[end:end + 160]}"
    for beside in lines[max(0, at - 1) : at] + [marked] + lines[at + 1 : at + 2]:
        print(f"    {beside[:600]}")


def draw(program, strategies, only, count, seed):
    drawn = collections.defaultdict(list)
    for strategy in strategies:
        for finding in findings(program, strategy):
            if finding["place"]:
                drawn[finding["rule"]].append(finding)
    for rule in sorted(drawn):
        if only in (None, rule):
            print(f"\n### {rule}: {len(drawn[rule])}")
            # Each rule has its own draw, so that another rule's findings do not change it.
            picked = random.Random(f"{seed} {rule}").sample(drawn[rule], min(count, len(drawn[rule])))
            for finding in picked:
                show(finding)


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = asked.add_subparsers(dest="verb", required=True)
    wrapping = verbs.add_parser("wrap")
    wrapping.add_argument("folder", type=Path)
    wrapping.add_argument("strategy", type=Path)
    drawing = verbs.add_parser("draw")
    drawing.add_argument("program")
    drawing.add_argument("strategies", nargs="+")
    drawing.add_argument("--rule")
    drawing.add_argument("--count", type=int, default=20)
    drawing.add_argument("--seed", default="2026")
    asked = asked.parse_args()
    if asked.verb == "wrap":
        wrap(asked.folder, asked.strategy)
    else:
        draw(asked.program, asked.strategies, asked.rule, asked.count, asked.seed)


if __name__ == "__main__":
    main()
