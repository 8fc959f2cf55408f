#!/usr/bin/env python3
"""Draws a sample of the rules' findings on real text, to be read by people.

    sample.py wrap FOLDER STRATEGY      make a strategy from the Markdown in a folder, such as an unpacked package
    sample.py draw PROGRAM STRATEGY... [--rule NAME] [--count 20] [--seed 2026]
                                        check strategies with PROGRAM and print findings of each rule in context

A folder may also have texts as lists of sentences in JSON, as in the package nlp-corpus: each becomes a paragraph.
tests/RULES.md has the results.
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
    """Returns the title and text of a Markdown file, without syntax specific to other tools."""
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
    text = re.sub(r"(?<!!)\[([^\]\n]*)\]\((?!https?:|mailto:)([^)]*)\)", external, text)
    text = re.sub(r"!\[([^\]\n]*)\]\([^)]*\)", r"![\1](../images/x.svg)", text)
    return title or path.stem, text


def external(link):
    """Turns a link to a missing file into one to another site. Keeps the end of its name, which some rules check."""
    return f"[{link[1]}](https://example.org/{re.sub(r'[^a-z0-9./]', '', link[2].lower()).lstrip('./')})"


def sentences(path):
    """Reads plain text in JSON, escaping all Markdown characters."""
    sentences = json.loads(path.read_text())
    if not isinstance(sentences, list) or not all(isinstance(each, str) for each in sentences):
        return None
    plain = (re.sub(r"([\\`*_\[\]<>#|~$&+=-])", r"\\\1", each.strip()) for each in sentences)
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
    output = subprocess.run([program, "check", "--source", strategy, "--report", "json"], capture_output=True, text=True)
    return json.loads(output.stdout)["diagnostics"]


def show(finding):
    """Prints a finding, its line with the range between ⟦ ⟧, and the neighbouring lines."""
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
            # Each rule has its own random generator, so that other rules do not affect its sample.
            picked = random.Random(f"{seed} {rule}").sample(drawn[rule], min(count, len(drawn[rule])))
            for finding in picked:
                show(finding)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = arguments.add_subparsers(dest="verb", required=True)
    wrapping = verbs.add_parser("wrap")
    wrapping.add_argument("folder", type=Path)
    wrapping.add_argument("strategy", type=Path)
    drawing = verbs.add_parser("draw")
    drawing.add_argument("program")
    drawing.add_argument("strategies", nargs="+")
    drawing.add_argument("--rule")
    drawing.add_argument("--count", type=int, default=20)
    drawing.add_argument("--seed", default="2026")
    arguments = arguments.parse_args()
    if arguments.verb == "wrap":
        wrap(arguments.folder, arguments.strategy)
    else:
        draw(arguments.program, arguments.strategies, arguments.rule, arguments.count, arguments.seed)


if __name__ == "__main__":
    main()
