"""Bring the six catalogues in step with messages.pot: new texts enter, gone ones leave, nothing is guessed.

English says what the message ids say, so its catalogue is filled from them.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
LOCALES = ("en", "ko", "zh_Hans", "ja", "ru", "mn")


def main() -> None:
    """Rewrite every messages.po from the template, keeping translations whose text has not changed."""
    template_path = HERE / "messages.pot"
    for locale in LOCALES:
        with template_path.open("rb") as source:
            template = read_po(source)
        path = HERE / locale / "LC_MESSAGES" / "messages.po"
        catalogue = Catalog(locale, project="contest", charset="utf-8", header_comment="")
        if path.exists():
            with path.open("rb") as source:
                catalogue = read_po(source, locale=locale)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        catalogue.header_comment = f"# The site in {catalogue.locale.english_name}."
        if locale == "en":
            for message in catalogue:
                if message.id:
                    message.string = message.id
        # No dates in the header: they would change every file on every run.
        catalogue.creation_date = catalogue.revision_date = template.creation_date.replace(2026, 1, 1, 0, 0, 0, 0)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            write_po(target, catalogue, sort_by_file=True, include_lineno=False, width=100)
    template_path.unlink()


if __name__ == "__main__":
    main()
