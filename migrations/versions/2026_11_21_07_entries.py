"""Tables of entries."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_07"
down_revision = "2026_11_21_06"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('student',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('resume_hash', sa.String(length=64), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('full_name', sa.String(length=200), nullable=False),
    sa.Column('latin_name', sa.String(length=200), nullable=False),
    sa.Column('reading', sa.String(length=200), nullable=False),
    sa.Column('short_name', sa.String(length=200), nullable=False),
    sa.Column('born', sa.Date(), nullable=True),
    sa.Column('age', sa.Integer(), nullable=True),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_student_edition_id_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_student')),
    sa.UniqueConstraint('resume_hash', name=op.f('uq_student_resume_hash'))
    )
    op.create_index(op.f('ix_student_edition_id'), 'student', ['edition_id'], unique=False)
    op.create_table('entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_key', sa.String(length=43), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('receipt', sa.String(length=20), nullable=True),
    sa.Column('public_number', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('descriptions', sa.Text(), nullable=False),
    sa.Column('medium', sa.String(length=200), nullable=False),
    sa.Column('width_mm', sa.Integer(), nullable=True),
    sa.Column('height_mm', sa.Integer(), nullable=True),
    sa.Column('painted_in', sa.Integer(), nullable=True),
    sa.Column('division_id', sa.Integer(), nullable=True),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('school', sa.String(length=200), nullable=False),
    sa.Column('teacher', sa.String(length=200), nullable=False),
    sa.Column('own_work', sa.Boolean(), nullable=False),
    sa.Column('guardian_by', sa.String(length=20), nullable=False),
    sa.Column('guardian_email', sa.String(length=320), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('endorsed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('endorsed_on_behalf', sa.Boolean(), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mend', sa.Text(), nullable=False),
    sa.Column('mend_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('left_state', sa.String(length=20), nullable=True),
    sa.Column('taken_down_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state <> 'accepted') OR (accepted_at IS NOT NULL)", name=op.f('ck_entry_accepted_at_set')),
    sa.CheckConstraint("(state = 'draft') OR (submitted_at IS NOT NULL) OR (state = 'withdrawn')", name=op.f('ck_entry_sent_when_not_a_draft')),
    sa.ForeignKeyConstraint(['division_id'], ['division.id'], name=op.f('fk_entry_division_id_division')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_entry_edition_id_edition')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_entry_government_id_government')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_entry_student_id_student')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_entry_theme_id_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry')),
    sa.UniqueConstraint('draft_key', name=op.f('uq_entry_draft_key')),
    sa.UniqueConstraint('edition_id', 'public_number', name=op.f('uq_entry_edition_id_public_number')),
    sa.UniqueConstraint('receipt', name=op.f('uq_entry_receipt'))
    )
    op.create_index('ix_entry_desk', 'entry', ['edition_id', 'state', 'government_id'], unique=False)
    op.create_index(op.f('ix_entry_government_id'), 'entry', ['government_id'], unique=False)
    op.create_index(op.f('ix_entry_student_id'), 'entry', ['student_id'], unique=False)
    op.create_index('ix_entry_submitted', 'entry', ['edition_id', 'submitted_at', 'id'], unique=False)
    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('answer', sa.String(length=20), nullable=False),
    sa.Column('method', sa.String(length=20), nullable=False),
    sa.Column('text_id', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('given_by', sa.String(length=200), nullable=False),
    sa.Column('recorded_by_kind', sa.String(length=20), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('evidence', sa.String(length=500), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_consent_entry_id_entry')),
    sa.ForeignKeyConstraint(['text_id'], ['consent_text.id'], name=op.f('fk_consent_text_id_consent_text')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    op.create_index('ix_consent_entry_purpose', 'consent', ['entry_id', 'purpose'], unique=False)
    op.create_table('consent_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('to_address', sa.String(length=320), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_consent_request_entry_id_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent_request')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_consent_request_token_hash'))
    )
    op.create_index(op.f('ix_consent_request_entry_id'), 'consent_request', ['entry_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_consent_request_entry_id'), table_name='consent_request')
    op.drop_table('consent_request')
    op.drop_index('ix_consent_entry_purpose', table_name='consent')
    op.drop_table('consent')
    op.drop_index('ix_entry_submitted', table_name='entry')
    op.drop_index(op.f('ix_entry_student_id'), table_name='entry')
    op.drop_index(op.f('ix_entry_government_id'), table_name='entry')
    op.drop_index('ix_entry_desk', table_name='entry')
    op.drop_table('entry')
    op.drop_index(op.f('ix_student_edition_id'), table_name='student')
    op.drop_table('student')
