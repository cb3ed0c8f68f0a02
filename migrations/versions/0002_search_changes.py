"""Which postings changed, for the search index to follow."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'search_changes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('posting_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_search_changes')))
    op.create_index(op.f('ix_search_changes_at'), 'search_changes', ['at'])


def downgrade() -> None:
    op.drop_index(op.f('ix_search_changes_at'), table_name='search_changes')
    op.drop_table('search_changes')
