"""The six catalogues: complete, in step, and faithful to their placeholders."""

import io
import re
from functools import cache
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

ROOT = Path(__file__).parents[2]
LOCALES = ("en", "ko", "zh_Hans", "ja", "ru", "mn")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "lazy_gettext": None, "N_": None, "npgettext": ((1, "c"), 2, 3)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
CYRILLIC, HANGUL, HAN, KANA = re.compile(r"[А-Яа-яЁёӨөҮү]"), re.compile(r"[가-힣]"), re.compile(r"[一-鿿]"), re.compile(r"[ぁ-ヿ一-鿿]")
SCRIPT = {"ko": HANGUL, "zh_Hans": HAN, "ja": KANA, "ru": CYRILLIC, "mn": CYRILLIC}


@cache
def catalogue(locale):
    return [e for e in polib.pofile(str(ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po")) if not e.obsolete]


def texts(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(scope="module")
def extracted():
    method_map, options_map = parse_mapping_cfg(io.StringIO((ROOT / "babel.cfg").read_text(encoding="utf-8")))
    found = set()
    for folder in ("contest", "templates"):
        patterns = [(pattern.removeprefix(folder + "/"), method) for pattern, method in method_map if pattern.startswith(folder)]
        options = {pattern.removeprefix(folder + "/"): given for pattern, given in options_map.items()}
        for _file, _line, message, _comments, context in extract_from_dir(ROOT / folder, patterns, options, keywords=KEYWORDS, directory_filter=lambda _folder: True):
            found.add((context, message[0] if isinstance(message, tuple) else message))
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_holds_exactly_the_texts_of_the_site(locale, extracted):
    held = {(e.msgctxt, e.msgid) for e in catalogue(locale)}
    assert {"missing": extracted - held, "gone": held - extracted} == {"missing": set(), "gone": set()}


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_untranslated_or_fuzzy(locale):
    open_ = [e.msgid for e in catalogue(locale) if "fuzzy" in e.flags or not all(texts(e))]
    assert not open_


@pytest.mark.parametrize("locale", LOCALES)
def test_placeholders_survive_translation(locale):
    wrong = []
    for e in catalogue(locale):
        wanted = set(PLACEHOLDER.findall(e.msgid)) | set(PLACEHOLDER.findall(e.msgid_plural or ""))
        for text in texts(e):
            used = set(PLACEHOLDER.findall(text))
            # A singular may leave the number unsaid ("one work"), nothing else.
            if used - wanted or (wanted - used) - ({"num", "count", "n"} if e.msgid_plural else set()):
                wrong.append((e.msgid, text))
            if "%" in PLACEHOLDER.sub("", text).replace("%%", "") and PLACEHOLDER.search(e.msgid):
                wrong.append((e.msgid, text))
    assert not wrong


@pytest.mark.parametrize("locale", sorted(SCRIPT))
def test_a_translation_is_in_its_own_script(locale):
    """A text that stayed English is a text nobody translated; codes, names and figures are the same everywhere."""
    same = [e.msgid for e in catalogue(locale) if re.search(r"[a-z]{4}", PLACEHOLDER.sub("", e.msgid)) and not any(SCRIPT[locale].search(t) for t in texts(e))]
    assert not [m for m in same if m not in {"English", "CSV", "iCal", "JSON", "Latin", "E-mail"}]


def test_mongolian_uses_its_own_letters():
    """Ө and Ү come from the Mongolian keyboard, not from look-alikes (Ukrainian Є, Ї; Latin)."""
    wrong = [t for e in catalogue("mn") for t in texts(e) if re.search(r"[ЄєЇїІі]", t)]
    assert not wrong


def test_every_plural_has_all_its_forms():
    wanted = {"en": 2, "ko": 1, "zh_Hans": 1, "ja": 1, "ru": 3, "mn": 2}
    wrong = [(locale, e.msgid) for locale in LOCALES for e in catalogue(locale) if e.msgid_plural and len(e.msgstr_plural) != wanted[locale]]
    assert not wrong
