"""Judging: published works of earlier editions as picture examples in a round's briefing."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_15"
down_revision = "2026_11_22_14"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "round_example",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_round_example_criterion_id_criterion"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_round_example_entry_id_entry")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_example_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_example")),
        sa.UniqueConstraint("round_id", "entry_id", name=op.f("uq_round_example_round_id_entry_id")),
    )
    for column in ("criterion_id", "entry_id"):
        op.create_index(op.f(f"ix_round_example_{column}"), "round_example", [column])


def downgrade() -> None:
    op.drop_table("round_example")
