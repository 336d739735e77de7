import csv
import re
from datetime import timedelta
from fractions import Fraction
from io import StringIO

import pytest
from sqlalchemy import select, update

from contest.accounts.models import Grant
from contest.core import clock
from contest.editions.states import EditionState
from contest.entries.models import Student
from contest.judging import actions, queries, sentences
from contest.judging.actions.rule import RuleCommand, choose_rule
from contest.judging.models import Criterion, Panelist, RuleVersion, Sheet
from contest.judging.queries import results as reads
from contest.judging.queries import told as telling
from contest.judging.rules import TiePolicy, commitment
from contest.judging.states import RoundKind, RoundState
from contest.ledger.models import Event, EventDetail
from contest.policy import Role
from tests import make
from tests.judged import LANGUAGES, closed

VIEWS = ("", "/judges", "/line", "/line?places=2", "/rule", "?methods=mean,zmean&line=2&order=differences")


def plain(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.text))


def test_the_standings_show_exact_results_and_every_judge(staff, session):
    round_, accounts, entries = closed(session)
    page = staff.get(f"/staff/results/{round_.id}")
    assert 'title="350/9"' in page.text  # (10 + 11) / 2 of 27 steps, as a fraction of 100
    assert "38.89" in page.text
    assert all(text in page.text for text in ("<b>A</b>", "<b>B</b>", entries[0].receipt, entries[0].title))
    assert accounts[0].name not in page.text
    assert "All judges scored all works: the result is the plain mean." in page.text
    assert queries.inputs_digest(session, round_.id) in page.text


def test_works_equal_to_the_end_share_a_rank(staff, session):
    round_, (judge,), _entries = make.open_round(works=2, judges=1)
    for sheet in make.sheets_of(judge, round_):
        make.mark(judge, sheet, 5, 5, 5)
    actions.close(session, make.staff(), round_, missing_seen=0, now=clock.now())
    page = staff.get(f"/staff/results/{round_.id}?line=1")
    assert page.text.count(">=1<") == 2
    assert page.text.count("tie of 2") == 2
    assert "The line cuts a tie" in page.text


def test_an_equal_total_is_parted_by_the_criteria_in_their_order(staff, session):
    round_, (judge,), entries = make.open_round(works=2, judges=1)
    for sheet in make.sheets_of(judge, round_):
        make.mark(judge, sheet, *((9, 3, 3) if sheet.entry_id == entries[1].id else (3, 9, 3)))
    actions.close(session, make.staff(), round_, missing_seen=0, now=clock.now())
    page = staff.get(f"/staff/results/{round_.id}")
    assert page.text.count("parted by: Criterion 1 en") == 2
    assert page.text.index(entries[1].receipt) < page.text.index(entries[0].receipt)
    assert "tie of" not in page.text


def test_missing_scores_are_levelled_and_the_page_says_so(staff, session):
    round_, _accounts, _entries = closed(session, works=6, skip={(1, 0)})
    page = plain(staff.get(f"/staff/results/{round_.id}"))
    assert "So that nobody gains or loses by the judges they had, 1 result is adjusted, by up to" in page
    assert re.search(r"mean 29\.63, adjusted by \+?−?\d", page)
    assert "What the adjustment does" in staff.get(f"/staff/results/{round_.id}/judges").text


def test_the_table_for_spreadsheets_is_exact_and_holds_no_formula(staff, session):
    round_, _accounts, entries = closed(session, works=2)
    entries[0].title = '=HYPERLINK("http://x")'
    answer = staff.get(f"/staff/results/{round_.id}.csv?methods=zmean&line=1")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    heads, best, last = csv.reader(StringIO(answer.data.decode("utf-8-sig")))
    assert heads[:11] == ["Rank", "Receipt number", "Late", "Title", "Result", "Exact", "Mean", "Exact", "Adjustment", "Sheets", "Spread"]
    assert heads[11:13] == ["Criterion 1 en", "Exact"]
    assert heads[-4:] == ["Mean of standardised scores", "Probability of being in", "Judge A", "Judge B"]
    assert last[:11] == ["2", entries[0].receipt, "", '\'=HYPERLINK("http://x")', "31.48", "850/27", "31.48", "850/27", "0.00", "2", "3.70"]
    assert last[-2:] == ["29.63", "33.33"]
    assert [Fraction(row[5]) for row in (best, last)] == [s.total for s in queries.standings(session, round_.id)]
    assert "\r\n" in answer.data.decode()


def test_works_are_found_by_number_government_and_tie(staff, session):
    round_, _accounts, entries = closed(session)
    path = f"/staff/results/{round_.id}"

    def seen(query):
        page = staff.get(f"{path}?{query}")
        return [entry.receipt in page.text for entry in entries]

    number = entries[1].receipt
    assert seen(f"text={number[-4:].lower()}") == [False, True, False]
    assert seen(f"government={entries[2].government_id}") == [e.government_id == entries[2].government_id for e in entries]
    assert seen("only=ties") == [False, False, False]
    assert seen("text=%25") == [True, True, True]  # no sign of a number: no filter
    for odd in ("government=x&only=y&order=z&line=-3&methods=what&page=0", "line=99999999999999999999", "rule=7777", "methods=,,,", "line=99"):
        assert staff.get(f"{path}?{odd}").status_code in {200, 404}


def test_other_ways_of_counting_stand_beside_it(staff, session):
    round_, _accounts, _entries = closed(session, works=8, judges=3)
    page = staff.get(f"/staff/results/{round_.id}?methods=mean&methods=borda&line=3&order=differences")
    assert "Plain mean: 0 works would stand on the other side of the line." in plain(page)
    assert "Agreement of two ways of counting" in page.text
    assert staff.get(f"/staff/results/{round_.id}?methods=mean,borda&line=3&only=crossing").status_code == 200


def test_the_line_says_who_is_sure_and_who_is_not(staff, session):
    round_, _accounts, _entries = closed(session, works=8, judges=3)
    page = staff.get(f"/staff/results/{round_.id}/line?places=3")
    assert "Clearly in" in page.text
    assert "<svg" in page.text
    assert "All works are in" in staff.get(f"/staff/results/{round_.id}/line?places=50").text
    assert staff.get(f"/staff/results/{round_.id}/line?places=x").status_code == 422
    alone, _a, _e = closed(session, works=3, judges=1)
    assert "This cannot be computed" in staff.get(f"/staff/results/{alone.id}/line?places=1").text


def test_judges_are_compared_and_nothing_is_decided_by_it(staff, session):
    round_, accounts, _entries = closed(session, works=8, judges=3)
    page = staff.get(f"/staff/results/{round_.id}/judges?places=2")
    assert "a question for the chair, never a verdict" in page.text
    assert "Every judge scored every work." in page.text
    assert accounts[2].name not in page.text
    assert page.text.count("<figure") == 4  # three histograms and the intervals


@pytest.mark.parametrize(("works", "judges"), [(1, 1), (1, 2), (2, 1), (3, 2)])
def test_small_rounds_say_what_cannot_be_computed(staff, session, works, judges):
    round_, _accounts, _entries = closed(session, works=works, judges=judges)
    for view in VIEWS:
        assert staff.get(f"/staff/results/{round_.id}{view}").status_code == 200
    if judges == 1:
        assert "This cannot be computed, because there is only one judge." in staff.get(f"/staff/results/{round_.id}/judges").text


def test_a_round_nobody_marked_is_told_in_words(staff, session):
    round_, _accounts, _entries = make.open_round(works=2)
    actions.close(session, make.staff(), round_, missing_seen=4, now=clock.now())
    for view in VIEWS:
        assert staff.get(f"/staff/results/{round_.id}{view}").status_code == 200
    assert "Nobody marked a work in this round." in staff.get(f"/staff/results/{round_.id}").text


# ── the rule ──


def rule_data(round_, session, **given):
    first = session.scalars(select(Criterion).where(Criterion.round_id == round_.id).order_by(Criterion.position)).all()
    steps = {f"step_{n}": str(c.id) for n, c in enumerate(first, 1)}
    return {"method": "sevadj/1", "tie_policy": "chair", "display_decimals": "2", "reason": "The jury asked for it", **steps, **given}


def test_another_rule_is_another_version_and_is_written_down(staff, session):
    round_, _accounts, _entries = closed(session)
    path = f"/staff/results/{round_.id}/rule"
    assert "Severity-adjusted mean" in staff.get(path).text
    assert "counted by this rule" in staff.follow(staff.post(path, rule_data(round_, session, method="mean"))).text
    first = round_.rule_id
    assert session.get(RuleVersion, first).method == "mean"
    staff.post(path, rule_data(round_, session, method="borda"))
    assert round_.rule_id != first
    assert [each.version.method for each in reads.rule_lines(session, round_)] == ["borda", "mean", "sevadj/1"]  # the last: as it opened
    assert session.scalars(select(EventDetail)).all()[-1].values["reason"] == "The jury asked for it"
    assert "another version of the rule" in staff.get(f"/staff/results/{round_.id}?rule={first}").text
    staff.post(path, rule_data(round_, session, method="mean"))
    assert round_.rule_id == first  # the same rule is the same row
    assert len(reads.rule_lines(session, round_)) == 4
    staff.post(path, rule_data(round_, session, method="mean"))
    assert len(reads.rule_lines(session, round_)) == 4  # pressed twice


@pytest.mark.parametrize(("wrong", "said"), [
    ({"reason": "so"}, "Say why in a sentence"), ({"method": "relweight"}, "Choose"), ({"method": "dice"}, "Choose"), ({"tie_policy": "lot"}, "sealed before judging begins"),
    ({"step_2": "STEP_1"}, "only once"), ({"step_1": "999999"}, "Choose"), ({"display_decimals": "9"}, "between 0 and 6"), ({"tie_policy": ""}, "Choose"),
])  # fmt: skip
def test_a_rule_that_makes_no_sense_comes_back_as_typed(staff, session, wrong, said):
    round_, _accounts, _entries = closed(session)
    held, data = round_.rule_id, rule_data(round_, session)
    data |= {key: data["step_1"] if value == "STEP_1" else value for key, value in wrong.items()}
    page = staff.post(f"/staff/results/{round_.id}/rule", data)
    assert page.status_code == 422
    assert said in page.text
    assert round_.rule_id == held


def test_a_lot_is_sealed_before_judging_and_opened_after(staff, session):
    round_ = make.judging_round(make.edition())
    path = f"/staff/results/{round_.id}/rule"
    assert staff.post(path, rule_data(round_, session, tie_policy="lot", reason="")).status_code == 303
    seed = session.get(RuleVersion, round_.rule_id).parameters["lot_seed"]
    page = staff.get(path)
    assert commitment(seed) in page.text
    assert seed not in page.text
    kept = choose_rule(session, make.staff(), round_, RuleCommand("mean", (), TiePolicy.LOT), now=clock.now())
    assert kept.parameters["lot_seed"] == seed  # another rule, the same sealed lot
    assert seed not in str([d.values for d in session.scalars(select(EventDetail))])


def test_everybody_reads_the_digest_of_a_lot_while_judging_and_its_seed_once_the_results_are_out(browser, session):
    edition = make.edition(closes_at=clock.now() - timedelta(days=1))
    round_ = make.judging_round(edition)
    choose_rule(session, make.staff(), round_, RuleCommand("sevadj/1", (), TiePolicy.LOT), now=clock.now())
    seed = session.get(RuleVersion, round_.rule_id).parameters["lot_seed"]
    path = f"/en/editions/{edition.number}/"
    assert commitment(seed) not in browser.get(path).text  # a draft may still change
    round_.state = RoundState.OPEN
    session.flush()
    page = browser.get(path).text
    assert commitment(seed) in page
    assert seed not in page
    edition.state, edition.published_at = EditionState.PUBLISHED, clock.now()
    session.flush()
    assert seed in browser.get(path).text


def test_a_rule_of_few_works_is_not_for_many(session):
    round_, _accounts, _entries = make.open_round(works=9, judges=1)
    with pytest.raises(Exception, match="at most"):
        choose_rule(session, make.staff(), round_, RuleCommand("kemeny", (), TiePolicy.CHAIR, reason="because it is nice"), now=clock.now())


# ── what is kept in memory ──


def test_a_board_in_memory_is_counted_again_when_a_work_leaves(staff, session):
    round_, _accounts, entries = closed(session)
    assert entries[0].receipt in staff.get(f"/staff/results/{round_.id}").text
    entries[0].state = make.EntryState.WITHDRAWN
    session.flush()
    assert entries[0].receipt not in staff.get(f"/staff/results/{round_.id}").text
    seat = session.scalars(select(Panelist).where(Panelist.round_id == round_.id).order_by(Panelist.id)).first()
    session.add(Grant(account_id=seat.account_id, role=Role.JUDGE, government_id=entries[1].government_id))
    session.flush()
    again = reads.board(session, round_)
    assert len(again.scores[entries[1].id]) == 2  # a role that comes after the close changes nothing


# ── one work explained ──


def test_a_work_is_explained_by_who_scored_it(session):
    home = make.government()
    round_, accounts, entries = make.open_round(works=4, judges=3)
    own = entries[0]
    own.government_id = home.id
    session.add(Grant(account_id=accounts[0].id, role=Role.JUDGE, government_id=home.id))
    session.flush()
    for n, account in enumerate(accounts):
        for sheet in make.sheets_of(account, round_):
            if not (n == 0 and sheet.entry_id == own.id):
                make.mark(account, sheet, 3 + n, 4, 5)
    actions.close(session, make.staff(), round_, missing_seen=99, now=clock.now())
    told = reads.explained(session, round_, [own.id])[own.id]
    assert (told.judges, told.scored, told.own_region, told.knew_it) == (3, 2, 1, 0)
    assert told.total < told.mean  # without the severe judge of the own region
    said = " ".join(sentences.sentences(told, "en"))
    assert "scored by 2 of 3 judges. One judge belongs to your region" in said
    assert "on a scale from 1 to 10" in said
    assert session.scalar(select(Sheet.id).limit(1))


# ── manners ──


def test_pages_ask_a_fixed_number_of_questions(staff, session, queries):
    for works, judges in ((1, 1), (3, 3)):
        round_, _accounts, _entries = closed(session, works=works, judges=judges)
        for view, most in (("", 16), ("", 14), ("/judges", 12), ("/line?places=1", 12), ("/rule", 11), (".csv", 12)):
            with queries(most):
                assert staff.get(f"/staff/results/{round_.id}{view}").status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_speaks_every_language(staff, session, lang):
    round_, _accounts, _entries = closed(session, works=8, judges=3, skip={(0, 1)})
    for view in (*VIEWS, ".csv"):
        assert staff.get(f"/staff/results/{round_.id}{view}{'&' if '?' in view else '?'}lang={lang}").status_code == 200


def test_nobody_else_comes_here(new_browser, session):
    round_, _accounts, _entries = closed(session)
    for role in (Role.JUDGE, Role.COORDINATOR):
        other = new_browser().sign_in(make.account(role, government=make.government()))
        for view in (*VIEWS, ".csv"):
            assert other.get(f"/staff/results/{round_.id}{view}").status_code == 404
        assert other.post(f"/staff/results/{round_.id}/rule", {"method": "mean"}).status_code == 404
    running, _judges, _works = make.open_round()
    for view in ("", ".csv", "/judges", "/line"):
        assert new_browser().sign_in(make.account(Role.STAFF)).get(f"/staff/results/{running.id}{view}").status_code == 409


def test_a_criterion_that_is_gone_is_not_asked(staff, session):
    round_ = make.judging_round(make.edition())
    first = session.scalars(select(Criterion).where(Criterion.round_id == round_.id).order_by(Criterion.position)).all()
    choose_rule(session, make.staff(), round_, RuleCommand("sevadj/1", tuple(c.id for c in first), TiePolicy.CHAIR), now=clock.now())
    session.delete(first[0])
    edition = session.get(type(make.edition()), round_.edition_id)
    entries = [make.entry(edition=edition, state=make.EntryState.ACCEPTED) for _ in range(2)]
    judge = make.account(Role.JUDGE, edition=edition)
    make.panelist(round_, judge)
    actions.open_round(session, make.staff(), round_, now=clock.now())
    for sheet in make.sheets_of(judge, round_):
        make.mark(judge, sheet, *((2, 4) if sheet.entry_id == entries[0].id else (4, 2)))
    actions.close(session, make.staff(), round_, missing_seen=0, now=clock.now())
    page = staff.get(f"/staff/results/{round_.id}")
    assert page.text.count("parted by: Criterion 2 en") == 2
    assert staff.get(f"/staff/results/{round_.id}.csv").status_code == 200


# ── names behind letters, and one work ──


def test_the_names_behind_the_letters_are_shown_on_asking_and_that_is_noted(staff, new_browser, session):
    round_, accounts, _entries = closed(session)
    here, other = f"/staff/results/{round_.id}", new_browser().sign_in(make.account(Role.STAFF))
    for page, asks in (("/judges", "judges"), ("", "standings")):
        assert "Show the names" in other.get(here + page).text
        answer = other.post(f"{here}/names", {"page": asks})
        assert answer.location.endswith(f"{here}{page}#who")
        assert f"Judge A: {accounts[0].name}" in other.get(here + page).text
        assert accounts[0].name not in staff.get(here + page).text
        session.execute(update(Event).where(Event.act == "round:names read").values(at=clock.now() - timedelta(hours=2)))
    acts = [event.act for event in session.scalars(select(Event).where(Event.thing_kind == "round", Event.thing_id == round_.id))]
    assert acts.count("round:names read") == 2


def test_names_are_for_closed_rounds_and_the_secretariat(staff, new_browser, session):
    round_, (judge, _other), _entries = make.open_round()
    assert staff.post(f"/staff/results/{round_.id}/names").status_code == 409
    assert new_browser().sign_in(judge).post(f"/staff/results/{round_.id}/names").status_code in {403, 404}


def test_one_work_shows_how_its_result_came_about_and_what_its_painter_is_told(staff, session):
    round_, accounts, entries = closed(session)
    session.get_one(Student, entries[0].student_id).language = "ko"
    session.flush()
    listed = staff.get(f"/staff/results/{round_.id}").text
    path = f"/staff/results/{round_.id}/works/{entries[0].receipt}"
    assert path in listed
    page = staff.get(f"{path}?lang=en").text
    assert "Your painting was scored by all 2 judges. Your mean score is" in page
    assert sentences.sentences(reads.explained(session, round_, [entries[0].id])[entries[0].id], "ko")[0] in page
    assert "once the results are published and not before" in page
    assert f"/staff/rounds/{round_.id}/history?work={entries[0].receipt}" in page
    assert f"/staff/entries/{entries[0].receipt}" in page
    assert accounts[0].name not in page
    assert staff.get(f"/staff/results/{round_.id}/works/0-NONE-XX").status_code == 404


def test_a_painter_is_told_of_the_last_round_that_gave_points(staff, session):
    first, accounts, entries = closed(session)
    later = make.judging_round(queries.by_id(session, first.id).edition, criteria=1, kind=RoundKind.QUICK, counts=False)
    for account in accounts:
        make.panelist(later, account)
    actions.open_round(session, make.staff(), later, now=clock.now())
    for account in accounts:
        for sheet in make.sheets_of(account, later):
            make.mark(account, sheet, 5)
    actions.close(session, make.staff(), later, missing_seen=0, now=clock.now())
    path = f"/staff/results/{later.id}/works/{entries[0].receipt}"
    assert f"/staff/results/{first.id}/works/{entries[0].receipt}" in staff.get(path).text  # practice tells nothing
    later.counts = True
    session.flush()
    assert "Your mean score is 6.00" in staff.get(path).text
    (criterion,) = queries.criteria(session, later.id)
    criterion.steps = 2  # keep, maybe, out
    session.flush()
    assert telling.rounds_told(session, first.edition_id)[entries[0].id].id == first.id


def test_the_history_is_found_from_the_round(staff, session):
    round_, _accounts, _entries = closed(session)
    assert f"/staff/rounds/{round_.id}/history" in staff.get(f"/staff/rounds/{round_.id}/").text
    running, _accounts, _entries = make.open_round()
    assert f"/staff/rounds/{running.id}/history" not in staff.get(f"/staff/rounds/{running.id}/").text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_one_work_speaks_every_language(staff, session, lang):
    round_, _accounts, entries = closed(session, skip={(1, 0)})
    staff.post(f"/staff/results/{round_.id}/names", {"page": "judges"})
    for path in (f"/works/{entries[0].receipt}", "", "/judges"):
        assert staff.get(f"/staff/results/{round_.id}{path}?lang={lang}").status_code == 200


def test_the_rule_promises_no_page_that_does_not_exist(staff):
    round_ = make.judging_round(make.edition())
    page = staff.get(f"/staff/results/{round_.id}/rule").text
    assert ("protocol" in page, "shown to everybody" in page, "its digest stands on the public page of the contest" in page) == (False, False, True)
