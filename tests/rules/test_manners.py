"""What tests.browser finds wrong with a page: a check nobody checks finds nothing."""

import pytest

from tests.browser import Manners

PAGE = '<!doctype html><html lang="en"><head><title>Title</title></head><body><h1>Heading</h1>{}</body></html>'


@pytest.mark.parametrize(
    "body",
    [
        "", "<p>3 &lt; 4<br>more</p>", '<!-- <div> --><img src="/a.webp" alt="">', '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
        '<script type="application/json">{"a": "</p> <b"}</script>', '<label for="q">Words</label><input id="q" name="q" aria-describedby="hint"><p id="hint">Any</p>',
        "<input type=hidden name=q><button disabled>Go</button>", '<select aria-label="a &quot;b&quot;"></select>', '<a href="https://example.org/">there</a>',
    ],
)  # fmt: skip
def test_nothing_is_wrong_with_it(body):
    assert Manners(PAGE.replace("{}", body)).verdict() == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p>3 < 4</p>", "a < that begins no tag"), ("<p>x</p", "a < that begins no tag"), ("<div><p></div>", "</div> does not close what is open"),
        ("<div>", "</body> does not close what is open"), ('<p style="color: red"></p>', "inline style, script or handler on <p>"),
        ("<script>go()</script>", "inline style, script or handler on <script>"), ("<style>p {}</style>", "inline style, script or handler on <style>"),
        ('<a onclick="go()">x</a>', "inline style, script or handler on <a>"), ("<img src=/a.webp>", "img without alt"),
        ('<script src="//cdn.example/x.js"></script>', "<script> from another host: //cdn.example/x.js"), ("<form method=dance></form>", "odd form method"),
        ("<input name=q>", "field ?q has no label"), ('<textarea id="t"></textarea>', "field t has no label"), ('<p id="a"></p><p id="a"></p>', "id a twice"),
        ('<p aria-describedby="none"></p>', "refers to none, which is not there"), ("<h1>Second</h1>", "2 h1"),
    ],
)  # fmt: skip
def test_it_is_found(body, fault):
    assert fault in Manners(PAGE.replace("{}", body)).verdict()


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<html><title>x</title><h1>x</h1></html>", "no language"), ('<html lang="en"><h1>x</h1></html>', "no title"),
        ('<html lang="en"><title>x</title></html>', "0 h1"), ('<html lang="en"><title>x</title><h1>x</h1>', "<html> is never closed"),
    ],
)  # fmt: skip
def test_a_page_must_have_it(page, fault):
    assert fault in Manners(page).verdict()
