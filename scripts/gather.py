"""Gather the glyphs of several slices of one variable font into a single font.

The slices agree in axes, units and vertical metrics, and their glyphs are plain outlines, so a
glyph moves with its outline, its advance and its variation, and needs nothing else. Layout tables
stay behind: the gathered characters are of one width and stand side by side.
"""

from collections.abc import Sequence

from fontTools.ttLib import TTFont

LAYOUT = ("GSUB", "GPOS", "GDEF", "BASE", "HVAR", "VVAR")


def gather(fonts: Sequence[TTFont]) -> TTFont:
    """The first font, grown by the glyphs of all others; the fonts are used up by it."""
    whole = fonts[0]
    for number, font in enumerate(fonts):
        _take_out_layout(font)
        if number:
            _move_glyphs(font, whole, prefix=f"s{number}.")
    whole["post"].formatType = 3.0
    return whole


def _take_out_layout(font: TTFont) -> None:
    for tag in LAYOUT:
        if tag in font:
            del font[tag]


def _move_glyphs(font: TTFont, whole: TTFont, prefix: str) -> None:
    names = [name for name in font.getGlyphOrder() if name != ".notdef"]
    for name in names:
        _move_glyph(font, whole, name, prefix + name)
    moved = {point: prefix + name for point, name in font.getBestCmap().items()}
    for table in whole["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12):
            table.cmap.update({p: n for p, n in moved.items() if table.format == 12 or p < 0x10000})
    whole.setGlyphOrder([*whole.getGlyphOrder(), *(prefix + name for name in names)])


def _move_glyph(font: TTFont, whole: TTFont, name: str, new_name: str) -> None:
    glyph = font["glyf"][name]
    if glyph.isComposite():
        raise ValueError(
            f"glyph {name} is made of others; a slice is expected to hold plain outlines"
        )
    whole["glyf"].glyphs[new_name] = glyph
    whole["hmtx"].metrics[new_name] = font["hmtx"].metrics[name]
    if "vmtx" in whole:
        whole["vmtx"].metrics[new_name] = font["vmtx"].metrics[name]
    whole["gvar"].variations[new_name] = font["gvar"].variations.get(name, [])
