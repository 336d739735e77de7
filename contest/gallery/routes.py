"""The public pages."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

bp = Blueprint("gallery", __name__)


@bp.get("/")
def entrance() -> ResponseReturnValue:
    """To the home page in the reader's language."""
    return redirect(url_for("gallery.home"), 302)


@bp.get("/<lang:lang>/")
def home() -> ResponseReturnValue:
    """The state of the contest in one look."""
    return render_template("gallery/home.html")


@bp.get("/<lang:lang>/gallery")
def works() -> ResponseReturnValue:
    """All published works."""
    return render_template("gallery/works.html")


@bp.get("/<lang:lang>/exhibitions/")
def exhibitions() -> ResponseReturnValue:
    """Where and when works are shown."""
    return render_template("gallery/exhibitions.html")


@bp.get("/<lang:lang>/governments/")
def governments() -> ResponseReturnValue:
    """The members."""
    return render_template("gallery/governments.html")


@bp.get("/<lang:lang>/editions/")
def editions() -> ResponseReturnValue:
    """All editions."""
    return render_template("gallery/editions.html")


@bp.get("/<lang:lang>/help")
def help() -> ResponseReturnValue:
    """A short true page."""
    return render_template("gallery/help.html", contact_email=current_app.config["CONTACT_EMAIL"])


@bp.get("/<lang:lang>/contact")
def contact() -> ResponseReturnValue:
    """A short true page."""
    return render_template("gallery/contact.html", contact_email=current_app.config["CONTACT_EMAIL"])


@bp.get("/<lang:lang>/privacy")
def privacy() -> ResponseReturnValue:
    """A short true page."""
    return render_template("gallery/privacy.html", contact_email=current_app.config["CONTACT_EMAIL"])


@bp.get("/<lang:lang>/accessibility")
def accessibility() -> ResponseReturnValue:
    """A short true page."""
    return render_template("gallery/accessibility.html", contact_email=current_app.config["CONTACT_EMAIL"])
