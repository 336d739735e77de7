"""The real server on a folder of its own, for tests that end it without warning: `python tests/slow/serve.py FOLDER PORT`.

With `--wait` it gets ready and begins when a line comes in: the next server stands by while this one is being killed.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from waitress import create_server

from config import Config
from contest.app import create_app


def configured(folder: Path) -> Config:
    """No tokens in forms and no limits, so that a test can write as fast as it likes."""
    return Config(
        SECRET_KEY="the secret of the crash test, worth nothing at all", SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'contest.db'}", UPLOADS=folder,
        PUBLIC_URL="http://127.0.0.1", WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False,
    )  # fmt: skip


if __name__ == "__main__":
    if "--wait" in sys.argv:
        sys.stdin.readline()
    app = create_app(configured(Path(sys.argv[1])))
    create_server(app, host="127.0.0.1", port=int(sys.argv[2]), threads=6, ident="").run()
