"""The meter: allowances, grants, what was opened, and what networks open in a day."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('meter_network_days',
    sa.Column('network', sa.LargeBinary(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('views', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('network', name=op.f('pk_meter_network_days'))
    )
    with op.batch_alter_table('meter_network_days', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meter_network_days_day'), ['day'], unique=False)

    op.create_table('meter_allowances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meter', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('guest_id', sa.String(), nullable=True),
    sa.Column('granted', sa.Integer(), nullable=False),
    sa.Column('used', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(user_id IS NULL) <> (guest_id IS NULL)', name=op.f('ck_meter_allowances_one_owner')),
    sa.CheckConstraint('used BETWEEN 0 AND granted', name=op.f('ck_meter_allowances_never_negative')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_meter_allowances_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meter_allowances')),
    sa.UniqueConstraint('guest_id', 'meter', name=op.f('uq_meter_allowances_guest_id_meter')),
    sa.UniqueConstraint('user_id', 'meter', name=op.f('uq_meter_allowances_user_id_meter'))
    )
    with op.batch_alter_table('meter_allowances', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meter_allowances_created_at'), ['created_at'], unique=False)

    op.create_table('meter_grants',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('allowance_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(amount IS NULL) = (kind = 'membership')", name=op.f('ck_meter_grants_unlimited_is_membership')),
    sa.CheckConstraint('amount IS NULL OR (starts_at IS NULL AND ends_at IS NULL)', name=op.f('ck_meter_grants_period_is_unlimited')),
    sa.ForeignKeyConstraint(['allowance_id'], ['meter_allowances.id'], name=op.f('fk_meter_grants_allowance_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meter_grants')),
    sa.UniqueConstraint('key', name=op.f('uq_meter_grants_key'))
    )
    with op.batch_alter_table('meter_grants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meter_grants_allowance_id'), ['allowance_id'], unique=False)

    op.create_table('meter_views',
    sa.Column('allowance_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('charge', sa.String(40), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('came_along_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['allowance_id'], ['meter_allowances.id'], name=op.f('fk_meter_views_allowance_id')),
    sa.PrimaryKeyConstraint('allowance_id', 'subject', name=op.f('pk_meter_views'))
    )
    with op.batch_alter_table('meter_views', schema=None) as batch_op:
        batch_op.create_index('ix_meter_views_opened_at', ['allowance_id', 'opened_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('meter_views', schema=None) as batch_op:
        batch_op.drop_index('ix_meter_views_opened_at')

    op.drop_table('meter_views')
    with op.batch_alter_table('meter_grants', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meter_grants_allowance_id'))

    op.drop_table('meter_grants')
    with op.batch_alter_table('meter_allowances', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meter_allowances_created_at'))

    op.drop_table('meter_allowances')
    with op.batch_alter_table('meter_network_days', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meter_network_days_day'))

    op.drop_table('meter_network_days')
