"""Pictures: crop, masks, measures, fingerprint. Uploads in parts. Likenesses of entries."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_11"
down_revision = "2026_11_21_10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain ALTER TABLE: making the table anew would break the keys that point to it on SQLite.
    op.add_column("picture", sa.Column("crop", sa.Text(), nullable=True))
    op.add_column("picture", sa.Column("masks", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("picture", sa.Column("measures", sa.Text(), nullable=True))
    op.add_column("picture", sa.Column("fingerprint", sa.LargeBinary(), nullable=True))
    op.add_column("picture", sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_picture_compared_at"), "picture", ["compared_at"])
    op.create_table(
        "picture_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("about_kind", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length > 0 AND received >= 0 AND received <= length", name=op.f("ck_picture_upload_received")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_upload")),
        sa.UniqueConstraint("key", name=op.f("uq_picture_upload_key")),
    )
    op.create_index("ix_picture_upload_about", "picture_upload", ["about_kind", "about_id"])
    op.create_index(op.f("ix_picture_upload_expires_at"), "picture_upload", ["expires_at"])
    op.create_table(
        "likeness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("distance", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("earlier_id < later_id", name=op.f("ck_likeness_order")),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_likeness_decided")),
        sa.ForeignKeyConstraint(["earlier_id"], ["entry.id"], name=op.f("fk_likeness_earlier_id_entry")),
        sa.ForeignKeyConstraint(["later_id"], ["entry.id"], name=op.f("fk_likeness_later_id_entry")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_likeness_decided_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness")),
        sa.UniqueConstraint("earlier_id", "later_id", name=op.f("uq_likeness_earlier_id_later_id")),
    )
    op.create_index(op.f("ix_likeness_earlier_id"), "likeness", ["earlier_id"])
    op.create_index(op.f("ix_likeness_later_id"), "likeness", ["later_id"])
    op.create_index(op.f("ix_likeness_decided_by_id"), "likeness", ["decided_by_id"])
    op.create_index(op.f("ix_likeness_decision"), "likeness", ["decision"])


def downgrade() -> None:
    op.drop_table("likeness")
    op.drop_table("picture_upload")
    op.drop_index(op.f("ix_picture_compared_at"), "picture")
    for column in ("compared_at", "fingerprint", "measures", "masks", "crop"):
        op.drop_column("picture", column)
