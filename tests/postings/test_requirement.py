"""What a posting asks for, as real postings state it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.credentials.catalogue import catalogue
from careercenter.postings.requirement import Group, Match, Requirement, Status, match

CODES = sorted(catalogue())
ON = date(2026, 3, 1)

codes = st.lists(st.sampled_from(CODES), max_size=4).map(tuple)
groups = st.builds(Group, codes, st.booleans())
requirements = st.builds(
    Requirement, st.lists(groups, max_size=4).map(tuple), apprentices_welcome=st.booleans(),
    in_progress_months=st.none() | st.integers(1, 36), equivalents_considered=st.booleans(), preferred=codes)
held = st.frozensets(st.sampled_from(CODES), max_size=6)
coming = st.dictionaries(st.sampled_from(CODES), st.dates(date(2026, 1, 1), date(2030, 1, 1)), max_size=3)

WASHINGTON = Requirement((Group(("RHIT",)), Group(("CCS", "CIC"))), preferred=("RHIA",))


class TestSentence:
    @pytest.mark.parametrize(("requirement", "sentence"), [
        (Requirement(), "No credential required."),
        (WASHINGTON, "RHIT, and either CCS or CIC. RHIA preferred."),
        (Requirement((Group(any_credential=True),)), "Any coding credential."),
        (Requirement((Group(("CPC", "CCS")),), equivalents_considered=True), "CPC or CCS, or an equivalent."),
        (Requirement((Group(("CPC",)),), apprentices_welcome=True), "CPC. Apprentices (CPC-A) are welcome."),
        (Requirement((Group(("CCS",)),), in_progress_months=6),
         "CCS. In progress counts, if earned within 6 months."),
        (Requirement((Group(("CPC", "COC", "CIC")), Group(("CPMA",)))), "One of CPC, COC or CIC, and CPMA."),
    ])
    def test_reads_as_the_employer_would_say_it(self, requirement, sentence):
        assert requirement.sentence() == sentence

    @given(requirements)
    def test_names_every_code(self, requirement):
        for code in (*requirement.codes, *requirement.preferred):
            assert code in requirement.sentence()

    @given(requirements)
    def test_and_json_keep_all_of_it(self, requirement):
        assert Requirement.from_json(requirement.as_json()) == requirement


class TestMatch:
    def test_a_conjunction_of_alternatives_wants_one_of_each(self):
        assert match(WASHINGTON, {"RHIT", "CIC"}).is_met
        assert match(WASHINGTON, {"CCS", "CIC"}).distance == 1
        assert match(WASHINGTON, set()).distance == 2
        assert not match(WASHINGTON, {"RHIA", "CCS"}).is_met, "an RHIA is no RHIT"
        assert match(WASHINGTON, {"RHIA"}).preferred_met == 1

    def test_tells_item_by_item_what_meets_it(self):
        found = match(WASHINGTON, {"CIC"})
        assert [item.text for item in found.items] == ["RHIT: missing", "CCS or CIC: met by CIC"]

    def test_through_what_a_credential_implies(self):
        assert match(Requirement((Group(("CPC-A",)),)), {"CPC"}).is_met
        assert match(Requirement((Group(("CCA",)),)), {"CCS"}).items[0].by == "CCS"

    def test_an_apprentice_counts_only_where_apprentices_are_welcome(self):
        strict, kind = Requirement((Group(("CPC",)),)), Requirement((Group(("CPC",)),), apprentices_welcome=True)
        assert not match(strict, {"CPC-A"}).is_met
        assert match(kind, {"CPC-A"}).is_met
        assert not match(kind, {"COC-A"}).is_met, "of another credential"

    def test_any_credential_is_any_of_the_catalogue(self):
        anything = Requirement((Group(any_credential=True),))
        assert match(anything, {"CRC"}).is_met
        assert not match(anything, {"CPC-A"}).is_met
        assert match(anything, set()).distance == 1

    def test_one_in_progress_counts_if_it_comes_in_time(self):
        requirement = Requirement((Group(("CCS",)),), in_progress_months=6)
        assert match(requirement, (), {"CCS": date(2026, 9, 1)}, on=ON).items[0].status is Status.IN_PROGRESS
        late = match(requirement, (), {"CCS": date(2026, 9, 2)}, on=ON)
        assert not late.is_met and late.items[0].expected_on == date(2026, 9, 2)
        assert not match(Requirement((Group(("CCS",)),)), (), {"CCS": date(2026, 3, 2)}, on=ON).is_met

    def test_one_credential_may_close_two_gaps(self):
        requirement = Requirement((Group(("CCS", "CPC")), Group(("CCS", "RHIT"))))
        assert match(requirement, set()).distance == 1

    @given(held)
    def test_everybody_meets_the_empty_requirement(self, codes):
        found = match(Requirement(), codes)
        assert found.is_met and found.distance == 0

    @given(requirements, held, held, coming)
    def test_more_credentials_never_worsen_it(self, requirement, some, more, on_the_way):
        before: Match = match(requirement, some, on_the_way, on=ON)
        after: Match = match(requirement, some | more, on_the_way, on=ON)
        assert after.distance <= before.distance
        assert after.preferred_met >= before.preferred_met
        for old, new in zip(before.items, after.items, strict=True):
            assert new.is_met or not old.is_met

    @given(requirements, held, coming)
    def test_it_is_met_if_nothing_is_missing(self, requirement, some, on_the_way):
        found = match(requirement, some, on_the_way, on=ON)
        assert found.is_met == (found.distance == 0)

    @given(requirements)
    def test_whoever_holds_all_that_is_named_meets_it(self, requirement):
        assert match(requirement, {*requirement.codes, "CPC"}).is_met
