"""Judging: whom the own government keeps from a work stays so in a closed round, whatever role comes or goes later."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_16"
down_revision = "2026_11_22_15"
branch_labels = None
depends_on = None

OF_OWN_GOVERNMENT = """
    SELECT sheet.id FROM sheet JOIN panelist ON panelist.id = sheet.panelist_id JOIN entry ON entry.id = sheet.entry_id
    WHERE panelist.round_id IN (SELECT id FROM round WHERE state = 'closed') AND sheet.state IN ('waiting', 'scored', 'set_aside')
    AND EXISTS (
        SELECT 1 FROM account_grant WHERE account_grant.account_id = panelist.account_id AND account_grant.government_id = entry.government_id
    )
"""


def upgrade() -> None:
    op.create_table(
        "not_carried",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_not_carried_round_id_round")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_not_carried_sheet_id_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_carried")),
        sa.UniqueConstraint("round_id", "sheet_id", name=op.f("uq_not_carried_round_id_sheet_id")),
    )
    op.create_index(op.f("ix_not_carried_sheet_id"), "not_carried", ["sheet_id"])
    op.execute(
        f"""INSERT INTO recusal (sheet_id, reason, declared_by, at) SELECT sheet.id, 'government', 'system', round.closed_at FROM sheet
        JOIN panelist ON panelist.id = sheet.panelist_id JOIN round ON round.id = panelist.round_id
        WHERE round.closed_at IS NOT NULL AND sheet.id IN ({OF_OWN_GOVERNMENT})"""
    )
    op.execute(f"UPDATE sheet SET state = 'withheld', place = NULL WHERE id IN ({OF_OWN_GOVERNMENT})")


def downgrade() -> None:
    op.drop_table("not_carried")
