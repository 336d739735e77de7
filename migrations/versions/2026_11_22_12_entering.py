"""Entering: fields per division, late entries, typed but unsaved answers, photos of the making, signed forms; letters by template and in batches."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_12"
down_revision = "2026_11_21_11"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
TEXT = {"nullable": False, "server_default": ""}


def upgrade() -> None:
    # Plain ALTER TABLE: making the tables anew would break the keys that point to them on SQLite.
    op.add_column("division", sa.Column("fields", sa.Text(), nullable=False, server_default="{}"))
    for column in (
        sa.Column("ai_help", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("ai_note", sa.String(length=500), **TEXT),
        sa.Column("late_until", AT, nullable=True),
        sa.Column("late_reason", sa.String(length=500), **TEXT),
        sa.Column("typed", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("typed_at", AT, nullable=True),
    ):
        op.add_column("entry", column)
    op.create_table(
        "process_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_process_photo_entry_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_photo")),
    )
    op.create_index(op.f("ix_process_photo_entry_id"), "process_photo", ["entry_id"])
    op.create_table(
        "consent_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sent_by_kind", sa.String(length=20), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", AT, nullable=False),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.Column("read_at", AT, nullable=True),
        sa.Column("refused", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_consent_paper_entry_id_entry")),
        sa.ForeignKeyConstraint(["read_by_id"], ["account.id"], name=op.f("fk_consent_paper_read_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_paper")),
    )
    op.create_index(op.f("ix_consent_paper_entry_id"), "consent_paper", ["entry_id"])
    op.create_index(op.f("ix_consent_paper_read_by_id"), "consent_paper", ["read_by_id"])
    points_to("consent", "paper_id", "consent_paper")
    op.create_table(
        "letter_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", AT, nullable=True),
        sa.Column("dropped_at", AT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_batch")),
    )
    op.create_table(
        "letter_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template")),
        sa.UniqueConstraint("occasion", "language", name=op.f("uq_letter_template_occasion_language")),
    )
    op.add_column("letter", sa.Column("to_phone", sa.String(length=40), **TEXT))
    op.add_column("letter", sa.Column("attachment", sa.String(length=40), **TEXT))
    op.add_column("letter", sa.Column("also", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("letter", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    points_to("letter", "batch_id", "letter_batch")
    # What lets somebody in is no longer kept in letters that have gone.
    op.execute("UPDATE letter SET body = '' WHERE state = 'sent' AND occasion IN ('consent.asked', 'student.code', 'invitation', 'sign-in link')")
    op.create_index("ix_letter_batch", "letter", ["batch_id", "to_address"])


def points_to(table: str, column: str, target: str) -> None:
    """A new column with its foreign key, in the one spelling both stores take."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column}_{target} REFERENCES {target} (id)")


def downgrade() -> None:
    op.drop_index("ix_letter_batch", "letter")
    for column in ("batch_id", "version", "also", "attachment", "to_phone"):
        op.drop_column("letter", column)
    op.drop_column("consent", "paper_id")
    for table in ("letter_template", "letter_batch", "consent_paper", "process_photo"):
        op.drop_table(table)
    for column in ("typed_at", "typed", "late_reason", "late_until", "ai_note", "ai_help"):
        op.drop_column("entry", column)
    op.drop_column("division", "fields")
