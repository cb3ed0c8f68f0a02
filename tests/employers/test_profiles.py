"""Entering an employer, its profile and its logo."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from careercenter.core import Forbidden, db
from careercenter.employers import profiles, queries
from careercenter.employers.models import Employer, MemberRole
from careercenter.employers.profiles import Spot
from careercenter.files.contents import WrongFile
from careercenter.files.models import StoredFile
from tests.cast import make_user
from tests.employers.conftest import audited, profile


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 300)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


class TestCreate:
    def test_makes_the_creator_its_owner(self, stranger):
        employer = profiles.create(key="k1", by=stranger, **profile())

        assert [(own.employer.id, own.role) for own in queries.list_employers_of(stranger)] == [
            (employer.id, MemberRole.OWNER)]
        assert [spot.city for spot in queries.list_locations(employer.id)] == ["Madison"]
        assert not employer.is_verified
        assert audited(employer) == ["created"]

    def test_needs_a_verified_address(self, app):
        newcomer = make_user("Nora New", email_verified_at=None)
        with pytest.raises(Forbidden, match="Verify your e-mail"):
            profiles.create(key="k1", by=newcomer, **profile())
        assert db.session.scalar(select(func.count(Employer.id))) == 0

    def test_twice_from_one_form_makes_one(self, stranger):
        first = profiles.create(key="k1", by=stranger, **profile())
        second = profiles.create(key="k1", by=stranger, **profile())

        assert first.id == second.id

    def test_with_somebody_elses_key_is_refused(self, stranger, coder):
        profiles.create(key="k1", by=stranger, **profile())
        with pytest.raises(Forbidden):
            profiles.create(key="k1", by=coder, **profile())

    def test_of_the_same_name_gets_another_address(self, stranger, coder):
        one = profiles.create(key="k1", by=stranger, **profile())
        two = profiles.create(key="k2", by=coder, **profile())

        assert (one.slug, two.slug) == ("lakeside-clinic", "lakeside-clinic-2")


@pytest.mark.parametrize(("name", "slug"), [
    ("St. Mary's Hospital & Clinics", "st-marys-hospital-and-clinics"), ("Clínica Ávila", "clinica-avila"),
    ("1234", "company-1234"), ("東京", "company"), ("x" * 200, "x" * 60)])
def test_an_address_is_readable_and_never_a_number(name, slug):
    assert profiles.slug_of(name) == slug


class TestEdit:
    def test_changes_what_was_typed_and_keeps_the_address(self, hospital, recruiter):
        slug = hospital.slug
        profiles.edit(hospital, by=recruiter, **profile(
            name="Mercy Health", locations=[Spot("Austin", "TX", "78701"), Spot("Dallas", "TX", None)]))

        assert (hospital.name, hospital.slug) == ("Mercy Health", slug)
        assert [spot.city for spot in queries.list_locations(hospital.id)] == ["Austin", "Dallas"]
        assert audited(hospital) == ["edited"]

    def test_that_changes_nothing_leaves_no_trace(self, hospital, owner):
        same = profile(name="Mercy Hospital")
        profiles.edit(hospital, by=owner, **same)
        profiles.edit(hospital, by=owner, **same)

        assert audited(hospital) == ["edited"]

    @pytest.mark.parametrize("who", ["stranger", "viewer", "finance", "moderator", "admin"])
    def test_is_for_owners_and_recruiters(self, hospital, who, request):
        with pytest.raises(Forbidden):
            profiles.edit(hospital, by=request.getfixturevalue(who), **profile())
        assert hospital.name == "Mercy Hospital"


class TestLogo:
    def test_becomes_a_small_png_and_replaces_the_one_before(self, hospital, owner):
        profiles.set_logo(hospital, picture(), name="logo.jpg", by=owner)
        first = hospital.logo_file_id
        profiles.set_logo(hospital, picture("PNG"), name="logo.png", by=owner)

        before = db.session.get_one(StoredFile, first)
        logo = queries.find_logo(hospital)
        assert logo is not None and logo.id != first and logo.content_type == "image/png"
        assert before.erased_at is not None

    def test_that_is_no_picture_keeps_the_old_one(self, hospital, owner):
        profiles.set_logo(hospital, picture(), name="logo.jpg", by=owner)
        kept = hospital.logo_file_id
        with pytest.raises(WrongFile):
            profiles.set_logo(hospital, b"<svg onload=alert(1)>", name="logo.png", by=owner)
        assert hospital.logo_file_id == kept

    def test_of_others_is_not_ours_to_change(self, hospital, viewer):
        with pytest.raises(Forbidden):
            profiles.set_logo(hospital, picture(), name="logo.jpg", by=viewer)
        assert hospital.logo_file_id is None


class TestPages:
    def test_somebody_without_an_employer_enters_one(self, visit, stranger):
        page = visit("/employers", as_=stranger)
        assert "You act for no employer yet" in page.text

        page = page.follow("Enter your organization").press(
            "Enter the organization", name="Lakeside  Clinic", kind="physician_group", website="lakeside.example",
            about="We **code**.", ehrs=["Epic", "NextGen"], other_ehrs="Homegrown, Epic",
            **{"locations-0-city": "madison", "locations-0-state": "WI"})

        assert page.status == 200 and "Lakeside Clinic is entered, and you own it" in page.text
        employer = queries.list_employers_of(stranger)[0].employer
        assert employer.website == "https://lakeside.example"
        assert employer.ehrs == ["Epic", "NextGen", "Homegrown"]
        assert queries.list_locations(employer.id)[0].city == "Madison"
        assert "Lakeside Clinic" in visit("/employers", as_=stranger).text

    def test_somebody_unverified_is_sent_to_verify_first(self, visit, app):
        newcomer = make_user("Nora New", email_verified_at=None)
        page = visit("/employers/new", as_=newcomer)
        assert page.path.startswith("/verify-email?next=/employers/new")

    def test_another_location_loses_nothing_typed(self, visit, stranger):
        page = visit("/employers/new", as_=stranger).press(
            "Add another location", name="Lakeside", about="Half written", **{
                "locations-0-city": "Madison", "locations-0-state": "WI"})
        page = page.press("Add another location", **{"locations-1-zip": "78701"})
        assert page.status == 200 and "Please check" not in page.text
        page = page.press("Remove location 1")
        page = page.press("Enter the organization", kind="hospital", **{"locations-2-zip": "10001-1234"})

        employer = queries.list_employers_of(stranger)[0].employer
        assert (employer.name, employer.about) == ("Lakeside", "Half written")
        assert [(spot.city, spot.state, spot.zip) for spot in queries.list_locations(employer.id)] == [
            ("Austin", "TX", "78701"), ("New York", "NY", "10001")]

    @pytest.mark.parametrize(("fields", "says"), [
        ({"name": " "}, "Enter the organization"),
        ({"kind": ""}, "Choose what the organization is"),
        ({"website": "javascript:alert(1)"}, "Enter a web address"),
        ({"website": "https://user:secret@mercy.org"}, "Enter a web address"),
        ({"locations-0-city": "Madisonn", "locations-0-state": "WI"}, "We don't know a Madisonn in Wisconsin"),
        ({"locations-0-city": "Madison", "locations-0-state": ""}, "Choose the state"),
        ({"locations-0-city": "", "locations-0-state": "WI"}, "Enter the city"),
        ({"locations-0-zip": "00000"}, "We don't know this ZIP code"),
        ({"locations-0-state": "WI", "locations-0-zip": "78701"}, "This ZIP code is in Texas"),
    ])
    def test_a_wrong_answer_comes_back_with_the_others(self, visit, stranger, fields, says):
        good = {"name": "Lakeside", "kind": "hospital", "other_ehrs": "Homegrown"}
        page = visit("/employers/new", as_=stranger).press("Enter the organization", **{**good, **fields})

        assert page.status == 422
        assert says in page.text
        assert page.soup.find("input", {"name": "other_ehrs"})["value"] == "Homegrown"
        assert queries.list_employers_of(stranger) == []

    def test_edit_shows_what_is_stored(self, visit, hospital, recruiter):
        profiles.edit(hospital, by=recruiter, **profile(ehrs=["Epic", "Homegrown"]))
        page = visit(f"/employers/{hospital.id}/edit", as_=recruiter)
        page = page.press("Save", about="New words")

        assert "Saved." in page.text
        assert (hospital.about, hospital.ehrs) == ("New words", ["Epic", "Homegrown"])
        assert len(queries.list_locations(hospital.id)) == 1

    def test_the_public_profile_says_what_coders_ask(self, visit, hospital, owner):
        profiles.edit(hospital, by=owner, **profile(
            name="Mercy <i>Health</i>", website="https://www.mercy.org/", about="We **code**. <script>x</script>"))
        page = visit(f"/companies/{hospital.slug}")

        assert page.status == 200
        assert all(words in page.text for words in (
            "Mercy <i>Health</i>", "Verified", hospital.domain, "Physician group", "Epic", "Madison, WI"))
        link = page.soup.find("a", href="https://www.mercy.org/")
        assert "nofollow" in link["rel"]
        assert page.soup.find("strong", string="code")

    def test_an_unproven_profile_says_so(self, visit, clinic):
        page = visit(f"/companies/{clinic.slug}")

        assert "hasn’t proven its domain" in page.text
        assert page.soup.find("meta", {"name": "robots", "content": "noindex"})

    def test_a_logo_is_served_to_everybody_and_kept_by_browsers(self, visit, hospital, owner):
        page = visit(f"/employers/{hospital.id}/edit", as_=owner).press(
            "Use this picture", picture=(BytesIO(picture()), "our logo.jpg"))
        assert "This is your logo now" in page.text

        source = visit(f"/companies/{hospital.slug}").soup.find("img")["src"]
        answer = visit.client().get(source)
        assert answer.mimetype == "image/png" and answer.data.startswith(b"\x89PNG")
        assert "immutable" in answer.headers["Cache-Control"]
        again = visit.client().get(source, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304 and not again.data
        plain = visit.client().get(source.split("?")[0])
        assert "max-age=3600" in plain.headers["Cache-Control"]

        visit(f"/employers/{hospital.id}/edit", as_=owner).press("Remove the logo")
        assert visit.client().get(source).status_code == 404

    def test_a_wrong_picture_is_refused_with_a_reason(self, visit, hospital, owner):
        page = visit(f"/employers/{hospital.id}/edit", as_=owner).press(
            "Use this picture", picture=(BytesIO(b"not a picture"), "logo.png"))

        assert page.status == 422 and "not a picture that we can read" in page.text
        assert page.soup.find("input", {"name": "name"})["value"] == "Mercy Hospital"
