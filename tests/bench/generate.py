#!/usr/bin/env python3
"""Write a synthetic strategy of any size, and the same text for other site generators.

    generate.py S|M|L|XL|P FOLDER

writes FOLDER/strategy (for greenpaper), FOLDER/hugo and FOLDER/mdbook. The same size always gives the same
bytes. A chapter has 1,500 words (of size P: 500) with a glossary term every 27, and headings, lists, a table and links now and
then. The text is no sense, but its shape is that of a strategy: the length of its words, sentences and
paragraphs, and how often a term comes back, decide how much work there is.
"""

import itertools
import pathlib
import random
import sys

# Size → chapters, glossary terms, words in a chapter. P is for print: about 7,000 pages of A4.
SIZES = {"S": (12, 40, 1_500), "M": (200, 200, 1_500), "L": (2_000, 500, 1_500), "XL": (20_000, 1_000, 1_500), "P": (2_000, 500, 500)}

WORDS_BETWEEN_TERMS = 27
SHORT_WORDS = 0.25  # of all
FIRST_CHAPTERS = 10

# Words of prose. None is part of a term, so that terms occur exactly where they are put.
SHORT = "the of and to in for with that are our will more from each this they how people".split()
LONG = """accessible achievement activities additional agreement alongside ambition appointment approaches
arrangements attention available beginning brings carefully celebrate challenges children choices clinicians
colleagues communities conversations confidence connected considered continuing contribution coordinated
decisions dependable described developing different difficult direction discussion education employers
encourage environment equipment especially everybody everyone evidence experience families following
friendship generations government growing happiness hospitals household households improvement independence
individual information introduce investment involvement knowledge leadership listening measurable meaningful
medicines memberships neighbours opportunities organisations partners particular participation physically
possible preparing prevention principles professional programme progress protection providing purposeful
qualities questions reachable recovering relationships representatives requirements residents resilience
resources responsible schools secondary sensitive significant situations something supporting surroundings
technology throughout timetable together training transport treatment understand volunteers wellbeing
wherever working workforce""".split()

# A term is one of these and one of those: "regional housing", "shared assessment", …
FIRST_PARTS = """annual balanced central coastal combined common digital early equal federal formal general
guided inner joint lasting legal lifelong local mobile national natural northern open pooled primary public
regional rural shared social southern special statutory strategic urban urgent virtual whole yearly""".split()
LAST_PARTS = """allowance alliance assembly assessment board budget bureau campaign carer centre charter
clinic college commission committee compact council determinant directorate forum framework fund hub
indicator inspectorate institute inventory ledger mandate network office panel pathway pilot register review
scheme service standard trust""".split()
ABBREVIATED = 4  # every fourth term


class Term:
    """A glossary term: its name and, for some, an abbreviation."""

    def __init__(self, name, abbreviation):
        self.name = name
        self.abbreviation = abbreviation


def make_terms(count):
    names = [f"{first} {last}" for first, last in itertools.product(FIRST_PARTS, LAST_PARTS)]
    random.Random("terms").shuffle(names)
    # Without vowels, no abbreviation is accidentally a word.
    abbreviations = ("".join(letters) for letters in itertools.product("BCDFGHJKLMNPQRSTVWXZ", repeat=3))
    return [Term(name, next(abbreviations) if index % ABBREVIATED == 0 else None) for index, name in enumerate(names[:count])]


class Writer:
    """Writes one chapter, word by word, and keeps count of the words."""

    def __init__(self, rng, terms):
        self.rng = rng
        self.terms = terms
        self.words = 0
        self.words_to_term = WORDS_BETWEEN_TERMS
        self.spelled_out = set()

    def plain(self, count):
        """So many words that hold no term: for headings, tables and the text of links."""
        self.words += count
        return [self.rng.choice(LONG) for _ in range(count)]

    def word(self):
        """The next word of prose, which may be a term. An abbreviation is spelled out the first time."""
        self.words_to_term -= 1
        if self.words_to_term > 0:
            self.words += 1
            return self.rng.choice(SHORT if self.rng.random() < SHORT_WORDS else LONG)
        self.words_to_term = WORDS_BETWEEN_TERMS
        # Some terms are much more frequent than others.
        term = self.terms[int(len(self.terms) * self.rng.random() ** 2)]
        if term.abbreviation and term in self.spelled_out:
            text = term.abbreviation
        elif term.abbreviation:
            self.spelled_out.add(term)
            text = f"{term.name} ({term.abbreviation})"
        else:
            text = term.name
        self.words += len(text.split())
        return text

    def sentence(self):
        words = [self.word() for _ in range(self.rng.randint(8, 18))]
        if len(words) > 14:
            words[len(words) // 2] += ","
        text = " ".join(words)
        return f"{text[0].upper()}{text[1:]}."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.rng.randint(2, 3)))

    def heading(self, level):
        return f"{'#' * level} {' '.join(self.plain(4)).capitalize()}"

    def list(self):
        items = [f"- {' '.join(self.word() for _ in range(9))}" for _ in range(5)]
        return "\n".join(items)

    def table(self):
        columns = ["Place", "People", "Change"]
        rows = [f"| **{' '.join(self.plain(1)).capitalize()} {row}** | {self.rng.randint(1_000, 9_999):,} | {self.rng.randint(1, 99)}% |" for row in range(1, 7)]
        caption = f"Table: {' '.join(self.plain(5)).capitalize()}"
        self.words += len(columns) * (len(rows) + 1)
        return "\n".join([caption, "", f"| {' | '.join(columns)} |", "| --- | --- | --- |", *rows])


def slug_of(number, chapters):
    """A chapter's file name without its ending. The prefix gives the order and, for greenpaper, is no part of the address."""
    return f"{number:05}-chapter-{number}-of-{chapters}"


def chapter_body(number, chapters, terms, words):
    """The Markdown of a chapter: sections with paragraphs, now and then a list, a table or a link to another chapter."""
    rng = random.Random(f"chapter {number} of {chapters}")
    writer = Writer(rng, terms)
    blocks = []
    for section in itertools.count(1):
        blocks.append(writer.heading(3 if section % 3 == 0 else 2))
        blocks.append(writer.paragraph())
        if writer.words >= words:
            return "\n\n".join(blocks) + "\n"
        if section % 2 == 0:
            blocks.append(writer.list())
        if section % 5 == 1:
            blocks.append(writer.table())
        if section % 3 == 1:
            # Link to the chapter before, as in real text, or to one of the first.
            other = rng.randint(1, FIRST_CHAPTERS) if rng.random() < 0.5 else max(1, number - 1)
            blocks.append(f"{writer.sentence()[:-1]}: [{' '.join(writer.plain(4))}]({slug_of(other, chapters)}.md).")
        blocks.append(writer.paragraph())


def title_of(number):
    return f"Chapter {number} of a strategy for everyone"


def definition_of(rng):
    return f"{' '.join(rng.choice(LONG) for _ in range(15)).capitalize()}."


def glossary_list(terms):
    """The glossary as a definition list, which all three tools read."""
    rng = random.Random("definitions")
    entries = [f"{term.name.capitalize()}{f' ({term.abbreviation})' if term.abbreviation else ''}\n: {definition_of(rng)}" for term in terms]
    return "\n\n".join(entries) + "\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


STRATEGY_YAML = """title: A strategy for everyone
subtitle: 2023 to 2028
publisher: The partnership
language: en-GB
status: final
versions:
  - {version: "1.0", date: 2023-03-03, comments: First version, audience: Everyone}
contact: {name: The partnership, email: strategy@example.org}
accessibility: {prepared: 2023-03-03, enforcement: uk}
"""


class Greenpaper:
    """strategy/ as greenpaper reads it."""

    def __init__(self, folder, chapters, glossary):
        self.folder = folder
        write(folder / "strategy.yaml", STRATEGY_YAML)
        write(folder / "glossary/terms.md", glossary)

    def add(self, number, slug, body):
        summary = f"What chapter {number} is about."
        write(self.folder / f"chapters/{slug}.md", f"---\ntitle: {title_of(number)}\nsummary: {summary}\n---\n\n{body}")

    def finish(self):
        pass


HUGO_CONFIG = """baseURL = "https://example.org/"
locale = "en-GB"
title = "A strategy for everyone"
disableKinds = ["taxonomy", "term", "RSS"]
"""

HUGO_FRAME = """<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ .Title }}</title></head>
<body>
<header><p><a href="/">A strategy for everyone</a></p><nav aria-label="Main"><ul><li><a href="/">Home</a></li><li><a href="/glossary/">Glossary</a></li></ul></nav></header>
<main><h1>{{ .Title }}</h1>
%s
</main>
<footer><p>Version 1.0</p></footer>
</body>
</html>
"""
HUGO_SINGLE = HUGO_FRAME % """{{ .Content }}
<nav aria-label="Previous and next">{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }} {{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>"""
HUGO_LIST = HUGO_FRAME % """<ol>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ol>"""


class Hugo:
    """A Hugo site with the least of layouts."""

    def __init__(self, folder, chapters, glossary):
        self.folder = folder
        write(folder / "hugo.toml", HUGO_CONFIG)
        for name, layout in {"single": HUGO_SINGLE, "list": HUGO_LIST}.items():
            write(folder / f"layouts/_default/{name}.html", layout)
        write(folder / "content/glossary.md", f"---\ntitle: Glossary\nweight: {chapters + 1}\n---\n\n{glossary}")

    def add(self, number, slug, body):
        # Hugo makes a folder of each page, so that its neighbours are one level up.
        write(self.folder / f"content/{slug}.md", f"---\ntitle: {title_of(number)}\nweight: {number}\n---\n\n{body.replace('](', '](../').replace('.md)', '/)')}")

    def finish(self):
        pass


class MdBook:
    """An mdBook book, with search as it comes."""

    def __init__(self, folder, chapters, glossary):
        self.folder = folder
        self.summary = ["# Summary\n"]
        write(folder / "book.toml", '[book]\ntitle = "A strategy for everyone"\nlanguage = "en"\n')
        write(folder / "src/glossary.md", f"# Glossary\n\n{glossary}")

    def add(self, number, slug, body):
        write(self.folder / f"src/{slug}.md", f"# {title_of(number)}\n\n{body}")
        self.summary.append(f"- [{title_of(number)}]({slug}.md)")

    def finish(self):
        write(self.folder / "src/SUMMARY.md", "\n".join([*self.summary, "- [Glossary](glossary.md)", ""]))


def generate(size, folder):
    """Write all three forms of a size. Chapters are written as they are made, so that memory stays small."""
    chapters, term_count, words = SIZES[size]
    terms = make_terms(term_count)
    glossary = glossary_list(terms)
    forms = [form(folder / name, chapters, glossary) for name, form in {"strategy": Greenpaper, "hugo": Hugo, "mdbook": MdBook}.items()]
    for number in range(1, chapters + 1):
        body = chapter_body(number, chapters, terms, words)
        for form in forms:
            form.add(number, slug_of(number, chapters), body)
    for form in forms:
        form.finish()


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in SIZES:
        sys.exit(__doc__)
    generate(sys.argv[1], pathlib.Path(sys.argv[2]))
