"""What letters are written on, and the words of one: placeholders, how they are checked and how they are filled. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from contest.core.languages import CODES
from contest.core.text import N_, clean

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
STANDARD = re.compile(r"%\(([a-z_]+)\)s")
SUBJECT_LONGEST, BODY_LONGEST = 200, 5_000
# What is filled in makes them longer: a subject up to its column, a body up to a list of works.
SUBJECT_ROOM, BODY_ROOM = 500, 20_000

# A value of a letter: one line, or several (a list of works, of links).
Value: TypeAlias = str | Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class Placeholder:
    """A value of a letter. `sample` is shown in previews: by language, or one for all.

    One that is `needed` may not be missing; one that is a `secret` (a link that lets somebody in) may not stand in the subject; one that
    is filled in `late` stays open in a letter that waits, until it is sent.
    """

    name: str
    meaning: str
    sample: Mapping[str, str] | str
    needed: bool = False
    secret: bool = False
    late: bool = False

    def shown(self, code: str) -> str:
        """What stands for it in a preview in this language."""
        return self.sample if isinstance(self.sample, str) else self.sample[code]


@dataclass(frozen=True, slots=True, eq=False)
class Occasion:
    """Why a letter is written: its name for people, its standard words (message ids), and what can be filled in.

    `seen`: its receiver has just read the same on a page, so without an address nobody needs to pass it on.
    """

    key: str
    label: str
    subject: str
    paragraphs: tuple[str, ...]
    placeholders: tuple[Placeholder, ...]
    attachment: str = ""
    seen: bool = False

    @property
    def slug(self) -> str:
        """The key as it stands in an address."""
        return re.sub(r"[^a-z]+", "-", self.key)

    @property
    def secret(self) -> bool:
        """Does such a letter hold what lets somebody in? Then its text is not kept once it has gone."""
        return any(each.secret for each in self.placeholders)

    @property
    def names(self) -> frozenset[str]:
        """What can be filled in."""
        return frozenset(each.name for each in self.placeholders)

    @property
    def late(self) -> frozenset[str]:
        """What is filled in only when the letter is sent."""
        return frozenset(each.name for each in self.placeholders if each.late)

    @property
    def samples(self) -> dict[str, dict[str, str]]:
        """What previews show, by language."""
        return {code: {each.name: each.shown(code) for each in self.placeholders} for code in CODES}


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and body of a letter. `{name}` stands for a value."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the words of a letter: in which field, and a message with its values."""

    field: str
    message: str
    values: Mapping[str, str]


EMPTY = N_("Please fill this in.")
TOO_LONG = N_("Write at most %(max)s characters.")
UNKNOWN = N_("There is no placeholder %(placeholder)s for this letter.")
NEEDED = N_("%(placeholder)s may not be missing: without it the receiver cannot go on.")
SECRET = N_("%(placeholder)s may not stand in the subject, which others can read on a screen.")
LONELY = N_("A curly bracket stands alone. A placeholder is written like %(placeholder)s.")


def opened(text: str) -> str:
    """Standard words as they come out of a catalogue, with `{name}` for their placeholders."""
    return STANDARD.sub(r"{\1}", text).replace("%%", "%")


def faults(occasion: Occasion, words: Words, *, longest: tuple[int, int] = (SUBJECT_LONGEST, BODY_LONGEST)) -> list[Fault]:
    """Everything that is wrong with these words for this occasion; nothing if they may be used."""
    found = [*_shape(words, longest)]
    for field, text in (("subject", words.subject), ("body", words.body)):
        found += _bracket_faults(field, text, occasion.names)
    for each in occasion.placeholders:
        mark = {"placeholder": f"{{{each.name}}}"}
        if each.secret and each.name in PLACEHOLDER.findall(words.subject):
            found.append(Fault("subject", SECRET, mark))
        if each.needed and words.body and each.name not in PLACEHOLDER.findall(words.body):
            found.append(Fault("body", NEEDED, mark))
    return found


def draft_faults(occasion: Occasion | None, words: Words) -> list[Fault]:
    """The same for one letter that is written already: what is filled in late is all that is open in it; in others brackets are text."""
    late = tuple(each for each in occasion.placeholders if each.late) if occasion else ()
    if not late:
        return [*_shape(words, (SUBJECT_ROOM, BODY_ROOM))]
    return faults(Occasion("", "", "", (), late), words, longest=(SUBJECT_ROOM, BODY_ROOM))


def _shape(words: Words, longest: tuple[int, int]) -> Iterable[Fault]:
    for field, text, most in (("subject", words.subject, longest[0]), ("body", words.body, longest[1])):
        if not text:
            yield Fault(field, EMPTY, {})
        elif len(text) > most:
            yield Fault(field, TOO_LONG, {"max": str(most)})


def _bracket_faults(field: str, text: str, known: frozenset[str]) -> Iterable[Fault]:
    said = set()
    for mark in re.findall(r"\{[^{}\n]{0,60}\}", text):
        if mark.strip("{}") not in known and mark not in said:
            said.add(mark)
            yield Fault(field, UNKNOWN, {"placeholder": mark})
    if re.search(r"[{}]", re.sub(r"\{[^{}\n]{0,60}\}", "", text)):
        yield Fault(field, LONELY, {"placeholder": f"{{{min(known, default='name')}}}"})


def safe(value: Value) -> str:
    """A value as text that stays text: each line one line, so that nobody's name can add a line to a letter."""
    return clean(value) if isinstance(value, str) else "\n".join(line for line in map(clean, value) if line)


def filled(words: Words, values: Mapping[str, Value], *, open_: frozenset[str] = frozenset()) -> Words:
    """These words with their values. Each value is put in once and never read again: a name `{link}` stays those six letters.

    What is `open_` stays open, to be filled in later; so that no value can be taken for it then, curly brackets in values become round.
    A paragraph of which nothing is left is dropped. Refuses (KeyError) when a value is missing.
    """
    given = {name: safe(value) for name, value in values.items()}
    if open_:
        given = {name: text.replace("{", "(").replace("}", ")") for name, text in given.items()}

    def put(found: re.Match[str]) -> str:
        return found[0] if found[1] in open_ else given[found[1]]

    paragraphs = [PLACEHOLDER.sub(put, part).strip() for part in re.split(r"\n{2,}", words.body)]
    return Words(clean(PLACEHOLDER.sub(put, words.subject))[:SUBJECT_ROOM], "\n\n".join(part for part in paragraphs if part))
