"""Kept codes: a person's own list, with notes."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('kept_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('code_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['code_id'], ['codes.id'], name=op.f('fk_kept_codes_code_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_kept_codes_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_codes')),
    sa.UniqueConstraint('user_id', 'code_id', name=op.f('uq_kept_codes_user_id_code_id'))
    )
    with op.batch_alter_table('kept_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kept_codes_code_id'), ['code_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('kept_codes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kept_codes_code_id'))
    op.drop_table('kept_codes')
