"""Cut the fonts of the papers out of Noto's: for maintainers, seldom; no test runs it.

The whole fonts are inputs (their versions stand in ``mealroute/papers/fonts/README.md``)::

    pip download --no-deps justmytype-intl-cjk fontpkg-noto-sans fontpkg-noto-sans-arabic
    unzip every wheel into FONTS
    python tools/fonts.py FONTS CHARACTERS

CHARACTERS is any text or JSON that holds the 8,105 characters of the 通用规范汉字表 (State Council,
2013). What is written is all that the papers draw with; the tool says how large it became.
"""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parents[1] / "mealroute" / "papers" / "fonts"
LARGEST_BYTES = 3_000_000
LARGEST_TOGETHER_BYTES = 6_000_000

LATIN = [range(0x20, 0x7F), range(0xA0, 0x250), range(0x1E00, 0x1F00)]
CYRILLIC = [range(0x400, 0x530)]
MARKS = [range(0x300, 0x330), range(0x2010, 0x2028), range(0x2030, 0x203B), "′″€№℃™"]
ARABIC = [range(0x600, 0x700), range(0x750, 0x780), range(0xFB50, 0xFE00), range(0xFE70, 0xFF00)]
SIGNS = [range(0x2460, 0x2474), range(0x3000, 0x3020), range(0xFF01, 0xFF5F), "●◆▲■★✚◇○△□☆◎✓→←↑↓☎"]
# Characters of names that no list of the state has and that people bear all the same.
NAMES = "𠮷喆堃䶮镕淼犇骉赟翀旻昇燊弢翾奡珺琟玥祎祯禛竑"


@dataclass(frozen=True)
class Cut:
    """One font of ours: which whole font it comes from, and which characters it keeps."""

    name: str
    source: str
    wanted: frozenset[int]
    features: tuple[str, ...] = ()


def codes(parts: Iterable[range | str]) -> frozenset[int]:
    """Join ranges of codes and texts."""
    return frozenset(
        code if isinstance(code, int) else ord(code) for part in parts for code in part
    )


def gb2312() -> str:
    """List every character of GB 2312."""
    pairs = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)


def cuts(characters: str) -> list[Cut]:
    """Say what is cut, in the order in which a character looks for its font."""
    european = codes([*LATIN, *CYRILLIC, *MARKS])
    han = frozenset(code for code in codes([characters]) if code > 0x2E7F)
    chinese = codes([gb2312(), *SIGNS, NAMES]) | han
    chinese = frozenset(code for code in chinese if not 0x370 <= code < 0x530) - european
    sc = "justmytype_intl_cjk/fonts/ofl/notosanssc/NotoSansSC[[]wght[]].ttf"
    jp = "justmytype_intl_cjk/fonts/ofl/notosansjp/NotoSansJP[[]wght[]].ttf"
    return [
        Cut("NotoSans.ttf", "fontpkg_noto_sans/files/NotoSans[[]wdth,wght[]].ttf", european),
        Cut("NotoSansSC.ttf", sc, chinese),
        Cut("NotoSansArabic.ttf", "fontpkg_noto_sans_arabic/files/*.ttf", codes(ARABIC), ("*",)),
        Cut("NotoSansRare.ttf", jp, chinese),
    ]


def cut_out(cut: Cut, fonts: Path, known: frozenset[int], out: Path) -> frozenset[int]:
    """Write one font at its regular weight; give the codes that it has."""
    source = next(fonts.glob(cut.source))
    font = TTFont(source, recalcTimestamp=False)
    axes = {axis.axisTag: 400 if axis.axisTag == "wght" else 100 for axis in font["fvar"].axes}
    kept = (cut.wanted & font.getBestCmap().keys()) - known
    options = subset.Options(
        layout_features=list(cut.features), hinting=False, glyph_names=False, notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        drop_tables=["BASE", "DSIG", "STAT", "VORG", "vhea", "vmtx"]
        + ([] if cut.features else ["GDEF", "GPOS", "GSUB"]),
    )  # fmt: skip
    # Cutting before choosing the weight works on a few thousand glyphs in place of 65,535.
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, axes, static=True)
    for record in font["name"].names:
        record.string = str(record).replace("Thin", "Regular")
    font.save(out / cut.name)
    return kept


def main() -> None:
    """Cut every font and tell its size."""
    parser = argparse.ArgumentParser(description="Cut the fonts of the papers out of Noto's.")
    parser.add_argument("fonts", type=Path, help="a folder with the unpacked wheels")
    parser.add_argument("characters", type=Path, help="a text with the table of characters")
    parser.add_argument("--out", type=Path, default=HERE)
    asked = parser.parse_args()
    known: frozenset[int] = frozenset()
    together = 0
    for cut in cuts(asked.characters.read_text(encoding="utf-8")):
        kept = cut_out(cut, asked.fonts, known, asked.out)
        known |= kept
        size = (asked.out / cut.name).stat().st_size
        together += size
        print(f"{cut.name}: {len(kept)} characters, {size:,} bytes")
        if size > LARGEST_BYTES:
            raise SystemExit(f"{cut.name} is larger than {LARGEST_BYTES:,} bytes")
    if together > LARGEST_TOGETHER_BYTES:
        raise SystemExit(f"the fonts are larger than {LARGEST_TOGETHER_BYTES:,} bytes together")


if __name__ == "__main__":
    main()
