#!/usr/bin/env python3
"""Count what readers of a long printed document stumble over, beside typst on the same text.

    pages.py CHAPTERS FOLDER [GREENPAPER]

writes a strategy and the same text for typst into FOLDER, prints both in standard print, and counts on the pages of both files, from
the places of words alone: pages of which more than a quarter is empty although their chapter goes on, boxes that are divided, and
lines of a paragraph that are alone on their page. It needs the packages typst and pymupdf, and the program greenpaper.
"""

import pathlib
import random
import subprocess
import sys
import time

WORDS = """people homes health care strategy partners places services neighbourhood children older support plan budget travel work learn
quiet river valley bus train clinic school garden""".split()
SETTINGS = """title: A long plan
publisher: A council
language: en-GB
status: final
versions:
  - {version: "1.0", date: 2024-01-02, comments: First, audience: All}
"""
TYPST = """#set page(paper: "a4", margin: (x: 30mm, top: 28mm, bottom: 26mm), numbering: "1")
#set text(size: 12pt, lang: "en", hyphenate: false)
#set par(leading: 0.8em, spacing: 1.25em)
#show heading.where(level: 1): it => { pagebreak(weak: true); it }
#let callout(body) = block(fill: rgb("#e3eeea"), inset: 12pt, width: 100%, body)
"""


def sentence(count):
    return " ".join(random.choice(WORDS) for _ in range(count)).capitalize()


def block():
    """A block as Markdown and as typst."""
    kind = random.random()
    if kind < 0.1:
        items = [sentence(random.randint(4, 25)) for _ in range(random.randint(3, 8))]
        text = "\n".join(f"- {item}" for item in items)
        return text, text
    if kind < 0.18:
        title, words = sentence(4), sentence(random.randint(20, 60)) + "."
        items = [f"- {sentence(6)}" for _ in range(3)]
        quoted = "\n".join(f"> {line}" for line in [f"[!important] {title}", words, "", *items])
        return quoted, f"#callout[*{title}*\n\n{words}\n" + "\n".join(items) + "]"
    if kind < 0.26:
        rows = [(random.choice(WORDS), str(random.randint(1, 9999)), sentence(5)) for _ in range(random.randint(3, 12))]
        caption = sentence(4)
        table = f"Table: {caption}\n\n| Place | Homes | Who |\n|---|--:|---|\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)
        cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
        return table, f"#figure(caption: [{caption}], table(columns: (1fr, auto, 2fr), [Place], [Homes], [Who], {cells}))"
    words = sentence(random.randint(15, 90)) + "."
    return words, words


def write(count, folder):
    random.seed(7)
    chapters = folder / "strategy/chapters"
    chapters.mkdir(parents=True, exist_ok=True)
    (folder / "strategy/strategy.yaml").write_text(SETTINGS)
    typst = [TYPST]
    for number in range(1, count + 1):
        typst.append(f"= Chapter {number}")
        own = []
        for _ in range(random.randint(2, 5)):
            heading = sentence(4)
            blocks = [block() for _ in range(random.randint(3, 9))]
            own += [f"## {heading}", *(markdown for markdown, _ in blocks)]
            typst += [f"== {heading}", *(typeset for _, typeset in blocks)]
        text = f"---\ntitle: Chapter {number}\nsummary: A chapter.\n---\n\n" + "\n\n".join(own) + "\n"
        (chapters / f"{number:04}-c{number}.md").write_text(text)
    (folder / "plan.typ").write_text("\n\n".join(typst) + "\n")


def lines_of(page):
    """The lines of the text, from the top, and the tinted boxes."""
    height = page.rect.height
    lines = []
    for block in page.get_text("dict", flags=0)["blocks"]:
        for line in block.get("lines", []):
            _, top, _, bottom = line["bbox"]
            if height * 0.07 < top and bottom < height * 0.925 and any(span["text"].strip() for span in line["spans"]):
                lines.append((top, bottom, max(span["size"] for span in line["spans"])))
    boxes = [drawing["rect"] for drawing in page.get_drawings() if drawing.get("fill") and drawing["rect"].height > 14 and drawing["rect"].width > 200]
    return sorted(lines), boxes


def measure(file):
    import pymupdf

    document = pymupdf.open(file)
    pages = [lines_of(page) for page in document]
    # A chapter's title is larger than any heading in it.
    largest = max(size for lines, _ in pages[4:] for _, _, size in lines)
    opens = [any(size > largest - 0.5 for _, _, size in lines) for lines, _ in pages]
    first = opens.index(True)
    top = min(lines[0][0] for lines, _ in pages[first:] if lines)
    bottom = max(lines[-1][1] for lines, _ in pages[first:] if lines)
    holes = divided = 0
    for at in range(first, len(pages) - 1):
        (lines, boxes), (after, next_boxes) = pages[at], pages[at + 1]
        if opens[at + 1] or not lines or not after:
            continue
        low = max([lines[-1][1], *(box.y1 for box in boxes)])
        holes += bottom - low > (bottom - top) * 0.25
        reaches = any(box.y1 >= lines[-1][1] and box.y0 < lines[-1][0] for box in boxes)
        goes_on = any(box.y0 <= after[0][0] and box.y1 > after[0][1] for box in next_boxes)
        divided += reaches and goes_on
    return len(pages), holes, divided


def main():
    count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    program = sys.argv[3] if len(sys.argv) > 3 else "greenpaper"
    write(count, folder)
    import typst

    start = time.time()
    subprocess.run([program, "build", "--source", folder / "strategy", "--output", folder / "output", "--formats", "pdf"], check=True, stderr=subprocess.DEVNULL)
    own = time.time() - start
    start = time.time()
    typst.compile(str(folder / "plan.typ"), output=str(folder / "plan.pdf"))
    peer = time.time() - start
    print("| program | pages | holes per 100 pages | divided boxes | seconds |")
    print("| --- | ---: | ---: | ---: | ---: |")
    printed = [file for file in (folder / "output/downloads").glob("*.pdf") if file.is_file() and "-v" not in file.name]
    files = [*((f"greenpaper, {'large' if 'large' in file.name else 'standard'}", file, own) for file in printed), ("typst", folder / "plan.pdf", peer)]
    for name, file, seconds in sorted(files):
        pages, holes, divided = measure(file)
        print(f"| {name} | {pages} | {holes * 100 / pages:.1f} | {divided} | {seconds:.1f} |")


if __name__ == "__main__":
    main()
