"""Templates and addresses: nothing stands alone, nothing is forgotten."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CONTRACT = [
    "/", "/<lang>/", "/<lang>/editions/", "/<lang>/editions/<number>/", "/<lang>/editions/<number>/winners", "/<lang>/gallery", "/<lang>/works/<public_number>",
    "/works/<public_number>", "/<lang>/exhibitions/", "/<lang>/exhibitions/<slug>/", "/exhibitions.ics", "/exhibitions/<slug>.ics", "/<lang>/governments/", "/<lang>/governments/<code>",
    "/<lang>/enter", "/<lang>/my", "/<lang>/consent/<token>", "/login", "/logout", "/invitations/<token>", "/media/<name>", "/<lang>/help", "/<lang>/contact", "/<lang>/privacy",
    "/<lang>/accessibility", "/healthz", "/readyz", "/staff/entries", "/staff/letters", "/staff/people", "/staff/log", "/org/works", "/staff/results/<id>",
]  # fmt: skip


def plain(rule):
    return re.sub(r"<[^>]*?(\w+)>", r"<\1>", rule.rule)


def test_the_addresses_of_the_contract_exist(app):
    rules = {re.sub(r"<\w+>", "<>", plain(r)).rstrip("/") or "/" for r in app.url_map.iter_rules()}
    assert [a for a in CONTRACT if (re.sub(r"<\w+>", "<>", a).rstrip("/") or "/") not in rules] == []


def test_no_address_only_reads_and_writes_under_one_name(app):
    """Whatever changes something is asked for by POST; nothing answers to PUT, PATCH or DELETE."""
    assert {m for r in app.url_map.iter_rules() for m in r.methods} <= {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_keeps_the_house_rules(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape false|<style|\sstyle=|\son\w+=\"", text), "markup or style from data"
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", text), "inline script"
    assert not re.search(r"(src|href)=\"https?://", text), "another host"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_a_template_holds_no_untranslated_words(path):
    text = path.read_text(encoding="utf-8")
    for pattern in (r"\{#.*?#\}", r"\{% block (\w*_class|\w+_ground|\w+_border) %\}.*?\{% endblock %\}", r"\{%-?\s*trans.*?endtrans\s*-?%\}", r"\{%.*?%\}", r"\{\{.*?\}\}", r"<[^>]*>", r"&\w+;"):
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    words = re.findall(r"[A-Za-z]{3,}", text)
    assert not [w for w in words if w not in {"NEAR", "CSV", "JSON", "DOCTYPE", "html", "iCal"}]


def test_every_page_template_is_used(app):
    """A page's template is named by its view; partial ones begin with an underscore."""
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "contest").rglob("*.py")) + "\n".join(p.read_text(encoding="utf-8") for p in TEMPLATES)
    lonely = [name for p in TEMPLATES if (name := str(p.relative_to(ROOT / "templates"))) not in code and not name.startswith(("errors/", "gallery/"))]
    assert not lonely
