"""Draw the fonts of the tests: every character is a box. With OpenType (CFF) outlines in three weights of one family, and one that
is variable, which print refuses.

usage: make.py            (needs fonttools; run it only to change the fonts)
"""

import pathlib

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

FOLDER = pathlib.Path(__file__).parent
# Not a full set: what it lacks is looked for in the next font.
CHARACTERS = [*range(0x20, 0x7F), 0xA0, 0x2022]


def draw(pen, character, weight):
    """A frame whose lines are as thick as the font is heavy; characters differ in width."""
    if character in (0x20, 0xA0):
        return
    width = 300 + character % 7 * 40
    thick = weight // 8
    for left, bottom, right, top in [(40, 0, width, 700), (40 + thick, thick, width - thick, 700 - thick)]:
        outer = left == 40
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        corners = corners if outer else corners[::-1]
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()


def build(style, weight, cff, axes=None):
    font = FontBuilder(1000, isTTF=not cff)
    names = [".notdef", *(f"u{character:04X}" for character in CHARACTERS)]
    font.setupGlyphOrder(names)
    font.setupCharacterMap({character: f"u{character:04X}" for character in CHARACTERS})
    widths = [500, *(340 + character % 7 * 40 for character in CHARACTERS)]
    glyphs = {}
    for name, character, width in zip(names, [0x5A, *CHARACTERS], widths):
        pen = T2CharStringPen(width, None) if cff else TTGlyphPen(None)
        draw(pen, character, weight)
        glyphs[name] = pen.getCharString() if cff else pen.glyph()
    if cff:
        font.setupCFF(f"Boxes-{style}", {"FullName": f"Boxes {style}", "Weight": style}, glyphs, {})
    else:
        font.setupGlyf(glyphs)
    font.setupHorizontalMetrics({name: (width, 40) for name, width in zip(names, widths)})
    font.setupHorizontalHeader(ascent=900, descent=-250)
    is_basic = style in ("Regular", "Bold")
    names = {"familyName": "Boxes" if is_basic else f"Boxes {style}", "styleName": style if is_basic else "Regular", "psName": f"Boxes-{style}"}
    if not is_basic:
        names |= {"typographicFamily": "Boxes", "typographicSubfamily": style}
    font.setupNameTable(names)
    font.setupOS2(usWeightClass=weight, sTypoAscender=900, sTypoDescender=-250, usWinAscent=900, usWinDescent=250, sCapHeight=700, sxHeight=500)
    font.setupPost()
    if axes:
        font.setupFvar(axes, [])
    font.font["head"].created = font.font["head"].modified = 3_800_000_000
    font.font.recalcTimestamp = False
    font.save(FOLDER / f"Boxes-{style}.{'otf' if cff else 'ttf'}")


if __name__ == "__main__":
    build("Regular", 400, cff=True)
    build("SemiBold", 600, cff=True)
    build("Bold", 700, cff=True)
    build("Variable", 400, cff=False, axes=[("wght", 400, 400, 700, "Weight")])
