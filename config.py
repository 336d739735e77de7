"""Settings, read once from the environment. The only reader of it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent
_NO = {"0", "no", "false", ""}


class BadSetting(ValueError):
    """A setting that makes no sense; the message names the variable."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything an operator may set. Refuses nonsense at start."""

    SECRET_KEY: str
    SQLALCHEMY_DATABASE_URI: str = f"sqlite:///{ROOT / 'uploads' / 'contest.db'}"
    UPLOADS: Path = ROOT / "uploads"
    PUBLIC_URL: str = ""
    SMTP_URL: str = ""
    MAIL_FROM: str = ""
    CONTACT_EMAIL: str = ""
    PROXIES: int = 0
    UPLOAD_LIMIT: int = 60_000_000
    STORAGE_URL: str = ""
    STORAGE_ENDPOINT: str = ""
    STORAGE_REGION: str = "us-east-1"
    STORAGE_KEY: str = ""
    STORAGE_SECRET: str = ""
    X_ACCEL: str = ""
    X_SENDFILE: bool = False
    DECODER_MEMORY_MB: int = 1024
    DECODER_SECONDS: int = 20
    PORT: int = 8000
    DEMO: bool = True
    TESTING: bool = False
    WTF_CSRF_ENABLED: bool = True
    RATELIMIT_ENABLED: bool = True
    RATELIMIT_STORAGE_URI: str = "memory://"

    def __post_init__(self) -> None:
        if len(self.SECRET_KEY) < 32 and not self.TESTING:
            raise BadSetting("SECRET_KEY must have at least 32 characters (`make run` writes one to .env)")
        if not self.PUBLIC_URL:
            object.__setattr__(self, "PUBLIC_URL", f"http://127.0.0.1:{self.PORT}")
        url = urlsplit(self.PUBLIC_URL)
        if url.scheme not in {"http", "https"} or not url.netloc or self.PUBLIC_URL.endswith("/"):
            raise BadSetting("PUBLIC_URL must look like https://contest.example.org, without a slash at the end")
        if not self.SQLALCHEMY_DATABASE_URI.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise BadSetting("DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
        if self.SMTP_URL and urlsplit(self.SMTP_URL).scheme not in {"smtp", "smtps"}:
            raise BadSetting("SMTP_URL must begin with smtp:// or smtps://")
        if not self.MAIL_FROM:
            object.__setattr__(self, "MAIL_FROM", self.CONTACT_EMAIL or f"contest@{url.hostname}")
        if not 0 <= self.PROXIES <= 5:
            raise BadSetting("PROXIES must be between 0 and 5")
        if not 1 <= self.PORT <= 65535:
            raise BadSetting("PORT must be between 1 and 65535")
        if not 100_000 <= self.UPLOAD_LIMIT <= 1_000_000_000:
            raise BadSetting("UPLOAD_LIMIT must be between 100000 and 1000000000 bytes")
        self._check_storage()

    def _check_storage(self) -> None:
        if self.STORAGE_URL:
            place = urlsplit(self.STORAGE_URL)
            if place.scheme != "s3" or not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", place.netloc) or place.query or place.fragment:
                raise BadSetting("STORAGE_URL must look like s3://bucket or s3://bucket/folder")
            if not (self.STORAGE_KEY and self.STORAGE_SECRET):
                raise BadSetting("STORAGE_KEY and STORAGE_SECRET must be set when STORAGE_URL is")
        end = urlsplit(self.STORAGE_ENDPOINT)
        if self.STORAGE_ENDPOINT and (end.scheme not in {"http", "https"} or not end.netloc or end.username or end.path not in {"", "/"}):
            raise BadSetting("STORAGE_ENDPOINT must look like https://objects.example.org")
        if self.X_ACCEL and not re.fullmatch(r"(/[A-Za-z0-9_-]+)+/", self.X_ACCEL):
            raise BadSetting("X_ACCEL must be the address of an internal location of nginx, such as /pictures-inside/")
        if (self.X_ACCEL or self.X_SENDFILE) and self.STORAGE_URL:
            raise BadSetting("X_ACCEL and X_SENDFILE need the pictures in a folder: not together with STORAGE_URL")
        if self.X_ACCEL and self.X_SENDFILE:
            raise BadSetting("X_ACCEL is for nginx, X_SENDFILE for Apache and lighttpd: set one of them")

    @property
    def https(self) -> bool:
        """Is the public address encrypted?"""
        return self.PUBLIC_URL.startswith("https://")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Config:
        """From the environment; what it lacks from the file `.env` beside this one."""
        given = {**_dotenv(ROOT / ".env"), **(os.environ if environ is None else environ)}
        if not given.get("SECRET_KEY"):
            raise BadSetting("SECRET_KEY is not set (`make run` writes one to .env)")
        names = {"DATABASE_URL": "SQLALCHEMY_DATABASE_URI", "REDIS_URL": "RATELIMIT_STORAGE_URI"}
        texts = (
            "SECRET_KEY", "DATABASE_URL", "PUBLIC_URL", "SMTP_URL", "MAIL_FROM", "CONTACT_EMAIL", "REDIS_URL",
            "STORAGE_URL", "STORAGE_ENDPOINT", "STORAGE_REGION", "STORAGE_KEY", "STORAGE_SECRET", "X_ACCEL",
        )  # fmt: skip
        settings: dict[str, object] = {names.get(name, name): given[name] for name in texts if given.get(name)}
        for name in ("PORT", "PROXIES", "UPLOAD_LIMIT", "DECODER_MEMORY_MB", "DECODER_SECONDS"):
            if given.get(name):
                settings[name] = _whole(name, given[name])
        if given.get("UPLOADS"):
            settings["UPLOADS"] = Path(given["UPLOADS"]).resolve()
            settings.setdefault("SQLALCHEMY_DATABASE_URI", f"sqlite:///{Path(given['UPLOADS']).resolve() / 'contest.db'}")
        settings["DEMO"] = given.get("DEMO", "1") not in _NO
        settings["X_SENDFILE"] = given.get("X_SENDFILE", "") not in _NO
        return cls(**settings)  # type: ignore[arg-type]


def _whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadSetting(f"{name} must be a whole number, not {text!r}") from None


def _dotenv(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, value in pairs}
