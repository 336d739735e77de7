"""Every format cut short at every hundredth, and with bytes changed at random: a right-looking picture or a sentence, and nothing left over."""

import random
from io import BytesIO

import pytest
from PIL import Image

from contest.core.errors import Invalid
from contest.media import intake, rules
from contest.media.rules import Limits
from contest.media.store import FolderStore
from tests.corpus import CORPUS
from tests.pictures import unlike

pytestmark = pytest.mark.slow

LIMITS = Limits()


@pytest.fixture
def taken(decoders, tmp_path):
    """Receive and prepare as a request does; gives the largest derivative, or None for a refusal. Nothing stays either way."""
    store = FolderStore(tmp_path, durable=False)

    def take(data):
        try:
            prepared = intake.prepare(intake.receive(BytesIO(data), store=store, limits=LIMITS), store=store, decoders=decoders, limits=LIMITS)
        except Invalid as refused:
            shown = None if (refused.field, bool(refused.message)) == (rules.FIELD, True) else pytest.fail("refused without words")
        else:
            file = max((each for each in prepared.files if each.format == "webp"), key=lambda each: each.size)
            shown = Image.open(BytesIO(file.path.read_bytes()))
            shown.load()
            intake.discard(prepared)
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]
        return shown

    return take


@pytest.mark.parametrize("name", CORPUS)
def test_cut_short_at_every_hundredth(taken, name):
    specimen = CORPUS[name]
    data, whole = specimen.data(), specimen.looks()
    accepted = []
    for part in range(100):
        shown = taken(data[: len(data) * part // 100])
        if shown is not None:
            accepted.append(part)
            assert shown.size == whole.size, part
            assert unlike(shown, whole) <= specimen.tolerance, part
    assert taken(data) is not None
    assert all(part >= 60 for part in accepted), accepted  # only what hangs behind a whole picture may be missing


@pytest.mark.parametrize("name", CORPUS)
def test_bytes_changed_at_random(taken, name):
    data, chance = CORPUS[name].data(), random.Random(name)
    for _ in range(60):
        bad = bytearray(data)
        for _ in range(chance.choice((1, 1, 3, 20))):
            at = chance.randrange(min(len(bad), chance.choice((64, 512, len(bad)))))
            bad[at] = chance.choice((0, 255, bad[at] ^ 1 << chance.randrange(8), chance.randrange(256)))
        taken(bytes(bad))
