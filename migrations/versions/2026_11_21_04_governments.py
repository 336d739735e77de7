"""Tables of governments."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_04"
down_revision = "2026_11_21_03"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('government',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=12), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('iso', sa.String(length=8), nullable=True),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('names', sa.Text(), nullable=False),
    sa.Column('reviewed', sa.Text(), nullable=False),
    sa.Column('contact', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_government')),
    sa.UniqueConstraint('key', name=op.f('uq_government_key'))
    )
    op.create_index(op.f('ix_government_country'), 'government', ['country'], unique=False)
    op.create_table('former_name',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.Column('names', sa.Text(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_former_name_government_id_government')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_name'))
    )
    op.create_index(op.f('ix_former_name_government_id'), 'former_name', ['government_id'], unique=False)
    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.Column('standing', sa.String(length=20), nullable=False),
    sa.Column('starts', sa.Date(), nullable=True),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.CheckConstraint('starts IS NULL OR ends IS NULL OR starts <= ends', name=op.f('ck_membership_in_order')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_membership_government_id_government')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    op.create_index(op.f('ix_membership_government_id'), 'membership', ['government_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_membership_government_id'), table_name='membership')
    op.drop_table('membership')
    op.drop_index(op.f('ix_former_name_government_id'), table_name='former_name')
    op.drop_table('former_name')
    op.drop_index(op.f('ix_government_country'), table_name='government')
    op.drop_table('government')
