"""Further states in which a candidate would work on site, or to which she would move."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('candidate_profiles', schema=None) as batch_op:
        batch_op.add_column(sa.Column('work_states', sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    with op.batch_alter_table('candidate_profiles', schema=None) as batch_op:
        batch_op.alter_column('work_states', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('candidate_profiles', schema=None) as batch_op:
        batch_op.drop_column('work_states')
