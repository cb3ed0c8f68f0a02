"""What the catalogue promises to requirements."""

import pytest

from careercenter.credentials.catalogue import Issued, Level, catalogue, credential_choices, get_credential, satisfies


class TestSatisfies:
    def test_a_credential_satisfies_itself_and_what_it_implies(self):
        assert satisfies("CPC") == {"CPC", "CPC-A"}
        assert satisfies("CCS") == {"CCS", "CCA"}

    def test_what_is_implied_implies_in_its_turn(self):
        assert satisfies("CPC-H") == {"CPC-H", "COC", "COC-A"}

    @pytest.mark.parametrize(("held", "asked"), [
        ("CPC-A", "CPC"), ("RHIA", "CCS"), ("RHIA", "RHIT"), ("CPC", "COC"), ("CCS", "CCS-P"), ("CCA", "CCS"),
        ("COC", "CIC"), ("CPC", "CRC")])
    def test_no_more_than_that(self, held, asked):
        assert asked not in satisfies(held)

    def test_a_code_outside_the_catalogue_satisfies_itself_alone(self):
        assert satisfies("XYZ") == {"XYZ"}

    def test_every_implied_code_exists_and_no_two_imply_each_other(self):
        for code, credential in catalogue().items():
            assert set(credential.implies) <= set(catalogue()), code
            assert not [other for other in satisfies(code) - {code} if code in satisfies(other)], code

    def test_what_stands_higher_is_never_implied_by_an_apprentice(self):
        assert [code for code, c in catalogue().items() if c.level is Level.APPRENTICE and c.implies] == []


class TestIssued:
    def test_only_a_sure_no_counts_as_no_longer_issued(self):
        assert get_credential("CPC-H").issued is Issued.NO and not get_credential("CPC-H").is_issued
        assert get_credential("CPC-P").issued is Issued.UNKNOWN and get_credential("CPC-P").is_issued

    def test_whatever_is_not_sure_says_why(self):
        assert [code for code, c in catalogue().items() if c.issued is not Issued.YES and not c.note] == []


def test_choices_name_every_credential_once_by_its_issuer():
    codes = [code for _, choices in credential_choices() for code, _ in choices]

    assert sorted(codes) == sorted(catalogue())
    assert next(issuer for issuer, _ in credential_choices()) == "AAPC"


def test_choices_of_those_still_issued_leave_out_the_retired():
    codes = [code for _, choices in credential_choices(only_issued=True) for code, _ in choices]

    assert "CPC-H" not in codes and "COC" in codes and "CPC-P" in codes
