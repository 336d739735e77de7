"""Tables of editions."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_05"
down_revision = "2026_11_21_04"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('edition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('titles', sa.Text(), nullable=False),
    sa.Column('announcements', sa.Text(), nullable=False),
    sa.Column('rules_texts', sa.Text(), nullable=False),
    sa.Column('association', sa.Text(), nullable=False),
    sa.Column('signatory', sa.Text(), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('endorse_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('age_from', sa.Integer(), nullable=False),
    sa.Column('age_to', sa.Integer(), nullable=False),
    sa.Column('age_day', sa.Date(), nullable=False),
    sa.Column('standings', sa.Text(), nullable=False),
    sa.Column('full_birth_date', sa.Boolean(), nullable=False),
    sa.Column('entries_per_student', sa.Integer(), nullable=False),
    sa.Column('quota_per_government', sa.Integer(), nullable=True),
    sa.Column('quota_per_school', sa.Integer(), nullable=True),
    sa.Column('picture_bytes', sa.Integer(), nullable=False),
    sa.Column('picture_side', sa.Integer(), nullable=False),
    sa.Column('fields', sa.Text(), nullable=False),
    sa.Column('next_public_number', sa.Integer(), nullable=False),
    sa.Column('announced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('age_from <= age_to', name=op.f('ck_edition_ages_in_order')),
    sa.CheckConstraint('closes_at <= endorse_by', name=op.f('ck_edition_endorsing_ends_after_closing')),
    sa.CheckConstraint('opens_at < closes_at', name=op.f('ck_edition_opens_before_it_closes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition')),
    sa.UniqueConstraint('number', name=op.f('uq_edition_number'))
    )
    op.create_index(op.f('ix_edition_state'), 'edition', ['state'], unique=False)
    op.create_table('consent_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_consent_text_edition_id_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent_text')),
    sa.UniqueConstraint('edition_id', 'purpose', 'language', 'version', name=op.f('uq_consent_text_edition_id_purpose_language_version'))
    )
    op.create_index(op.f('ix_consent_text_edition_id'), 'consent_text', ['edition_id'], unique=False)
    op.create_table('division',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('names', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_division_edition_id_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_division')),
    sa.UniqueConstraint('edition_id', 'position', name=op.f('uq_division_edition_id_position'))
    )
    op.create_index(op.f('ix_division_edition_id'), 'division', ['edition_id'], unique=False)
    op.create_table('extension',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_extension_edition_id_edition')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_extension_government_id_government')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extension')),
    sa.UniqueConstraint('edition_id', 'government_id', name=op.f('uq_extension_edition_id_government_id'))
    )
    op.create_index(op.f('ix_extension_edition_id'), 'extension', ['edition_id'], unique=False)
    op.create_index(op.f('ix_extension_government_id'), 'extension', ['government_id'], unique=False)
    op.create_table('reported_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('about', sa.String(length=20), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_reported_figure_edition_id_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reported_figure'))
    )
    op.create_index(op.f('ix_reported_figure_edition_id'), 'reported_figure', ['edition_id'], unique=False)
    op.create_table('theme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('names', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_theme_edition_id_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme')),
    sa.UniqueConstraint('edition_id', 'position', name=op.f('uq_theme_edition_id_position'))
    )
    op.create_index(op.f('ix_theme_edition_id'), 'theme', ['edition_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_theme_edition_id'), table_name='theme')
    op.drop_table('theme')
    op.drop_index(op.f('ix_reported_figure_edition_id'), table_name='reported_figure')
    op.drop_table('reported_figure')
    op.drop_index(op.f('ix_extension_government_id'), table_name='extension')
    op.drop_index(op.f('ix_extension_edition_id'), table_name='extension')
    op.drop_table('extension')
    op.drop_index(op.f('ix_division_edition_id'), table_name='division')
    op.drop_table('division')
    op.drop_index(op.f('ix_consent_text_edition_id'), table_name='consent_text')
    op.drop_table('consent_text')
    op.drop_index(op.f('ix_edition_state'), table_name='edition')
    op.drop_table('edition')
