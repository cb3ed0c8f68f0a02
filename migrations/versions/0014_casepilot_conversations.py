"""CasePilot's conversations and their questions."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('casepilot_conversations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('guest_id', sa.String(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('about', sa.String(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(user_id IS NULL) <> (guest_id IS NULL)', name=op.f('ck_casepilot_conversations_one_owner')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_casepilot_conversations_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_casepilot_conversations')),
    sa.UniqueConstraint('public_id', name=op.f('uq_casepilot_conversations_public_id'))
    )
    with op.batch_alter_table('casepilot_conversations', schema=None) as batch_op:
        batch_op.create_index('ix_casepilot_conversations_user', ['user_id', 'asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_casepilot_conversations_guest_id'), ['guest_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_casepilot_conversations_asked_at'), ['asked_at'], unique=False)
    op.create_table('casepilot_questions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stop_after', sa.Integer(), nullable=True),
    sa.Column('answer', sa.JSON(), nullable=True),
    sa.Column('searchable', sa.String(), nullable=False),
    sa.Column('rating', sa.String(40), nullable=True),
    sa.Column('rating_reason', sa.String(), nullable=False),
    sa.Column('share_token', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['casepilot_conversations.id'], name=op.f('fk_casepilot_questions_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_casepilot_questions')),
    sa.UniqueConstraint('key', name=op.f('uq_casepilot_questions_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_casepilot_questions_public_id')),
    sa.UniqueConstraint('share_token', name=op.f('uq_casepilot_questions_share_token'))
    )
    with op.batch_alter_table('casepilot_questions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_casepilot_questions_conversation_id'), ['conversation_id'], unique=False)


def downgrade() -> None:
    op.drop_table('casepilot_questions')
    op.drop_table('casepilot_conversations')
