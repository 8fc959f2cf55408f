"""Compare pages with small pictures of how they looked when somebody last said that they look right.

usage: look.py [--update] FILE.pdf FOLDER

FOLDER holds PAGE.png for each page that is compared, drawn small and in grey: shapes and places count, single letters
do not; and spread.png, some pages side by side in colour, for README.md. With --update the pictures are drawn anew; look at
them before you commit them.
"""

import pathlib
import sys

import numpy
import pymupdf

RESOLUTION = 24  # dots per inch: a page is about 200 by 280
MOST_DIFFERENCE = 2.0  # mean over all dots, of 255
FIRST_PAGES = (1, 2, 3, 5, 7)  # cover, versions, contents, foreword, the first chapter
SPREAD = (1, 3, 7)
SPREAD_RESOLUTION = 42


def picture(page):
    """The page in grey, as rows of dots from 0 (black) to 255."""
    dots = page.get_pixmap(dpi=RESOLUTION, colorspace=pymupdf.csGRAY)
    return numpy.frombuffer(dots.samples, dtype=numpy.uint8).reshape(dots.height, dots.width), dots


def spread(pages):
    """Some pages side by side, in colour, with a grey line round each."""
    drawn = [pages[number - 1].get_pixmap(dpi=SPREAD_RESOLUTION) for number in SPREAD]
    framed = []
    for dots in drawn:
        page = numpy.frombuffer(dots.samples, dtype=numpy.uint8).reshape(dots.height, dots.width, 3)
        page = numpy.pad(page, ((1, 1), (1, 1), (0, 0)), constant_values=160)
        framed.append(numpy.pad(page, ((0, 0), (0, 12), (0, 0)), constant_values=255))
    return numpy.concatenate(framed, axis=1)


def compare(now, then, name):
    """Whether two arrays of dots are alike."""
    difference = abs(now.astype(int) - then.astype(int)).mean() if now.shape == then.shape else 255.0
    print(f"{name}: {difference:.2f} of 255 away")
    return difference <= MOST_DIFFERENCE


def main():
    update = "--update" in sys.argv
    file, folder = [argument for argument in sys.argv[1:] if argument != "--update"]
    folder = pathlib.Path(folder)
    pages = pymupdf.open(file)
    if update:
        folder.mkdir(parents=True, exist_ok=True)
        for number in FIRST_PAGES:
            picture(pages[number - 1])[1].save(folder / f"{number}.png")
        dots = spread(pages)
        pymupdf.Pixmap(pymupdf.csRGB, dots.shape[1], dots.shape[0], dots.tobytes(), False).save(folder / "spread.png")
        return 0
    failed = 0
    stored = sorted(folder.glob("*.png"))
    for path in stored:
        image = pymupdf.Pixmap(path)
        shape = (image.height, image.width, 3) if path.stem == "spread" else (image.height, image.width)
        then = numpy.frombuffer(image.samples, dtype=numpy.uint8).reshape(shape)
        now = spread(pages) if path.stem == "spread" else picture(pages[int(path.stem) - 1])[0]
        failed += not compare(now, then, f"{file} beside {path}")
    if not stored:
        print(f"{folder} holds no pictures", file=sys.stderr)
    return 1 if failed or not stored else 0


if __name__ == "__main__":
    sys.exit(main())
