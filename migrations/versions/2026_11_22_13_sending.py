"""Letters to many go in parts: who sent them, when the last had gone, how many were no longer needed."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_13"
down_revision = "2026_11_22_12"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter_batch", sa.Column("sent_by_id", sa.Integer(), nullable=True))
    op.add_column("letter_batch", sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("letter_batch", sa.Column("needless", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE letter_batch SET gone_at = sent_at WHERE sent_at IS NOT NULL")  # until now all went at once


def downgrade() -> None:
    for column in ("needless", "gone_at", "sent_by_id"):
        op.drop_column("letter_batch", column)
