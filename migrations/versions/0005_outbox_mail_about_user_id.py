"""Whom a mail is about, so that it is emptied with her account wherever it went."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('outbox_mails', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about_user_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_outbox_mails_about_user_id'), 'users', ['about_user_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_outbox_mails_about_user_id'), ['about_user_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('outbox_mails', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_mails_about_user_id'))
        batch_op.drop_constraint(batch_op.f('fk_outbox_mails_about_user_id'), type_='foreignkey')
        batch_op.drop_column('about_user_id')
