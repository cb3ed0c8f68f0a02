"""Proving a domain, by mail and by DNS."""

import re
from datetime import timedelta

import pytest
import time_machine

from careercenter.core import AlreadyDone, Forbidden, NotPossible, db, now
from careercenter.employers import domains, queries
from careercenter.employers.domains import (
    MOST_CODES,
    MOST_TRIES,
    DomainTaken,
    NotFoundInDns,
    WrongAddress,
    WrongCode,
)
from careercenter.employers.models import DomainProof, Employer, MemberRole
from careercenter.employers.resolvers import ResolverDown
from careercenter.employers.tasks import check_waiting_domains
from tests.cast import make_employer, make_member
from tests.employers.conftest import audited, mails


def code_in_last_mail() -> str:
    found = re.search(r"\d{4} \d{4}", mails("employer_domain_code")[-1].text)
    assert found
    return found[0]


@pytest.fixture
def boss(clinic):
    """The owner of an employer without a proven domain."""
    return make_member(clinic, MemberRole.OWNER, "Bo Boss")


@pytest.fixture
def claimed(clinic, boss) -> Employer:
    """An employer that claimed lakeside.org."""
    domains.claim(clinic, "https://www.Lakeside.org/about", by=boss)
    return clinic


def the_record(employer) -> str:
    check = queries.find_domain_check(employer.id)
    assert check is not None
    return domains.record_text(check)


class TestClaim:
    def test_keeps_the_domain_unproven(self, claimed):
        assert (claimed.domain, claimed.is_verified) == ("lakeside.org", False)
        assert audited(claimed) == ["domain_claimed"]

    def test_of_another_domain_ends_the_verification(self, hospital, owner):
        domains.claim(hospital, "mercy.org", by=owner)

        assert (hospital.domain, hospital.is_verified, hospital.domain_proof) == ("mercy.org", False, None)

    def test_of_the_same_domain_changes_nothing(self, hospital, owner):
        domains.claim(hospital, hospital.domain, by=owner)
        assert hospital.is_verified and not audited(hospital)

    def test_gives_a_new_record_for_a_new_domain(self, claimed, boss):
        before = the_record(claimed)
        domains.claim(claimed, "lakeside.net", by=boss)
        assert the_record(claimed) != before

    def test_of_anothers_proven_domain_says_what_to_do(self, clinic, boss, hospital):
        with pytest.raises(DomainTaken, match="ask a colleague there to invite you"):
            domains.claim(clinic, hospital.domain, by=boss)
        assert clinic.domain is None

    @pytest.mark.parametrize("who", ["stranger", "viewer", "finance", "moderator", "admin"])
    def test_is_for_owners_and_recruiters(self, hospital, who, request):
        with pytest.raises(Forbidden):
            domains.claim(hospital, "mercy.org", by=request.getfixturevalue(who))


class TestByMail:
    def test_the_code_proves_the_domain(self, claimed, boss):
        domains.mail_code(claimed, "Bo@lakeside.org", by=boss)
        [mail] = mails("employer_domain_code")
        assert mail.to == "bo@lakeside.org"
        domains.confirm_code(claimed, code_in_last_mail(), by=boss)

        assert claimed.is_verified and claimed.domain_proof is DomainProof.EMAIL
        assert audited(claimed) == ["domain_claimed", "domain_code_sent", "domain_verified"]
        assert queries.find_domain_check(claimed.id) is None

    @pytest.mark.parametrize("address", [
        "bo@gmail.com", "bo@notlakeside.org", "bo@mail.lakeside.org", "bo@lakeside.org.evil.com"])
    def test_an_address_elsewhere_gets_none(self, claimed, boss, address):
        with pytest.raises(WrongAddress, match=r"ends with @lakeside\.org"):
            domains.mail_code(claimed, address, by=boss)
        assert not mails("employer_domain_code")

    def test_guessing_ends_after_a_few_tries(self, claimed, boss):
        domains.mail_code(claimed, "bo@lakeside.org", by=boss)
        right = code_in_last_mail()
        for _ in range(MOST_TRIES):
            with pytest.raises(WrongCode):
                domains.confirm_code(claimed, "0000 0000" if right != "0000 0000" else "1", by=boss)
        with pytest.raises(WrongCode, match="no longer counts"):
            domains.confirm_code(claimed, right, by=boss)
        assert not claimed.is_verified

    def test_an_old_code_counts_no_more(self, claimed, boss):
        domains.mail_code(claimed, "bo@lakeside.org", by=boss)
        with time_machine.travel(now() + timedelta(hours=1)), pytest.raises(WrongCode, match="new one"):
            domains.confirm_code(claimed, code_in_last_mail(), by=boss)

    def test_only_the_last_code_counts(self, claimed, boss):
        domains.mail_code(claimed, "bo@lakeside.org", by=boss)
        first = code_in_last_mail()
        domains.mail_code(claimed, "bo@lakeside.org", by=boss)
        with pytest.raises(WrongCode):
            domains.confirm_code(claimed, first, by=boss)

    def test_a_code_for_one_domain_proves_no_other(self, claimed, boss):
        domains.mail_code(claimed, "bo@lakeside.org", by=boss)
        domains.claim(claimed, "mayo.example", by=boss)
        with pytest.raises(WrongCode):
            domains.confirm_code(claimed, code_in_last_mail(), by=boss)

    def test_no_code_was_sent_none_counts(self, claimed, boss):
        with pytest.raises(WrongCode):
            domains.confirm_code(claimed, "", by=boss)

    def test_codes_are_not_sent_without_end(self, claimed, boss):
        for _ in range(MOST_CODES):
            domains.mail_code(claimed, "bo@lakeside.org", by=boss)
        with pytest.raises(NotPossible, match="DNS record instead"):
            domains.mail_code(claimed, "bo@lakeside.org", by=boss)

    def test_a_second_confirmation_changes_nothing(self, claimed, boss):
        domains.mail_code(claimed, "bo@lakeside.org", by=boss)
        domains.confirm_code(claimed, code_in_last_mail(), by=boss)
        with pytest.raises(AlreadyDone):
            domains.confirm_code(claimed, code_in_last_mail(), by=boss)

    def test_of_two_employers_the_first_has_the_domain(self, claimed, boss):
        rival = make_employer("Rival", domain=None, domain_verified_at=None)
        rival_boss = make_member(rival, MemberRole.OWNER, "Rita")
        domains.claim(rival, "lakeside.org", by=rival_boss)
        domains.mail_code(rival, "rita@lakeside.org", by=rival_boss)
        rivals_code = code_in_last_mail()
        domains.mail_code(claimed, "bo@lakeside.org", by=boss)
        domains.confirm_code(claimed, code_in_last_mail(), by=boss)

        with pytest.raises(DomainTaken, match="verified for Lakeside Clinic"):
            domains.confirm_code(rival, rivals_code, by=rival_boss)
        assert not rival.is_verified


class TestByDns:
    def test_the_record_proves_the_domain(self, claimed, boss, zone):
        zone("lakeside.org v=spf1 -all", f"lakeside.org {the_record(claimed)}")
        domains.check_dns(claimed, by=boss)

        assert claimed.is_verified and claimed.domain_proof is DomainProof.DNS
        assert not mails("employer_domain_verified")  # she is looking at it

    def test_anothers_record_does_not(self, claimed, boss, zone, hospital, owner):
        zone("lakeside.org careercenter-verify=guess", f"mercy.org {the_record(claimed)}")
        with pytest.raises(NotFoundInDns, match="look again every 15 minutes"):
            domains.check_dns(claimed, by=boss)
        assert not claimed.is_verified

    def test_the_schedule_looks_again_and_writes(self, claimed, boss, zone):
        with pytest.raises(NotFoundInDns):
            domains.check_dns(claimed, by=boss)
        zone(f"lakeside.org {the_record(claimed)}")
        check_waiting_domains()
        assert not claimed.is_verified  # not yet due

        with time_machine.travel(now() + timedelta(minutes=20)):
            check_waiting_domains()
            check_waiting_domains()
        assert claimed.is_verified
        assert [mail.to for mail in mails("employer_domain_verified")] == [boss.email]

    def test_the_schedule_leaves_alone_who_did_not_ask(self, claimed, zone):
        zone(f"lakeside.org {the_record(claimed)}")
        with time_machine.travel(now() + timedelta(days=1)):
            check_waiting_domains()
        assert not claimed.is_verified

    def test_the_schedule_gives_up_after_two_weeks(self, claimed, boss):
        with pytest.raises(NotFoundInDns):
            domains.check_dns(claimed, by=boss)
        with time_machine.travel(now() + timedelta(days=14, minutes=1)):
            check_waiting_domains()
            assert queries.find_domain_check(claimed.id).next_look_up_at is None

    def test_the_schedule_bears_a_domain_that_another_proved(self, claimed, boss, zone):
        with pytest.raises(NotFoundInDns):
            domains.check_dns(claimed, by=boss)
        zone(f"lakeside.org {the_record(claimed)}")
        make_employer("Rival", domain="lakeside.org")
        with time_machine.travel(now() + timedelta(hours=1)):
            check_waiting_domains()
        assert not claimed.is_verified
        assert queries.find_domain_check(claimed.id).next_look_up_at is None

    def test_a_dead_name_server_delays_and_breaks_nothing(self, app, claimed, boss, monkeypatch):
        class Dead:
            def list_txt(self, domain: str) -> list[str]:
                raise ResolverDown("timeout")

        monkeypatch.setitem(app.extensions, "resolver", Dead())
        with pytest.raises(NotFoundInDns):
            domains.check_dns(claimed, by=boss)
        with time_machine.travel(now() + timedelta(hours=1)):
            check_waiting_domains()
            assert queries.find_domain_check(claimed.id).next_look_up_at > now()


class TestWithdraw:
    def test_lets_the_real_owner_prove_it(self, hospital, moderator, clinic, boss):
        domain = hospital.domain
        domains.withdraw(hospital, by=moderator, reason="not theirs")
        domains.claim(clinic, domain, by=boss)
        assert clinic.domain == domain and not hospital.is_verified

    def test_is_for_staff(self, hospital, owner):
        with pytest.raises(Forbidden):
            domains.withdraw(hospital, by=owner, reason="")
        assert hospital.is_verified


class TestPages:
    def test_an_owner_proves_the_domain_by_mail(self, visit, clinic, boss):
        page = visit(f"/employers/{clinic.id}", as_=boss).follow("Prove your domain")
        page = page.press("Go on", domain="www.lakeside.org")
        page = page.press("Send the code", email="bo@lakeside.org")
        assert "We have sent a code to bo@lakeside.org" in page.text
        page = page.press("Verify with the code", code=code_in_last_mail())
        assert "lakeside.org is verified" in page.text
        assert "receives mail at lakeside.org" in visit(f"/companies/{clinic.slug}").text

    def test_an_owner_proves_the_domain_by_dns(self, visit, claimed, boss, zone):
        page = visit(f"/employers/{claimed.id}/domain", as_=boss)
        assert the_record(claimed) in page.text
        page = page.press("Check now")
        assert "The record isn't at lakeside.org yet" in page.text and "look again by ourselves" in page.text
        zone(f"lakeside.org {the_record(claimed)}")
        page = page.press("Check now")
        assert "lakeside.org is verified" in page.text
        assert "it controls lakeside.org" in visit(f"/companies/{claimed.slug}").text

    def test_a_wrong_code_says_so(self, visit, claimed, boss):
        domains.mail_code(claimed, "bo@lakeside.org", by=boss)
        page = visit(f"/employers/{claimed.id}/domain", as_=boss).press("Verify with the code", code="1")
        assert page.status == 422 and "not the code that we mailed" in page.text

    def test_a_free_mail_domain_is_refused_with_the_reason(self, visit, clinic, boss):
        page = visit(f"/employers/{clinic.id}/domain", as_=boss).press("Go on", domain="gmail.com")
        assert page.status == 422 and "Anybody can get an address at gmail.com" in page.text
        assert page.soup.find("input", {"name": "domain"})["value"] == "gmail.com"

    def test_an_address_elsewhere_is_refused(self, visit, claimed, boss):
        page = visit(f"/employers/{claimed.id}/domain", as_=boss).press("Send the code", email="bo@gmail.com")
        assert page.status == 422 and "ends with @lakeside.org" in page.text

    def test_changing_a_proven_domain_is_warned_of(self, visit, hospital, owner):
        page = visit(f"/employers/{hospital.id}/domain", as_=owner)
        assert "the verification ends" in page.text
        page = page.press("Change the domain", domain="mercy.org")
        assert "Prove that mercy.org is yours" in page.text

    def test_the_websites_domain_is_suggested(self, visit, clinic, boss):
        clinic.website = "https://www.lakeside.org/jobs"
        db.session.commit()
        page = visit(f"/employers/{clinic.id}/domain", as_=boss)
        assert page.soup.find("input", {"name": "domain"})["value"] == "lakeside.org"

    def test_codes_are_rationed_by_person(self, visit, claimed, boss):
        for _ in range(10):
            visit.post(f"/employers/{claimed.id}/domain/mail", {"email": "bo@lakeside.org"}, as_=boss)
        page = visit.post(f"/employers/{claimed.id}/domain/mail", {"email": "bo@lakeside.org"}, as_=boss)
        assert page.status == 429 and len(mails("employer_domain_code")) == 10
