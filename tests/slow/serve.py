"""The real server on a folder of its own, for tests that end it without warning: `python tests/slow/serve.py FOLDER PORT`.

`--store URI` names another store than the folder's SQLite. With `--wait` it gets ready and begins when a line comes in: the next server stands by while this one is being killed.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from waitress import create_server

from config import Config
from contest.app import create_app


def configured(folder: Path, store: str = "") -> Config:
    """No tokens in forms and no limits, so that a test can write as fast as it likes. On SQLite in the folder, or on the store given."""
    return Config(
        SECRET_KEY="the secret of the crash test, worth nothing at all", UPLOADS=folder,
        SQLALCHEMY_DATABASE_URI=store or f"sqlite:///{folder / 'contest.db'}",
        PUBLIC_URL="http://127.0.0.1", WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False,
    )  # fmt: skip


if __name__ == "__main__":
    if "--wait" in sys.argv:
        sys.stdin.readline()
    store = sys.argv[sys.argv.index("--store") + 1] if "--store" in sys.argv else ""
    app = create_app(configured(Path(sys.argv[1]), store))
    create_server(app, host="127.0.0.1", port=int(sys.argv[2]), threads=6, ident="").run()
