"""What the gazetteer knows."""

import pytest

from careercenter.places import STATES, distance_miles, find_city, find_zip, list_cities, state_choices, state_name


class TestFindZip:
    @pytest.mark.parametrize("typed", ["78701", " 78701 ", "78701-1234"])
    def test_knows_five_digits_and_zip_plus_four(self, typed):
        place = find_zip(typed)
        assert place is not None and place.label == "Austin, TX"

    @pytest.mark.parametrize("typed", ["", "00000", "abcde", "787", "７８７０１"])
    def test_knows_nothing_else(self, typed):
        assert find_zip(typed) is None

    def test_every_place_lies_in_a_state_that_has_a_name(self):
        from careercenter.places.gazetteer import _by_zip

        assert {place.state for place in _by_zip().values()} - set(STATES) <= {"FM", "MH", "PW"}


class TestFindCity:
    def test_by_name_in_its_state_whatever_the_case_and_spaces(self):
        place = find_city("  san   ANTONIO", "tx")
        assert place is not None and place.city == "San Antonio"

    def test_not_in_another_state(self):
        assert find_city("San Antonio", "VT") is None


class TestListCities:
    def test_the_larger_come_first(self):
        assert list_cities("Hous")[0].label == "Houston, TX"

    def test_nothing_typed_lists_nothing(self):
        assert list_cities("  ") == []


def test_miles_are_those_of_the_great_circle():
    austin, dallas = find_zip("78701"), find_zip("75201")
    assert austin and dallas
    assert 175 < distance_miles(austin, dallas) < 190
    assert distance_miles(austin, austin) == 0
    assert distance_miles(austin, dallas) == pytest.approx(distance_miles(dallas, austin))


def test_states_have_names_and_unknown_codes_stay():
    assert state_name("TX") == "Texas" and state_name("ZZ") == "ZZ"
    assert ("DC", "District of Columbia") in state_choices() and len(STATES) == 56
