"""Tables of letters."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_03"
down_revision = "2026_11_21_02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('occasion', sa.String(length=40), nullable=False),
    sa.Column('to_address', sa.String(length=320), nullable=False),
    sa.Column('to_name', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('subject', sa.String(length=500), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('about_kind', sa.String(length=20), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('problem', sa.String(length=500), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter'))
    )
    op.create_index(op.f('ix_letter_occasion'), 'letter', ['occasion'], unique=False)
    op.create_index(op.f('ix_letter_state'), 'letter', ['state'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_letter_state'), table_name='letter')
    op.drop_index(op.f('ix_letter_occasion'), table_name='letter')
    op.drop_table('letter')
