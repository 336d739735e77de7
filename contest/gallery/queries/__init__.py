"""What the public sees, and nothing else of it."""

from contest.gallery.queries.cards import (
    Filters,
    Options,
    WorkCard,
    WorkPage,
    best,
    cards_of,
    may_see,
    numbered,
    of_government,
    options,
    winners,
    work,
    works,
)
from contest.gallery.queries.editions import (
    Call,
    EditionCard,
    GovernmentCard,
    GovernmentPage,
    call,
    editions,
    figures_of,
    government,
    governments,
    is_judged,
    reported,
    statistics,
)
from contest.gallery.queries.shows import Show, StopView, exhibition, shows, shows_of, visits

__all__ = [
    "Call", "EditionCard", "Filters", "GovernmentCard", "GovernmentPage", "Options", "Show", "StopView", "WorkCard", "WorkPage", "best",
    "call", "cards_of", "editions", "exhibition", "figures_of", "government", "governments", "is_judged", "may_see", "numbered",
    "of_government", "options", "reported", "shows", "shows_of", "statistics", "visits", "winners", "work", "works",
]  # fmt: skip
