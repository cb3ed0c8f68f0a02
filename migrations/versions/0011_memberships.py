"""Memberships: plans, subscriptions with their invoices, and those of the sandbox."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('membership_plans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('interval', sa.String(40), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('trial_days', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('amount > 0', name=op.f('ck_membership_plans_is_positive')),
    sa.CheckConstraint('trial_days >= 0', name=op.f('ck_membership_plans_trial_is_no_debt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership_plans'))
    )
    with op.batch_alter_table('membership_plans', schema=None) as batch_op:
        batch_op.create_index('uq_membership_plans_current', ['code'], unique=True, sqlite_where=sa.text('valid_until IS NULL'), postgresql_where=sa.text('valid_until IS NULL'))

    op.create_table('sandbox_subscriptions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(), nullable=False),
    sa.Column('customer_id', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('interval', sa.String(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('credit', sa.Integer(), nullable=False),
    sa.Column('card', sa.String(), nullable=False),
    sa.Column('period_start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('period_end', sa.DateTime(timezone=True), nullable=False),
    sa.Column('trial_end', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancel_at_period_end', sa.Boolean(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('portal_return_url', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['sandbox_sessions.id'], name=op.f('fk_sandbox_subscriptions_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sandbox_subscriptions')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sandbox_subscriptions_public_id')),
    sa.UniqueConstraint('session_id', name=op.f('uq_sandbox_subscriptions_session_id'))
    )
    with op.batch_alter_table('sandbox_subscriptions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sandbox_subscriptions_customer_id'), ['customer_id'], unique=False)

    op.create_table('subscriptions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('interval', sa.String(40), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('trial_days', sa.Integer(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('return_to', sa.String(), nullable=True),
    sa.Column('session_id', sa.String(), nullable=True),
    sa.Column('checkout_url', sa.String(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gateway', sa.String(), nullable=False),
    sa.Column('customer_id', sa.String(), nullable=True),
    sa.Column('gateway_id', sa.String(), nullable=True),
    sa.Column('period_start', sa.DateTime(timezone=True), nullable=True),
    sa.Column('period_end', sa.DateTime(timezone=True), nullable=True),
    sa.Column('trial_end', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancel_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('card_brand', sa.String(), nullable=True),
    sa.Column('card_last4', sa.String(), nullable=True),
    sa.Column('wanted', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('entitled_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('entitled_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('answered <= wanted', name=op.f('ck_subscriptions_answers_follow_questions')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_subscriptions_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscriptions')),
    sa.UniqueConstraint('gateway_id', name=op.f('uq_subscriptions_gateway_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_subscriptions_public_id')),
    sa.UniqueConstraint('session_id', name=op.f('uq_subscriptions_session_id'))
    )
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.create_index('ix_subscriptions_asked', ['state', 'asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscriptions_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscriptions_user_id'), ['user_id'], unique=False)
        batch_op.create_index('uq_subscriptions_one_a_person', ['user_id'], unique=True, sqlite_where=sa.text("state NOT IN ('ended', 'abandoned')"), postgresql_where=sa.text("state NOT IN ('ended', 'abandoned')"))

    op.create_table('sandbox_invoices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('due', sa.Integer(), nullable=False),
    sa.Column('paid', sa.Integer(), nullable=False),
    sa.Column('refunded', sa.Integer(), nullable=False),
    sa.Column('refund_keys', sa.JSON(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['subscription_id'], ['sandbox_subscriptions.id'], name=op.f('fk_sandbox_invoices_subscription_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sandbox_invoices')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sandbox_invoices_public_id'))
    )
    with op.batch_alter_table('sandbox_invoices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sandbox_invoices_subscription_id'), ['subscription_id'], unique=False)

    op.create_table('subscription_invoices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('gateway_id', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=True),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('paid', sa.Integer(), nullable=False),
    sa.Column('tax', sa.Integer(), nullable=False),
    sa.Column('refunded', sa.Integer(), nullable=False),
    sa.Column('lost', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('payment_intent_id', sa.String(), nullable=True),
    sa.Column('hosted_url', sa.String(), nullable=True),
    sa.Column('pdf_url', sa.String(), nullable=True),
    sa.Column('dispute_status', sa.String(), nullable=True),
    sa.CheckConstraint('refunded <= paid', name=op.f('ck_subscription_invoices_refunds_no_more_than_paid')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscriptions.id'], name=op.f('fk_subscription_invoices_subscription_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscription_invoices')),
    sa.UniqueConstraint('gateway_id', name=op.f('uq_subscription_invoices_gateway_id'))
    )
    with op.batch_alter_table('subscription_invoices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_subscription_invoices_payment_intent_id'), ['payment_intent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscription_invoices_subscription_id'), ['subscription_id'], unique=False)

    with op.batch_alter_table('sandbox_sessions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mode', sa.String(), nullable=False, server_default='payment'))
        batch_op.add_column(sa.Column('interval', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('trial_days', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('subscription_id', sa.String(), nullable=True))

    with op.batch_alter_table('sandbox_sessions', schema=None) as batch_op:
        batch_op.alter_column('mode', existing_type=sa.String(), server_default=None)
        batch_op.alter_column('trial_days', existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('sandbox_sessions', schema=None) as batch_op:
        batch_op.drop_column('subscription_id')
        batch_op.drop_column('trial_days')
        batch_op.drop_column('interval')
        batch_op.drop_column('mode')

    with op.batch_alter_table('subscription_invoices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_subscription_invoices_subscription_id'))
        batch_op.drop_index(batch_op.f('ix_subscription_invoices_payment_intent_id'))

    op.drop_table('subscription_invoices')
    with op.batch_alter_table('sandbox_invoices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sandbox_invoices_subscription_id'))

    op.drop_table('sandbox_invoices')
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.drop_index('uq_subscriptions_one_a_person', sqlite_where=sa.text("state NOT IN ('ended', 'abandoned')"), postgresql_where=sa.text("state NOT IN ('ended', 'abandoned')"))
        batch_op.drop_index(batch_op.f('ix_subscriptions_user_id'))
        batch_op.drop_index(batch_op.f('ix_subscriptions_customer_id'))
        batch_op.drop_index('ix_subscriptions_asked')

    op.drop_table('subscriptions')
    with op.batch_alter_table('sandbox_subscriptions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sandbox_subscriptions_customer_id'))

    op.drop_table('sandbox_subscriptions')
    with op.batch_alter_table('membership_plans', schema=None) as batch_op:
        batch_op.drop_index('uq_membership_plans_current', sqlite_where=sa.text('valid_until IS NULL'), postgresql_where=sa.text('valid_until IS NULL'))

    op.drop_table('membership_plans')
