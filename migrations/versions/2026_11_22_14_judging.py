"""Judging: kinds and sources of rounds, who gets which works, conflicts, sequence numbers, rule versions, orders and pairs."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_14"
down_revision = "2026_11_22_13"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
KEY = sa.String(length=20)
EMPTY = {"nullable": False, "server_default": ""}
NONE = {"nullable": False, "server_default": "{}"}
ZERO = {"nullable": False, "server_default": "0"}


def upgrade() -> None:
    # Plain ALTER TABLE: making the tables anew would break the keys that point to them on SQLite.
    op.create_table(
        "rule_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("method", KEY, nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_rule_version_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_version")),
        sa.UniqueConstraint("digest", name=op.f("uq_rule_version_digest")),
    )
    for column in (
        sa.Column("kind", KEY, nullable=False, server_default="scoring"),
        sa.Column("opens_at", AT, nullable=True),
        sa.Column("source", KEY, nullable=False, server_default="accepted"),
        sa.Column("source_number", sa.Integer(), nullable=True),
        sa.Column("with_earlier", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("parts_tie", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("own_words", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("per_work", sa.Integer(), nullable=True),
        sa.Column("deal_seed", KEY, **EMPTY),
        sa.Column("calibration", sa.Integer(), **ZERO),
        sa.Column("pledges", sa.Text(), **NONE),
    ):
        op.add_column("round", column)
    points_to("round", "source_round_id", "round")
    points_to("round", "rule_id", "rule_version")
    op.add_column("criterion", sa.Column("anchors", sa.Text(), **NONE))
    for column in (
        sa.Column("accepted_at", AT, nullable=True),
        sa.Column("looked_again_at", AT, nullable=True),
        sa.Column("number", sa.Integer(), **ZERO),
        sa.Column("settings", sa.Text(), **NONE),
    ):
        op.add_column("panelist", column)
    op.execute("UPDATE panelist SET accepted_at = seen_at WHERE seen_at IS NOT NULL")  # who has begun has read the briefing
    op.add_column("entry", sa.Column("judges_title", sa.Text(), nullable=True))
    op.add_column("entry", sa.Column("judges_description", sa.Text(), nullable=True))
    op.add_column("flag", sa.Column("done_at", AT, nullable=True))
    op.add_column("sheet", sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("sheet", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("mark_event", sa.Column("number", sa.Integer(), **ZERO))
    op.add_column("mark_event", sa.Column("device", KEY, **EMPTY))
    points_to("mark_event", "by_id", "account")
    points_to("mark_event", "undoes_id", "mark_event")
    for column in ("old", "new"):  # notes are kept whole
        _retyped("mark_event", column, sa.Text())
    op.create_table(
        "round_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_round_work_entry_id_entry")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_work_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_work")),
        sa.UniqueConstraint("round_id", "entry_id", name=op.f("uq_round_work_round_id_entry_id")),
    )
    op.create_index(op.f("ix_round_work_entry_id"), "round_work", ["entry_id"])
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("declared_by", KEY, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("withdrawn_at", AT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_conflict_account_id_account")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_conflict_edition_id_edition")),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_conflict_government_id_government")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    op.create_index(op.f("ix_conflict_account_id"), "conflict", ["account_id"])
    op.create_table(
        "duel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panelist_id", sa.Integer(), nullable=False),
        sa.Column("left_id", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("winner_id", sa.Integer(), nullable=True),
        sa.Column("even", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decided_at", AT, nullable=True),
        sa.ForeignKeyConstraint(["panelist_id"], ["panelist.id"], name=op.f("fk_duel_panelist_id_panelist")),
        sa.ForeignKeyConstraint(["left_id"], ["sheet.id"], name=op.f("fk_duel_left_id_sheet")),
        sa.ForeignKeyConstraint(["right_id"], ["sheet.id"], name=op.f("fk_duel_right_id_sheet")),
        sa.ForeignKeyConstraint(["winner_id"], ["sheet.id"], name=op.f("fk_duel_winner_id_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duel")),
        sa.UniqueConstraint("left_id", "right_id", name=op.f("uq_duel_left_id_right_id")),
    )
    op.create_index(op.f("ix_duel_panelist_id"), "duel", ["panelist_id"])
    op.create_table(
        "left_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("ruled_by_id", sa.Integer(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_left_out_round_id_round")),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["account.id"], name=op.f("fk_left_out_ruled_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_left_out")),
    )
    op.create_index(op.f("ix_left_out_round_id"), "left_out", ["round_id"])
    op.create_table(
        "result_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_result_told_entry_id_entry")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_result_told_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_told")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_result_told_entry_id")),
    )

    _as_they_were_counted()


# What rounds that are closed already were counted by: the plain mean. Their results stay as they are.
MEAN = '{"display_decimals":2,"m0":4,"method":"mean","tie_break":[],"tie_policy":"round"}'
DIGEST = "97b1d3b35c46c1f275acb5a3a19fe5f88366dc15b41ea4d0f02b09a7aa745559"


def _as_they_were_counted() -> None:
    bind = op.get_bind()
    if not bind.execute(sa.text("SELECT count(*) FROM round WHERE state = 'closed'")).scalar():
        return
    version = sa.table("rule_version", *(sa.column(name) for name in ("digest", "method", "parameters")), sa.column("made_at", AT))
    row = {"digest": DIGEST, "method": "mean", "parameters": MEAN, "made_at": datetime.now(UTC)}
    bind.execute(sa.insert(version).values(**row))
    op.execute("UPDATE round SET rule_id = (SELECT id FROM rule_version) WHERE state = 'closed'")


def downgrade() -> None:
    for table in ("result_told", "left_out", "duel", "conflict", "round_work"):
        op.drop_table(table)
    for table, columns in {
        "mark_event": ("undoes_id", "by_id", "device", "number"), "sheet": ("place", "pinned"),
        "panelist": ("settings", "number", "looked_again_at", "accepted_at"), "criterion": ("anchors",),
        "flag": ("done_at",), "entry": ("judges_description", "judges_title"),
        "round": (
            "rule_id", "source_round_id", "pledges", "calibration", "deal_seed", "per_work", "own_words", "parts_tie", "with_earlier", "source_number", "source",
            "opens_at", "kind",
        ),
    }.items():  # fmt: skip
        for column in columns:
            op.drop_column(table, column)
    op.drop_table("rule_version")


def points_to(table: str, column: str, target: str) -> None:
    """A new column with its foreign key, in the one spelling both stores take."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column}_{target} REFERENCES {target} (id)")


def _retyped(table: str, column: str, kind: sa.types.TypeEngine) -> None:
    """Another type for a column, in the one way both stores know."""
    op.add_column(table, sa.Column(f"{column}_", kind, nullable=True))
    op.execute(f"UPDATE {table} SET {column}_ = {column}")
    op.drop_column(table, column)
    op.execute(f'ALTER TABLE {table} RENAME COLUMN {column}_ TO "{column}"')
