"""What pictures cost: a decoding child against the bare Pillow cascade, its memory, and sixty uploads through HTTP.

    python bench/pictures.py          all of it
    python bench/pictures.py decode   ratios and memory only
    python bench/pictures.py upload   the uploads only

The bare cascade makes the same files from the same photo with the same options and does nothing else: no limits, no orientation, no
profile, no measures, no fingerprint, no process of its own. Both are measured by processor time, alternately, in one run.
"""

from __future__ import annotations

import math
import os
import random
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import pillow_heif
from flask import Flask
from PIL import Image
from waitress import create_server

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from config import Config  # noqa: E402
from contest.app import create_app  # noqa: E402
from contest.db.base import Base  # noqa: E402
from contest.db.extension import db  # noqa: E402
from contest.db.transaction import transaction  # noqa: E402
from contest.demo.painting import paint  # noqa: E402
from contest.media.decoders import Decoders  # noqa: E402
from contest.media.derive import JPEG, JPEG_SIZE, SIZES, WEBP  # noqa: E402
from contest.media.rules import Limits  # noqa: E402
from tests import make  # noqa: E402

LIMITS = Limits()
Image.MAX_IMAGE_PIXELS = None  # these are our own
ROUNDS = 9
UPLOADS, SENDERS = 60, 6


def photo(megapixels: float, *, quality: int = 90, seed: int = 3, grain: float = 0.12, **options: object) -> bytes:
    """A painting as a phone would photograph it: large, with grain everywhere."""
    height = round(math.sqrt(megapixels * 1e6 * 3 / 4))
    image = paint(seed, "waves").resize((round(height * 4 / 3), height), Image.Resampling.BICUBIC)
    tile = Image.effect_noise((1024, 1024), 18)
    noise = Image.new("L", image.size)
    for x in range(0, image.width, 1024):
        for y in range(0, image.height, 1024):
            noise.paste(tile, (x, y))
    image = Image.blend(image, Image.merge("RGB", [noise] * 3), grain)
    into = BytesIO()
    image.save(into, "JPEG", quality=quality, **options)
    return into.getvalue()


def bare(data: bytes) -> float:
    """Processor seconds of the plain cascade."""
    before = process_time()
    image = Image.open(BytesIO(data))
    scale = SIZES[-1] / max(image.size)
    image.draft(None, (math.ceil(image.width * scale), math.ceil(image.height * scale)))
    for size in reversed(SIZES):
        image.thumbnail((size, size), Image.Resampling.BICUBIC, reducing_gap=2.0)
        image.save(BytesIO(), "WEBP", **WEBP)
        if size == JPEG_SIZE:
            image.save(BytesIO(), "JPEG", **JPEG)
    return process_time() - before


def used(pid: int) -> float:
    """Processor seconds of another process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak(pid: int) -> int:
    """The most memory a process has ever had in use, in MB."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def ours(pool: Decoders, path: Path) -> float:
    (pid,) = pool.pids()
    before = used(pid)
    found = pool.decode(path, out=path.with_name("out"), limits=LIMITS)
    for file in found.files:
        file.path.unlink()
    return used(pid) - before


def decode(folder: Path) -> None:
    print("photo                      bare ms   ours ms   ratio   peak MB")
    warm = folder / "warm"
    warm.write_bytes(photo(1))
    cases: dict[str, Callable[[], bytes]] = {
        "12 MP": lambda: photo(12), "48 MP": lambda: photo(48), "48 MP progressive": lambda: photo(48, progressive=True), "108 MP": lambda: photo(108),
    }  # fmt: skip
    for name, made in cases.items():
        data = made()
        path = folder / "photo"
        path.write_bytes(data)
        pool = Decoders(workers=1)
        pool.decode(warm, out=folder / "out", limits=LIMITS)
        pairs = [(bare(data), ours(pool, path)) for _ in range(ROUNDS)]
        one, other = median(a for a, _ in pairs), median(b for _, b in pairs)
        ratio = median(b / a for a, b in pairs)
        print(f"{name:<24}{one * 1000:>10.0f}{other * 1000:>10.0f}{ratio:>8.2f}{peak(pool.pids()[0]):>10}   ({len(data) / 1e6:.1f} MB)")
        pool.close()
    heavy(folder, warm)


def heavy(folder: Path, warm: Path) -> None:
    """The memory of the largest pictures allowed, format by format."""
    pillow_heif.register_heif_opener()
    side = math.isqrt(39_900_000)
    small = paint(3, "waves").resize((side, side), Image.Resampling.BICUBIC)
    shapes: dict[str, tuple[Image.Image, str, dict[str, object]]] = {
        "PNG 40 MP": (small, "PNG", {"compress_level": 1}), "PNG 40 MP alpha": (small.convert("RGBA"), "PNG", {"compress_level": 1}),
        "WebP 40 MP": (small, "WEBP", {"method": 0}), "TIFF 40 MP cmyk": (small.convert("CMYK"), "TIFF", {}), "HEIC 40 MP": (small, "HEIF", {"quality": 60}),
        "AVIF 40 MP": (small, "AVIF", {"speed": 10, "quality": 60}), "GIF 40 MP": (small.quantize(64), "GIF", {}),
    }  # fmt: skip
    for name, (image, form, options) in shapes.items():
        path = folder / "heavy"
        image.save(path, form, **options)
        pool = Decoders(workers=1)
        pool.decode(warm, out=folder / "out", limits=LIMITS)
        try:
            seconds = ours(pool, path)
            print(f"{name:<24}{'':>10}{seconds * 1000:>10.0f}{'':>8}{peak(pool.pids()[0]):>10}")
        except Exception as error:  # noqa: BLE001
            print(f"{name:<24} refused: {error}")
        pool.close()


def upload(folder: Path) -> None:
    """Sixty different photos of about 5 MB by six senders at once, while somebody else reads pages."""
    app = application(folder)
    photos = [photo(12, quality=93, seed=seed, grain=0.45) for seed in range(6)]
    drafts = begun(app)
    server = create_server(app, host="127.0.0.1", port=0, threads=8, ident="", max_request_body_size=70_000_000)
    threading.Thread(target=server.run, daemon=True).start()
    port = int(server.effective_port)
    alone = sum(bare(data) for data in photos) / len(photos)
    done, waits = threading.Event(), []
    reader = threading.Thread(target=read, args=(port, done, waits))
    reader.start()
    before = perf_counter()
    with ThreadPoolExecutor(SENDERS) as senders:
        answers = list(senders.map(lambda i: send(port, *drafts[i], photos[i % 6]), range(UPLOADS)))
    seconds = perf_counter() - before
    done.set()
    reader.join()
    size = sum(map(len, photos)) / len(photos) / 1e6
    print(f"\n{UPLOADS} uploads of {size:.1f} MB by {SENDERS} at once: {seconds:.1f} s, {UPLOADS / seconds:.1f} a second, answers {sorted(set(answers))}")
    report(seconds, alone, sorted(waits))
    server.close()
    app.extensions["contest.media"].decoders.close()


def application(folder: Path) -> Flask:
    """A site of its own, without limits and tokens in the way."""
    config = Config(
        SECRET_KEY="the secret of a bench, worth nothing at all", SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'bench.db'}", UPLOADS=folder / "uploads",
        PUBLIC_URL="http://127.0.0.1", WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False,
    )  # fmt: skip
    return create_app(replace(config))


def begun(app: Flask) -> list[tuple[str, str]]:
    """As many drafts as uploads: the key of each and the cookie of its painter."""
    drafts = []
    with app.app_context():
        Base.metadata.create_all(db.engine)
        make.start(db.session())
        with transaction():
            edition = make.open_edition()
            for _ in range(UPLOADS):
                entry = make.entry(edition=edition, student=make.student(edition))
                token = make.browser_session("student", entry.student_id)
                drafts.append((entry.draft_key, app.session_interface.get_signing_serializer(app).dumps({"student": token})))
        db.session.remove()
    return drafts


def send(port: int, draft: str, cookie: str, picture: bytes) -> int:
    """The answer to one upload, tried again while the site is busy."""
    data = picture + b"\0" + random.randbytes(16)  # different bytes, the same picture
    body = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n' + data + b"\r\n--x--\r\n"
    for _ in range(50):
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", f"/en/enter/{draft}/photo", body, {"Cookie": f"contest={cookie}", "Content-Type": "multipart/form-data; boundary=x"})
        status = connection.getresponse().status
        connection.close()
        if status != 429:
            return status
    return 429


def read(port: int, done: threading.Event, waits: list[float]) -> None:
    """Somebody who reads one page after another, and how long each took."""
    while not done.is_set():
        before = perf_counter()
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/en/")
        connection.getresponse().read()
        connection.close()
        waits.append(perf_counter() - before)


def report(seconds: float, alone: float, waits: list[float]) -> None:
    """What the uploads took against the bare cascade (`alone` for one), and what a reader felt of it."""
    cores = os.cpu_count() or 1
    print(f"the bare cascade for them on {cores} cores: {alone * UPLOADS / cores:.1f} s, ratio {seconds / (alone * UPLOADS / cores):.2f}")
    print(f"a reader meanwhile: {len(waits)} pages, median {median(waits) * 1000:.0f} ms, 99 % within {waits[int(len(waits) * 0.99)] * 1000:.0f} ms, longest {waits[-1] * 1000:.0f} ms")


if __name__ == "__main__":
    what = sys.argv[1:] or ["decode", "upload"]
    with tempfile.TemporaryDirectory() as place:
        for name in what:
            {"decode": decode, "upload": upload}[name](Path(place))
