"""Tables of ledger."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_01"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ledger_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_kind', sa.String(length=20), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=60), nullable=False),
    sa.Column('thing_kind', sa.String(length=20), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('chain', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_event')),
    sa.UniqueConstraint('chain', name=op.f('uq_ledger_event_chain'))
    )
    op.create_index(op.f('ix_ledger_event_at'), 'ledger_event', ['at'], unique=False)
    op.create_index(op.f('ix_ledger_event_thing_id'), 'ledger_event', ['thing_id'], unique=False)
    op.create_table('ledger_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('chain', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_head'))
    )
    op.create_table('ledger_event_detail',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('actor_name', sa.String(length=200), nullable=False),
    sa.Column('values', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['ledger_event.id'], name=op.f('fk_ledger_event_detail_event_id_ledger_event')),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_ledger_event_detail'))
    )


def downgrade() -> None:
    op.drop_table('ledger_event_detail')
    op.drop_table('ledger_head')
    op.drop_index(op.f('ix_ledger_event_thing_id'), table_name='ledger_event')
    op.drop_index(op.f('ix_ledger_event_at'), table_name='ledger_event')
    op.drop_table('ledger_event')
