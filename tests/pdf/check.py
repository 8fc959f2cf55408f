"""Check PDFs with outloud, or plant faults into copies of one: see usage()."""

import pathlib
import sys

import outloud
import pikepdf
import pymupdf


def usage():
    return "usage: check.py outloud FILE … | check.py plant FILE FOLDER"


def is_two_column_table(finding):
    """Whether outloud calls headings divided only because headers outnumber the other cells. With row headers, a table of two
    columns is always so, and a table of three with one row."""
    return finding.rule == "TBL-010" and "header rows" not in finding.message


def is_repeated_head(finding, pages):
    """Whether outloud takes the head of a table, repeated at the top of a page, for prose that is not tagged: the page before has
    the same words, as the head or as its repetition."""
    if finding.rule != "TAG-002" or finding.page is None or finding.page < 2 or not finding.message.startswith("1 line"):
        return False
    words = [page.get_text().split() for page in (pages[finding.page - 2], pages[finding.page - 1])]
    return all("".join(finding.evidence.split()) in "".join(page) for page in words)


def check(files):
    """Print every error that outloud finds; return the number of files that have one."""
    failed = 0
    for file in files:
        pages = pymupdf.open(file)
        is_mistaken = lambda finding: is_two_column_table(finding) or is_repeated_head(finding, pages)
        errors = [finding for finding in outloud.check(file).findings if finding.severity == "error" and not is_mistaken(finding)]
        print(f"{file} outloud: {len(errors)} errors" if errors else f"{file} outloud: no errors")
        for finding in errors[:20]:
            print(f"  {finding.rule}: {finding.message}")
        failed += bool(errors)
    return failed


def elements(pdf):
    """All structure elements, each before what it holds."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(reversed(list(node)))
        elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") == "/StructElem":
            yield node
            if "/K" in node:
                waiting.append(node.K)


def without_alternative(pdf):
    for element in elements(pdf):
        if element.S == "/Figure" and "/Alt" in element:
            del element["/Alt"]
            return True
    return False


def without_language(pdf):
    del pdf.Root["/Lang"]
    return True


def without_contents(pdf):
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            del annotation["/Contents"]
            return True
    return False


def without_scope(pdf):
    found = False
    for element in elements(pdf):
        if element.S == "/TH" and "/A" in element:
            del element["/A"]
            found = True
    return found


def with_wrong_widths(pdf):
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/DescendantFonts" in item:
            font = item.DescendantFonts[0]
            widths = font.W[1]
            for at in range(len(widths)):
                widths[at] = int(widths[at]) + 40
            return True
    return False


def with_untagged_text(pdf):
    page = pdf.pages[len(pdf.pages) // 2]
    operators = []
    dropped = None
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if dropped is None and name == "BDC" and "/MCID" in operands[1]:
            dropped = 1
            continue
        if dropped:
            dropped += (name in ("BDC", "BMC")) - (name == "EMC")
            if not dropped:
                continue
        operators.append((operands, operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(operators))
    return dropped is not None


FAULTS = {
    "alt": without_alternative,
    "lang": without_language,
    "contents": without_contents,
    "scope": without_scope,
    "width": with_wrong_widths,
    "untagged": with_untagged_text,
}


def plant(file, folder):
    """Write a copy for each fault that the file can have."""
    for name, fault in FAULTS.items():
        with pikepdf.open(file) as pdf:
            if fault(pdf):
                pdf.save(pathlib.Path(folder) / f"{name}.pdf")


def main():
    match sys.argv[1:]:
        case ["outloud", *files] if files:
            return 1 if check(files) else 0
        case ["plant", file, folder]:
            plant(file, folder)
            return 0
    print(usage(), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
