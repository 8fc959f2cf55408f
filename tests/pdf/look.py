"""Compare pages with small pictures of how they looked when somebody last said that they look right.

usage: look.py [--update] FILE.pdf FOLDER

FOLDER holds PAGE.png for each page that is compared, drawn small and in grey: shapes and places count, single letters
do not. With --update the pictures are drawn anew; look at them before you commit them.
"""

import pathlib
import sys

import numpy
import pymupdf

RESOLUTION = 24  # dots per inch: a page is about 200 by 280
MOST_DIFFERENCE = 2.0  # mean over all dots, of 255
FIRST_PAGES = (1, 2, 3, 4, 6)  # cover, versions, contents, foreword, the first chapter


def picture(page):
    """The page in grey, as rows of dots from 0 (black) to 255."""
    dots = page.get_pixmap(dpi=RESOLUTION, colorspace=pymupdf.csGRAY)
    return numpy.frombuffer(dots.samples, dtype=numpy.uint8).reshape(dots.height, dots.width), dots


def main():
    update = "--update" in sys.argv
    file, folder = [argument for argument in sys.argv[1:] if argument != "--update"]
    folder = pathlib.Path(folder)
    pages = pymupdf.open(file)
    if update:
        folder.mkdir(parents=True, exist_ok=True)
        for number in FIRST_PAGES:
            picture(pages[number - 1])[1].save(folder / f"{number}.png")
        return 0
    failed = 0
    stored = sorted(folder.glob("*.png"), key=lambda path: int(path.stem))
    for path in stored:
        now, _ = picture(pages[int(path.stem) - 1])
        image = pymupdf.Pixmap(path)
        then = numpy.frombuffer(image.samples, dtype=numpy.uint8).reshape(image.height, image.width)
        difference = abs(now.astype(int) - then.astype(int)).mean() if now.shape == then.shape else 255.0
        print(f"{file} page {path.stem}: {difference:.2f} of 255 away from {path}")
        failed += difference > MOST_DIFFERENCE
    if not stored:
        print(f"{folder} holds no pictures", file=sys.stderr)
    return 1 if failed or not stored else 0


if __name__ == "__main__":
    sys.exit(main())
