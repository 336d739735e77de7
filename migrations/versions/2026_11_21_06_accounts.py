"""Tables of accounts."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_06"
down_revision = "2026_11_21_05"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=320), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('password', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('blocked_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('address', name=op.f('uq_account_address'))
    )
    op.create_table('browser_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('idle_minutes', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('browser', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_browser_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_browser_session_token_hash'))
    )
    op.create_index(op.f('ix_browser_session_subject_id'), 'browser_session', ['subject_id'], unique=False)
    op.create_table('account_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=True),
    sa.Column('edition_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_grant_account_id_account')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_account_grant_edition_id_edition')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_account_grant_government_id_government')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_grant')),
    sa.UniqueConstraint('account_id', 'role', 'government_id', 'edition_id', name=op.f('uq_account_grant_account_id_role_government_id_edition_id'))
    )
    op.create_index(op.f('ix_account_grant_account_id'), 'account_grant', ['account_id'], unique=False)
    op.create_index(op.f('ix_account_grant_edition_id'), 'account_grant', ['edition_id'], unique=False)
    op.create_index(op.f('ix_account_grant_government_id'), 'account_grant', ['government_id'], unique=False)
    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('address', sa.String(length=320), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=True),
    sa.Column('edition_id', sa.Integer(), nullable=True),
    sa.Column('invited_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_invitation_account_id_account')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_invitation_edition_id_edition')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_invitation_government_id_government')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['account.id'], name=op.f('fk_invitation_invited_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    op.create_index(op.f('ix_invitation_account_id'), 'invitation', ['account_id'], unique=False)
    op.create_index(op.f('ix_invitation_address'), 'invitation', ['address'], unique=False)
    op.create_index(op.f('ix_invitation_edition_id'), 'invitation', ['edition_id'], unique=False)
    op.create_index(op.f('ix_invitation_government_id'), 'invitation', ['government_id'], unique=False)
    op.create_index(op.f('ix_invitation_invited_by_id'), 'invitation', ['invited_by_id'], unique=False)
    op.create_table('sign_in_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_link_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_link_token_hash'))
    )
    op.create_index(op.f('ix_sign_in_link_account_id'), 'sign_in_link', ['account_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_sign_in_link_account_id'), table_name='sign_in_link')
    op.drop_table('sign_in_link')
    op.drop_index(op.f('ix_invitation_invited_by_id'), table_name='invitation')
    op.drop_index(op.f('ix_invitation_government_id'), table_name='invitation')
    op.drop_index(op.f('ix_invitation_edition_id'), table_name='invitation')
    op.drop_index(op.f('ix_invitation_address'), table_name='invitation')
    op.drop_index(op.f('ix_invitation_account_id'), table_name='invitation')
    op.drop_table('invitation')
    op.drop_index(op.f('ix_account_grant_government_id'), table_name='account_grant')
    op.drop_index(op.f('ix_account_grant_edition_id'), table_name='account_grant')
    op.drop_index(op.f('ix_account_grant_account_id'), table_name='account_grant')
    op.drop_table('account_grant')
    op.drop_index(op.f('ix_browser_session_subject_id'), table_name='browser_session')
    op.drop_table('browser_session')
    op.drop_table('account')
