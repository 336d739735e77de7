"""Tables of pictures."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_02"
down_revision = "2026_11_21_01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('picture',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('about_kind', sa.String(length=20), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('bytes', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('rotation', sa.Integer(), nullable=False),
    sa.Column('colour', sa.String(length=7), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('rotation IN (0, 90, 180, 270)', name=op.f('ck_picture_rotation')),
    sa.CheckConstraint('width > 0 AND height > 0 AND bytes > 0', name=op.f('ck_picture_size')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_picture'))
    )
    op.create_index('ix_picture_about', 'picture', ['about_kind', 'about_id'], unique=False)
    op.create_index(op.f('ix_picture_sha256'), 'picture', ['sha256'], unique=False)
    op.create_table('picture_derivative',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('picture_id', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('format', sa.String(length=20), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('bytes', sa.Integer(), nullable=False),
    sa.Column('private_name', sa.String(length=40), nullable=False),
    sa.Column('public_name', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['picture_id'], ['picture.id'], name=op.f('fk_picture_derivative_picture_id_picture')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_picture_derivative')),
    sa.UniqueConstraint('private_name', name=op.f('uq_picture_derivative_private_name'))
    )
    op.create_index(op.f('ix_picture_derivative_picture_id'), 'picture_derivative', ['picture_id'], unique=False)
    op.create_index(op.f('ix_picture_derivative_public_name'), 'picture_derivative', ['public_name'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_picture_derivative_public_name'), table_name='picture_derivative')
    op.drop_index(op.f('ix_picture_derivative_picture_id'), table_name='picture_derivative')
    op.drop_table('picture_derivative')
    op.drop_index(op.f('ix_picture_sha256'), table_name='picture')
    op.drop_index('ix_picture_about', table_name='picture')
    op.drop_table('picture')
