"""Tables of judging."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_08"
down_revision = "2026_11_21_07"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('titles', sa.Text(), nullable=False),
    sa.Column('briefings', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('counts', sa.Boolean(), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seed', sa.String(length=20), nullable=False),
    sa.Column('seats_all_judges', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_round_edition_id_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round')),
    sa.UniqueConstraint('edition_id', 'position', name=op.f('uq_round_edition_id_position'))
    )
    op.create_index(op.f('ix_round_edition_id'), 'round', ['edition_id'], unique=False)
    op.create_table('criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('names', sa.Text(), nullable=False),
    sa.Column('hints', sa.Text(), nullable=False),
    sa.Column('low', sa.Integer(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('steps', sa.Integer(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.CheckConstraint('step > 0 AND steps > 0', name=op.f('ck_criterion_has_steps')),
    sa.CheckConstraint('weight > 0', name=op.f('ck_criterion_weight_positive')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_criterion_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criterion')),
    sa.UniqueConstraint('round_id', 'position', name=op.f('uq_criterion_round_id_position'))
    )
    op.create_index(op.f('ix_criterion_round_id'), 'criterion', ['round_id'], unique=False)
    op.create_table('panelist',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_off_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_panelist_account_id_account')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_panelist_round_id_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panelist')),
    sa.UniqueConstraint('round_id', 'account_id', name=op.f('uq_panelist_round_id_account_id'))
    )
    op.create_index(op.f('ix_panelist_account_id'), 'panelist', ['account_id'], unique=False)
    op.create_index(op.f('ix_panelist_round_id'), 'panelist', ['round_id'], unique=False)
    op.create_table('sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panelist_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('blind_code', sa.String(length=16), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_sheet_entry_id_entry')),
    sa.ForeignKeyConstraint(['panelist_id'], ['panelist.id'], name=op.f('fk_sheet_panelist_id_panelist')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet')),
    sa.UniqueConstraint('blind_code', name=op.f('uq_sheet_blind_code')),
    sa.UniqueConstraint('panelist_id', 'entry_id', name=op.f('uq_sheet_panelist_id_entry_id'))
    )
    op.create_index(op.f('ix_sheet_entry_id'), 'sheet', ['entry_id'], unique=False)
    op.create_index('ix_sheet_order', 'sheet', ['panelist_id', 'position'], unique=False)
    op.create_index('ix_sheet_progress', 'sheet', ['panelist_id', 'state', 'position'], unique=False)
    op.create_table('flag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_flag_sheet_id_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_flag'))
    )
    op.create_index(op.f('ix_flag_sheet_id'), 'flag', ['sheet_id'], unique=False)
    op.create_table('mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('steps', sa.Integer(), nullable=False),
    sa.CheckConstraint('steps >= 0', name=op.f('ck_mark_steps_not_negative')),
    sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_mark_criterion_id_criterion')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_mark_sheet_id_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mark')),
    sa.UniqueConstraint('sheet_id', 'criterion_id', name=op.f('uq_mark_sheet_id_criterion_id'))
    )
    op.create_index(op.f('ix_mark_sheet_id'), 'mark', ['sheet_id'], unique=False)
    op.create_table('mark_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('old', sa.String(length=40), nullable=True),
    sa.Column('new', sa.String(length=40), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['criterion_id'], ['criterion.id'], name=op.f('fk_mark_event_criterion_id_criterion')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_mark_event_sheet_id_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mark_event'))
    )
    op.create_index(op.f('ix_mark_event_sheet_id'), 'mark_event', ['sheet_id'], unique=False)
    op.create_table('recusal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('declared_by', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_recusal_sheet_id_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recusal'))
    )
    op.create_index(op.f('ix_recusal_sheet_id'), 'recusal', ['sheet_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_recusal_sheet_id'), table_name='recusal')
    op.drop_table('recusal')
    op.drop_index(op.f('ix_mark_event_sheet_id'), table_name='mark_event')
    op.drop_table('mark_event')
    op.drop_index(op.f('ix_mark_sheet_id'), table_name='mark')
    op.drop_table('mark')
    op.drop_index(op.f('ix_flag_sheet_id'), table_name='flag')
    op.drop_table('flag')
    op.drop_index('ix_sheet_progress', table_name='sheet')
    op.drop_index('ix_sheet_order', table_name='sheet')
    op.drop_index(op.f('ix_sheet_entry_id'), table_name='sheet')
    op.drop_table('sheet')
    op.drop_index(op.f('ix_panelist_round_id'), table_name='panelist')
    op.drop_index(op.f('ix_panelist_account_id'), table_name='panelist')
    op.drop_table('panelist')
    op.drop_index(op.f('ix_criterion_round_id'), table_name='criterion')
    op.drop_table('criterion')
    op.drop_index(op.f('ix_round_edition_id'), table_name='round')
    op.drop_table('round')
