"""Live jobs as rows to be searched, for the index in PostgreSQL. On SQLite they stay empty."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

TEXTS = postgresql.ARRAY(sa.Text()).with_variant(sa.JSON(), 'sqlite')
NUMBERS = postgresql.JSONB().with_variant(sa.JSON(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'search_documents',
        sa.Column('posting_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('employer_id', sa.Integer(), nullable=False),
        sa.Column('is_featured', sa.Boolean(), nullable=False),
        sa.Column('live_at', sa.Float(), nullable=False),
        sa.Column('ends_at', sa.Float(), nullable=False),
        sa.Column('tokens', TEXTS, nullable=False),
        sa.Column('facts', TEXTS, nullable=False),
        sa.Column('places', sa.Text(), nullable=False),
        sa.Column('terms', TEXTS, nullable=False),
        sa.Column('weights', NUMBERS, nullable=False),
        sa.Column('requirement', sa.Text(), nullable=False),
        sa.Column('yearly_pay', sa.BigInteger(), nullable=True),
        sa.Column('piece_unit', sa.String(), nullable=True),
        sa.Column('piece_pay', sa.BigInteger(), nullable=True),
        sa.Column('latitude', sa.Float(), nullable=True),
        sa.Column('longitude', sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint('posting_id', name=op.f('pk_search_documents')))
    op.create_index('ix_search_documents_tokens', 'search_documents', ['tokens'], postgresql_using='gin')
    op.create_index('ix_search_documents_terms', 'search_documents', ['terms'], postgresql_using='gin')
    op.create_index(op.f('ix_search_documents_requirement'), 'search_documents', ['requirement'])
    op.create_table(
        'search_progress',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('through', sa.Integer(), nullable=False),
        sa.Column('beyond', sa.JSON(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_search_progress')))


def downgrade() -> None:
    op.drop_table('search_progress')
    for name in ('requirement', 'terms', 'tokens'):
        op.drop_index(op.f(f'ix_search_documents_{name}'), table_name='search_documents')
    op.drop_table('search_documents')
