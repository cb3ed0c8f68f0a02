"""Writing about a code, with a second person's review."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careercenter.codes import queries as codes
from careercenter.codes.editorial import queries, seeding, writing
from careercenter.codes.editorial.models import OPEN, PlainWords, RevisionState
from careercenter.codes.models import CodeSystem
from careercenter.core import AuditEntry, DomainError, Forbidden, NotPossible, db


@pytest.fixture
def draft(code, author):
    return writing.write(code, "Sugar.", "- A tip", by=author)


@pytest.fixture
def waiting(draft, author):
    writing.submit(draft, by=author)
    return draft


class TestWriting:
    def test_begins_a_draft_that_nobody_else_reads(self, draft, code):
        assert draft.state is RevisionState.DRAFT
        assert queries.find_published(code.id) is None

    def test_goes_on_at_the_draft_that_is_open(self, draft, code, author):
        again = writing.write(code, "Sugar in the blood.", by=author, seen=writing.stamp(draft))
        assert (again.id, again.description, again.tips) == (draft.id, "Sugar in the blood.", "")

    def test_over_what_somebody_else_wrote_meanwhile_is_refused(self, draft, code, author, reviewer):
        seen = writing.stamp(draft)
        writing.write(code, "Mine.", by=reviewer, seen=seen)
        with pytest.raises(NotPossible, match="meanwhile"):
            writing.write(code, "Mine too.", by=author, seen=seen)
        assert queries.find_open(code.id).description == "Mine."

    def test_is_not_for_coders_or_moderators(self, code, coder, moderator):
        for person in (coder, moderator):
            with pytest.raises(Forbidden):
                writing.write(code, "Me too.", by=person)
        assert queries.find_open(code.id) is None

    def test_waits_while_it_is_reviewed(self, waiting, code, author):
        with pytest.raises(NotPossible, match="waits for review"):
            writing.write(code, "One more thing.", by=author, seen=writing.stamp(waiting))
        writing.take_back(waiting, by=author)
        writing.write(code, "One more thing.", by=author, seen=writing.stamp(waiting))
        assert waiting.description == "One more thing."


class TestReview:
    def test_by_a_second_person_publishes(self, waiting, code, reviewer):
        writing.approve(waiting, by=reviewer)
        assert queries.find_published(code.id).description == "Sugar."

    def test_by_the_author_is_refused(self, waiting, author, admin):
        with pytest.raises(Forbidden, match="Somebody else"):
            writing.approve(waiting, by=author)
        assert waiting.state is RevisionState.IN_REVIEW

    def test_of_a_draft_is_refused(self, draft, reviewer):
        with pytest.raises(NotPossible):
            writing.approve(draft, by=reviewer)

    def test_may_return_it_with_what_to_change(self, waiting, code, author, reviewer):
        writing.send_back(waiting, "Say what it isn't.", by=reviewer)
        assert (waiting.state, waiting.reason) == (RevisionState.RETURNED, "Say what it isn't.")

        draft = writing.write(code, "Sugar, and nothing else.", by=author, seen=writing.stamp(waiting))
        assert draft.state is RevisionState.DRAFT
        assert [(one.words.description, one.words.reason) for one in queries.list_revisions(code.id)] == [
            ("Sugar, and nothing else.", ""), ("Sugar.", "Say what it isn't.")]

    def test_of_a_later_text_replaces_the_one_before_and_keeps_it(self, waiting, code, author, reviewer):
        writing.approve(waiting, by=reviewer)
        later = writing.write(code, "Better.", by=author)
        writing.submit(later, by=author)
        writing.approve(later, by=reviewer)

        assert queries.find_published(code.id).description == "Better."
        assert [revision.words.state for revision in queries.list_revisions(code.id)] == [
            RevisionState.PUBLISHED, RevisionState.REPLACED]

    def test_leaves_who_did_what_in_the_audit_log(self, waiting, reviewer):
        writing.approve(waiting, by=reviewer)
        actions = [entry.action for entry in db.session.query(AuditEntry).filter_by(
            subject_type="code_plain_words").order_by(AuditEntry.id)]
        assert actions == ["write", "submit", "approve"]


class TestSeeds:
    def test_each_names_a_code_once_and_says_something(self):
        seeds = list(seeding.list_seeds())
        assert len(seeds) >= 30
        assert len({(seed.system, seed.key) for seed in seeds}) == len(seeds)
        assert all(seed.description for seed in seeds)

    def test_are_published_where_nobody_has_written(self, code, author):
        writing.write(codes.find(CodeSystem.ICD10CM, "E11.40"), "Mine.", by=author)
        assert seeding.seed() == 2  # of the excerpt: E11.9 and E11.42
        assert queries.find_published(code.id).author_id is None
        assert seeding.seed() == 0


_acts = st.lists(st.tuples(st.sampled_from(["write", "submit", "take_back", "approve", "send_back"]),
                           st.sampled_from(["author", "reviewer"])), max_size=14)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_acts)
def test_nothing_is_published_that_two_people_have_not_seen(code, author, reviewer, acts):
    db.session.query(PlainWords).delete()
    db.session.commit()
    people = {"author": author, "reviewer": reviewer}
    for act, who in acts:
        words = queries.find_open(code.id)
        try:
            if act == "write":
                writing.write(code, f"By {who}", by=people[who], seen=writing.stamp(words))
            elif words:
                further = ("reason",) if act == "send_back" else ()
                getattr(writing, act)(words, *further, by=people[who])
        except DomainError:
            pass
        rows = db.session.query(PlainWords).all()
        assert sum(row.state in OPEN for row in rows) <= 1
        assert sum(row.state is RevisionState.PUBLISHED for row in rows) <= 1
        assert all(row.reviewer_id not in (None, row.author_id)
                   for row in rows if row.state in (RevisionState.PUBLISHED, RevisionState.REPLACED))
