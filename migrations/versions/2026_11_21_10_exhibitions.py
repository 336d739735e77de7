"""Tables of exhibitions."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_10"
down_revision = "2026_11_21_09"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('venue',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('names', sa.Text(), nullable=False),
    sa.Column('cities', sa.Text(), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue'))
    )
    op.create_table('exhibition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=True),
    sa.Column('titles', sa.Text(), nullable=False),
    sa.Column('introductions', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('announced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_exhibition_edition_id_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibition')),
    sa.UniqueConstraint('slug', name=op.f('uq_exhibition_slug'))
    )
    op.create_index(op.f('ix_exhibition_edition_id'), 'exhibition', ['edition_id'], unique=False)
    op.create_table('stop',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('exhibition_id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('install_on', sa.Date(), nullable=True),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('pack_on', sa.Date(), nullable=True),
    sa.Column('hours', sa.Text(), nullable=False),
    sa.Column('cancelled', sa.Boolean(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('install_on IS NULL OR install_on <= opens_on', name=op.f('ck_stop_installed_before_it_opens')),
    sa.CheckConstraint('opens_on <= closes_on', name=op.f('ck_stop_opens_before_it_closes')),
    sa.CheckConstraint('pack_on IS NULL OR pack_on >= closes_on', name=op.f('ck_stop_packed_after_it_closes')),
    sa.ForeignKeyConstraint(['exhibition_id'], ['exhibition.id'], name=op.f('fk_stop_exhibition_id_exhibition')),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_stop_venue_id_venue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stop')),
    sa.UniqueConstraint('exhibition_id', 'position', name=op.f('uq_stop_exhibition_id_position'))
    )
    op.create_index(op.f('ix_stop_exhibition_id'), 'stop', ['exhibition_id'], unique=False)
    op.create_index(op.f('ix_stop_venue_id'), 'stop', ['venue_id'], unique=False)
    op.create_table('hanging',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stop_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_hanging_entry_id_entry')),
    sa.ForeignKeyConstraint(['stop_id'], ['stop.id'], name=op.f('fk_hanging_stop_id_stop')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hanging')),
    sa.UniqueConstraint('stop_id', 'entry_id', name=op.f('uq_hanging_stop_id_entry_id'))
    )
    op.create_index(op.f('ix_hanging_entry_id'), 'hanging', ['entry_id'], unique=False)
    op.create_index(op.f('ix_hanging_stop_id'), 'hanging', ['stop_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_hanging_stop_id'), table_name='hanging')
    op.drop_index(op.f('ix_hanging_entry_id'), table_name='hanging')
    op.drop_table('hanging')
    op.drop_index(op.f('ix_stop_venue_id'), table_name='stop')
    op.drop_index(op.f('ix_stop_exhibition_id'), table_name='stop')
    op.drop_table('stop')
    op.drop_index(op.f('ix_exhibition_edition_id'), table_name='exhibition')
    op.drop_table('exhibition')
    op.drop_table('venue')
