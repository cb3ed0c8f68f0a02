"""A membership knows what is to the member's credit at the gateway."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('credit', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.alter_column('credit', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.drop_column('credit')
