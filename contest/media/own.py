"""Pictures drawn by our own code (the demonstration): made in this process, without a decoding child."""

from __future__ import annotations

import hashlib
from io import BytesIO

from PIL import Image

from contest.media.decoders import Made
from contest.media.derive import colour_of, derive
from contest.media.framing import Framing
from contest.media.intake import Prepared
from contest.media.likeness import fingerprint
from contest.media.measure import measured
from contest.media.store import Store


def prepare_own(image: Image.Image, *, store: Store) -> Prepared:
    """An RGB picture of ours as if it had been sent in as a JPEG; `intake.keep` takes it. May run in any process."""
    coded = BytesIO()
    image.save(coded, "JPEG", quality=90)
    path = store.stage()
    path.write_bytes(coded.getvalue())
    files = []
    for rendition in derive(image):
        into = path.with_name(f"{path.name}-{rendition.size}.{rendition.format}")
        into.write_bytes(rendition.data)
        files.append(Made(into, rendition.size, rendition.format, rendition.width, rendition.height))
    sha256 = hashlib.sha256(coded.getvalue()).hexdigest()
    return Prepared(
        path, sha256, len(coded.getvalue()), "jpeg", image.width, image.height, Framing(), colour_of(image), measured(image, Framing()),
        fingerprint(image), tuple(files),
    )  # fmt: skip
