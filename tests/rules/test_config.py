"""Settings: nonsense is refused at the start, by the name of the variable."""

from pathlib import Path

import pytest

import config as configuration
from config import BadSetting, Config

SECRET = "s" * 40
OBJECTS = {"STORAGE_URL": "s3://paintings/contest", "STORAGE_KEY": "k", "STORAGE_SECRET": "s"}


@pytest.fixture(autouse=True)
def _no_dotenv(monkeypatch, tmp_path):
    monkeypatch.setattr(configuration, "ROOT", tmp_path)  # whatever .env lies beside the real one


def made(**environ):
    return Config.from_env({"SECRET_KEY": SECRET, **environ})


@pytest.mark.parametrize(
    ("environ", "word"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"PUBLIC_URL": "contest.example.org"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://contest.example.org/"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "ftp://contest.example.org"}, "PUBLIC_URL"),
        ({"DATABASE_URL": "mysql://here"}, "DATABASE_URL"),
        ({"SMTP_URL": "http://mail"}, "SMTP_URL"),
        ({"PROXIES": "9"}, "PROXIES"),
        ({"PROXIES": "one"}, "PROXIES"),
        ({"PORT": "0"}, "PORT"),
        ({"PORT": "http"}, "PORT"),
        ({"UPLOAD_LIMIT": "5"}, "UPLOAD_LIMIT"),
        ({"DECODER_SECONDS": "x"}, "DECODER_SECONDS"),
        *[({**OBJECTS, "STORAGE_URL": url}, "STORAGE_URL") for url in ("https://bucket", "s3://", "s3://B", "s3://a:b@bucket", "s3://bucket?x=1", "bucket")],
        ({"STORAGE_URL": "s3://paintings", "STORAGE_KEY": "k"}, "STORAGE_SECRET"),
        *[({"STORAGE_ENDPOINT": url}, "STORAGE_ENDPOINT") for url in ("objects.example.org", "ftp://objects.example.org", "https://k:s@objects.example.org", "https://objects.example.org/x")],
        *[({"X_ACCEL": path}, "X_ACCEL") for path in ("inside", "/inside", "/", "//inside/", "/in side/", "/../", "https://inside/")],
        ({"X_ACCEL": "/inside/", "X_SENDFILE": "1"}, "X_ACCEL"),
        ({**OBJECTS, "X_ACCEL": "/inside/"}, "X_ACCEL"),
        ({**OBJECTS, "X_SENDFILE": "1"}, "X_SENDFILE"),
    ],
)
def test_nonsense_is_refused_by_name(environ, word):
    with pytest.raises(BadSetting, match=word):
        made(**environ)


def test_without_a_secret_nothing_starts():
    with pytest.raises(BadSetting, match="SECRET_KEY"):
        Config.from_env({})


def test_what_is_not_set_has_a_sensible_value():
    config = made(CONTACT_EMAIL="desk@example.org")
    assert config.PUBLIC_URL == "http://127.0.0.1:8000"
    assert config.MAIL_FROM == "desk@example.org"
    assert config.DEMO is True
    assert config.https is False
    assert made().MAIL_FROM == "contest@127.0.0.1"


def test_pictures_lie_in_a_folder_and_are_sent_by_the_site_unless_said_otherwise():
    config = made()
    assert (config.STORAGE_URL, config.X_ACCEL, config.X_SENDFILE) == ("", "", False)
    config = made(**OBJECTS, STORAGE_ENDPOINT="http://127.0.0.1:9000")
    assert (config.STORAGE_URL, config.STORAGE_ENDPOINT, config.STORAGE_REGION) == ("s3://paintings/contest", "http://127.0.0.1:9000", "us-east-1")
    assert made(X_ACCEL="/pictures-inside/").X_ACCEL == "/pictures-inside/"
    assert made(X_SENDFILE="1").X_SENDFILE is True


def test_cookies_know_whether_the_public_address_is_encrypted():
    assert made(PUBLIC_URL="https://contest.example.org").https is True


def test_the_database_lies_beside_the_uploads_unless_said_otherwise(tmp_path):
    config = made(UPLOADS=str(tmp_path / "files"))
    assert tmp_path / "files" == config.UPLOADS
    assert f"sqlite:///{tmp_path / 'files' / 'contest.db'}" == config.SQLALCHEMY_DATABASE_URI
    assert made(UPLOADS=str(tmp_path), DATABASE_URL="postgresql+psycopg://db/contest").SQLALCHEMY_DATABASE_URI.startswith("postgresql")


@pytest.mark.parametrize("no", ["0", "no", "false", ""])
def test_the_demo_can_be_switched_off(no):
    assert made(DEMO=no).DEMO is False


def test_the_environment_wins_over_the_file(tmp_path):
    Path(tmp_path / ".env").write_text("# comment\nSECRET_KEY=" + "f" * 40 + "\nPORT = 9000\n\nnonsense\n", encoding="utf-8")
    assert Config.from_env({}).SECRET_KEY == "f" * 40
    assert Config.from_env({}).PORT == 9000
    assert made(PORT="9001").PORT == 9001
