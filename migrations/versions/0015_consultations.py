"""Questions to our consultants: mails that came in, conversations, and answers for everybody."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('consultations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('wants_person', sa.Boolean(), nullable=False),
    sa.Column('consultant_id', sa.Integer(), nullable=True),
    sa.Column('follow_ups', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('draft', sa.String(), nullable=False),
    sa.Column('sources', sa.JSON(), nullable=False),
    sa.Column('confidence', sa.Double(), nullable=True),
    sa.Column('notice', sa.String(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_error', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['consultant_id'], ['users.id'], name=op.f('fk_consultations_consultant_id')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_consultations_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultations')),
    sa.UniqueConstraint('public_id', name=op.f('uq_consultations_public_id')),
    sa.UniqueConstraint('token', name=op.f('uq_consultations_token'))
    )
    with op.batch_alter_table('consultations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consultations_consultant_id'), ['consultant_id'], unique=False)
        batch_op.create_index('ix_consultations_drafting', ['state', 'next_try_at'], unique=False)
        batch_op.create_index('ix_consultations_due', ['state', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_consultations_user_id'), ['user_id'], unique=False)

    op.create_table('inbound_mails',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('via', sa.String(), nullable=False),
    sa.Column('sender', sa.String(), nullable=False),
    sa.Column('message_id', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('tokens', sa.JSON(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('removed', sa.JSON(), nullable=False),
    sa.Column('automatic', sa.String(), nullable=False),
    sa.Column('is_too_large', sa.Boolean(), nullable=False),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('fate', sa.String(40), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_error', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_inbound_mails_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbound_mails')),
    sa.UniqueConstraint('key', name=op.f('uq_inbound_mails_key'))
    )
    with op.batch_alter_table('inbound_mails', schema=None) as batch_op:
        batch_op.create_index('ix_inbound_mails_due', ['fate', 'next_try_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbound_mails_received_at'), ['received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbound_mails_user_id'), ['user_id'], unique=False)

    op.create_table('consultation_messages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('voice', sa.String(40), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('removed', sa.JSON(), nullable=False),
    sa.Column('sources', sa.JSON(), nullable=False),
    sa.Column('asks_back', sa.Boolean(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('helped', sa.Boolean(), nullable=True),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_consultation_messages_author_id')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultations.id'], name=op.f('fk_consultation_messages_consultation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_messages')),
    sa.UniqueConstraint('key', name=op.f('uq_consultation_messages_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_consultation_messages_public_id'))
    )
    with op.batch_alter_table('consultation_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consultation_messages_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consultation_messages_consultation_id'), ['consultation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consultation_messages_message_id'), ['message_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consultation_messages_said_at'), ['said_at'], unique=False)

    op.create_table('public_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('sources', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('editor_id', sa.Integer(), nullable=True),
    sa.Column('reviewer_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['editor_id'], ['users.id'], name=op.f('fk_public_answers_editor_id')),
    sa.ForeignKeyConstraint(['message_id'], ['consultation_messages.id'], name=op.f('fk_public_answers_message_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['users.id'], name=op.f('fk_public_answers_reviewer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_answers')),
    sa.UniqueConstraint('message_id', name=op.f('uq_public_answers_message_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_public_answers_public_id'))
    )
    op.create_table('public_answer_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_answer_id', sa.Integer(), nullable=False),
    sa.Column('code_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['code_id'], ['codes.id'], name=op.f('fk_public_answer_codes_code_id')),
    sa.ForeignKeyConstraint(['public_answer_id'], ['public_answers.id'], name=op.f('fk_public_answer_codes_public_answer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_answer_codes')),
    sa.UniqueConstraint('public_answer_id', 'code_id', name=op.f('uq_public_answer_codes_public_answer_id_code_id'))
    )
    with op.batch_alter_table('public_answer_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_public_answer_codes_code_id'), ['code_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('public_answer_codes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_public_answer_codes_code_id'))

    op.drop_table('public_answer_codes')
    op.drop_table('public_answers')
    with op.batch_alter_table('consultation_messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consultation_messages_said_at'))
        batch_op.drop_index(batch_op.f('ix_consultation_messages_message_id'))
        batch_op.drop_index(batch_op.f('ix_consultation_messages_consultation_id'))
        batch_op.drop_index(batch_op.f('ix_consultation_messages_author_id'))

    op.drop_table('consultation_messages')
    with op.batch_alter_table('inbound_mails', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbound_mails_user_id'))
        batch_op.drop_index(batch_op.f('ix_inbound_mails_received_at'))
        batch_op.drop_index('ix_inbound_mails_due')

    op.drop_table('inbound_mails')
    with op.batch_alter_table('consultations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consultations_user_id'))
        batch_op.drop_index('ix_consultations_due')
        batch_op.drop_index('ix_consultations_drafting')
        batch_op.drop_index(batch_op.f('ix_consultations_consultant_id'))

    op.drop_table('consultations')
