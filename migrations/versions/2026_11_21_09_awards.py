"""Tables of awards."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_09"
down_revision = "2026_11_21_08"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('tier',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('names', sa.Text(), nullable=False),
    sa.Column('mark', sa.String(length=20), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.CheckConstraint('places > 0', name=op.f('ck_tier_has_places')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_tier_edition_id_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tier')),
    sa.UniqueConstraint('edition_id', 'position', name=op.f('uq_tier_edition_id_position'))
    )
    op.create_index(op.f('ix_tier_edition_id'), 'tier', ['edition_id'], unique=False)
    op.create_table('allocation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('tiers', sa.Text(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('locked_by_id', sa.Integer(), nullable=True),
    sa.Column('locked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('publish_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.CheckConstraint('locked_by_id IS NULL OR locked_by_id <> proposed_by_id', name=op.f('ck_allocation_two_people')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_allocation_edition_id_edition')),
    sa.ForeignKeyConstraint(['locked_by_id'], ['account.id'], name=op.f('fk_allocation_locked_by_id_account')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['account.id'], name=op.f('fk_allocation_proposed_by_id_account')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_allocation_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation')),
    sa.UniqueConstraint('edition_id', 'version', name=op.f('uq_allocation_edition_id_version'))
    )
    op.create_index(op.f('ix_allocation_edition_id'), 'allocation', ['edition_id'], unique=False)
    op.create_index(op.f('ix_allocation_round_id'), 'allocation', ['round_id'], unique=False)
    op.create_table('tie_ruling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('entries', sa.Text(), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('ruled_by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_tie_ruling_round_id_round')),
    sa.ForeignKeyConstraint(['ruled_by_id'], ['account.id'], name=op.f('fk_tie_ruling_ruled_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tie_ruling'))
    )
    op.create_index(op.f('ix_tie_ruling_round_id'), 'tie_ruling', ['round_id'], unique=False)
    op.create_table('allocation_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('allocation_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('mean_over', sa.String(length=40), nullable=False),
    sa.Column('mean_under', sa.String(length=40), nullable=False),
    sa.Column('tier_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['allocation_id'], ['allocation.id'], name=op.f('fk_allocation_line_allocation_id_allocation')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_allocation_line_entry_id_entry')),
    sa.ForeignKeyConstraint(['tier_id'], ['tier.id'], name=op.f('fk_allocation_line_tier_id_tier')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation_line')),
    sa.UniqueConstraint('allocation_id', 'entry_id', name=op.f('uq_allocation_line_allocation_id_entry_id'))
    )
    op.create_index(op.f('ix_allocation_line_entry_id'), 'allocation_line', ['entry_id'], unique=False)
    op.create_index('ix_allocation_line_tier', 'allocation_line', ['allocation_id', 'tier_id'], unique=False)
    op.create_table('award',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('tier_id', sa.Integer(), nullable=False),
    sa.Column('allocation_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['allocation_id'], ['allocation.id'], name=op.f('fk_award_allocation_id_allocation')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_award_edition_id_edition')),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_award_entry_id_entry')),
    sa.ForeignKeyConstraint(['tier_id'], ['tier.id'], name=op.f('fk_award_tier_id_tier')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_award_entry_id'))
    )
    op.create_index(op.f('ix_award_edition_id'), 'award', ['edition_id'], unique=False)
    op.create_index(op.f('ix_award_tier_id'), 'award', ['tier_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_award_tier_id'), table_name='award')
    op.drop_index(op.f('ix_award_edition_id'), table_name='award')
    op.drop_table('award')
    op.drop_index('ix_allocation_line_tier', table_name='allocation_line')
    op.drop_index(op.f('ix_allocation_line_entry_id'), table_name='allocation_line')
    op.drop_table('allocation_line')
    op.drop_index(op.f('ix_tie_ruling_round_id'), table_name='tie_ruling')
    op.drop_table('tie_ruling')
    op.drop_index(op.f('ix_allocation_round_id'), table_name='allocation')
    op.drop_index(op.f('ix_allocation_edition_id'), table_name='allocation')
    op.drop_table('allocation')
    op.drop_index(op.f('ix_tier_edition_id'), table_name='tier')
    op.drop_table('tier')
