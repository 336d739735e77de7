"""Which fonts print which language, and whether they have a glyph for every character.

Noto Sans stands first everywhere: no CJK font has the Mongolian Ө ө Ү ү. After it come the fonts of East Asia, that of the text's own
language first, so that 骨 or 直 look as they are written there. Fonts come from packages, never from the system: the same paper
comes out on every machine.
"""

from __future__ import annotations

import importlib.util
import re
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import typst

LATIN = "Noto Sans"
KOREAN, JAPANESE, CHINESE, TAIWAN = "Noto Sans KR", "Noto Sans JP", "Noto Sans SC", "Noto Sans TC"
CHAINS: dict[str, tuple[str, ...]] = {
    "ko": (LATIN, KOREAN, JAPANESE, CHINESE, TAIWAN),
    "zh": (LATIN, CHINESE, TAIWAN, JAPANESE, KOREAN),
    "ja": (LATIN, JAPANESE, CHINESE, TAIWAN, KOREAN),
}
ELSEWHERE = (LATIN, KOREAN, CHINESE, JAPANESE, TAIWAN)

# Package and the folder in it where its font files lie.
PACKAGES = (("fontpkg_noto_sans", "files"), ("justmytype_intl_cjk", "fonts"))
BOX = "\u25a1"

# What must come out of the printer, whatever else does: letters that are easily missing, of each language.
SAMPLES = {
    "en": "The quick brown fox “jumps” – naïvely: №14 → ✓ § © · …",
    "ko": "동북아시아 청소년 미술 대회 뷁 쀍 ㆍ 〈봄〉 大會",
    "zh": "东北亚青少年美术大赛《春天》“引号”，。！",
    "ja": "北東アジア青少年絵画コンテスト「春」ぁゔヶ髙﨑、。",
    "ru": "Съешь ещё этих мягких булок: Ёё Щщ Ъъ Ыы Ээ «Весна» — № 14",
    "mn": "Зүүн хойд Ази: Өө Үү Ёё «Хавар» – бүтээл, удаа",
}

# Marks that choose or join what stands before them: printed as part of it or not at all.
_SILENT = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
_JOINED = re.compile("\u200d.", re.DOTALL)  # the rest of a family, a flag, a profession: one picture on a screen


@cache
def files() -> tuple[Path, ...]:
    """The font files of the packages. Empty where they are not installed."""
    found: list[Path] = []
    for package, folder in PACKAGES:
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            found += sorted(each for each in (Path(place) / folder).rglob("*") if each.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"})
    return tuple(found)


@cache
def loaded() -> typst.Fonts:
    """The fonts as the compiler wants them; their files are read when they are first used."""
    folders = sorted({str(each.parent) for each in files()})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def chain(language: str) -> tuple[str, ...]:
    """The families for a text of this language, in the order in which they are asked for a glyph."""
    return CHAINS.get(language, ELSEWHERE)


def printable(text: str) -> str:
    """The text as it is printed: composed, without control and direction marks, a box for what no font has."""
    plain = _SILENT.sub("", _JOINED.sub("", unicodedata.normalize("NFC", text)))
    return "".join(c if c in "\n\t" or has(c) else BOX for c in plain if c in "\n\t" or unicodedata.category(c) != "Cc")


def unprintable(text: str) -> list[str]:
    """The characters no font of the chain has, in order, each once."""
    plain = _SILENT.sub("", unicodedata.normalize("NFC", text))
    return list(dict.fromkeys(c for c in plain if unicodedata.category(c) != "Cc" and not has(c)))


def lacking() -> dict[str, list[str]]:
    """The languages whose sample cannot be printed in full, with what is missing; empty when all is well."""
    families = set(loaded().families())
    found = {code: unprintable(sample) for code, sample in SAMPLES.items()}
    for code, missing in found.items():
        missing += [family for family in chain(code)[:2] if family not in families]
    return {code: missing for code, missing in found.items() if missing}


def has(character: str) -> bool:
    """Is there a glyph for this character in any font of the chain?"""
    starts, stops = _covered()
    at = bisect_right(starts, ord(character)) - 1
    return at >= 0 and ord(character) <= stops[at]


@cache
def _covered() -> tuple[list[int], list[int]]:
    """First and last code points of all stretches some font covers, in order. Reads only the character maps: some milliseconds."""
    starts, stops = [0x20], [0x20]
    for first, last in sorted(stretch for path in files() for stretch in stretches(path)):
        if first <= stops[-1] + 1:
            stops[-1] = max(stops[-1], last)
        else:
            starts.append(first)
            stops.append(last)
    return starts, stops


def stretches(path: Path) -> Iterator[tuple[int, int]]:
    """The code points a font file has glyphs for, from its character map for all of Unicode (format 12)."""
    with path.open("rb") as file:
        head = file.read(12)
        tables = file.read(16 * struct.unpack(">4xH6x", head)[0])
        for tag, _checksum, offset, length in struct.iter_unpack(">4sIII", tables):
            if tag == b"cmap":
                file.seek(offset)
                yield from _groups(file.read(length))


def _groups(table: bytes) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">2xH", table)[0]
    for platform, encoding, offset in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count]):
        if (platform, encoding) == (3, 10) and struct.unpack_from(">H", table, offset)[0] == 12:
            groups = struct.unpack_from(">I", table, offset + 12)[0]
            for first, last, glyph in struct.iter_unpack(">III", table[offset + 16 : offset + 16 + 12 * groups]):
                yield (first if glyph else first + 1), last
