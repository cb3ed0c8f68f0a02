"""What a candidate sees and does on her profile's page."""

from io import BytesIO

import pytest

from careercenter.candidates import resumes
from careercenter.candidates.queries import find_profile, find_resume, get_profile
from careercenter.core import db
from careercenter.files.contents import LARGEST
from tests.browsing import csrf_token
from tests.files.documents import pdf


def saved(user):
    db.session.rollback()
    return find_profile(user.id)


def upload(visit, user, content: bytes, name: str = "cora.pdf"):
    return visit("/profile", as_=user).press("Upload the resume", resume=(BytesIO(content), name))


class TestTheForm:
    def test_saves_the_whole_profile(self, visit, coder):
        page = visit("/profile", as_=coder).fill({
            "headline": "Inpatient coder", "phone": "512-555-0100", "home_zip": "78701",
            "work_states": ["NM", "OK"], "work_modes": ["hybrid", "remote"], "employment_types": ["full_time"],
            "years_by_setting-0-term": "inpatient", "years_by_setting-0-years": "6",
            "years_by_setting-1-term": "ed", "years_by_setting-1-years": "0,5",
            "years_by_specialty-0-term": "cardiology", "years_by_specialty-0-years": "2",
            "code_systems": ["icd10cm", "icd10pcs"], "encoders": ["TruCode"], "ehrs": ["Epic", "MEDITECH"],
            "other_tools": "Excel,  in-house  tool;", "pay_floor": "$68,000", "pay_floor_unit": "year",
        }).press("Save the profile")

        assert page.status == 200 and "You live in Austin, TX" in page.text
        profile = saved(coder)
        assert profile.years_by_setting == {"inpatient": 6, "ed": 0.5}
        assert profile.work_states == ["NM", "OK"] and "Further states: New Mexico, Oklahoma" in page.text
        assert profile.tools == ["TruCode", "Epic", "MEDITECH", "Excel", "in-house tool"]
        assert (profile.pay_floor, profile.pay_floor_unit) == (6_800_000, "year")

    def test_shows_what_was_saved_and_saving_it_again_changes_nothing(self, visit, coder):
        self.test_saves_the_whole_profile(visit, coder)
        before = {name: value for name, value in vars(saved(coder)).items()
                  if name not in ("updated_at", "_sa_instance_state")}
        visit("/profile", as_=coder).press("Save the profile")

        after = saved(coder)
        assert {name: getattr(after, name) for name in before} == before

    def test_says_once_that_a_number_is_none(self, visit, coder):
        page = visit("/profile", as_=coder).fill({
            "years_by_setting-0-term": "ed", "years_by_setting-0-years": "two",
            "pay_floor": "lots"}).press("Save the profile")

        assert page.status == 422
        assert "Write a number of years" in page.text and "Write between 0 and" not in page.text
        assert "Write an amount, such as" in page.text and "Write an amount in dollars" not in page.text

    def test_a_button_adds_a_row_and_keeps_what_was_typed(self, visit, coder):
        page = visit("/profile", as_=coder).fill({
            "headline": "Half typ", "years_by_setting-0-term": "ed", "pay_floor": "many"}).press("Add a setting")

        assert page.status == 200 and saved(coder) is None
        assert page.soup.find(id="headline")["value"] == "Half typ"
        assert page.soup.find(id="pay_floor")["value"] == "many"
        page = page.fill({"pay_floor": "", "years_by_setting-0-years": "1", "years_by_setting-2-term": "asc",
                          "years_by_setting-2-years": "2"}).press("Save the profile")
        assert saved(coder).years_by_setting == {"ed": 1, "asc": 2}

    def test_a_row_emptied_is_a_row_removed(self, visit, coder):
        visit("/profile", as_=coder).fill({"years_by_specialty-0-term": "ENT",
                                           "years_by_specialty-0-years": "3"}).press("Save the profile")
        visit("/profile", as_=coder).fill({"years_by_specialty-0-term": "",
                                           "years_by_specialty-0-years": ""}).press("Save the profile")

        assert saved(coder).years_by_specialty == {}

    @pytest.mark.parametrize(("typed", "says"), [
        ({"home_zip": "00000"}, "We know no place with this ZIP code"),
        ({"phone": "call me"}, "Write a phone number"),
        ({"pay_floor": "a lot"}, "Write an amount"),
        ({"pay_floor": "-5"}, "Write an amount"),
        ({"pay_floor": "NaN"}, "Write an amount"),
        ({"years_by_setting-0-term": "ed"}, "Say how many years"),
        ({"years_by_setting-0-years": "3"}, "Say what these years were"),
        ({"years_by_setting-0-term": "ed", "years_by_setting-0-years": "three"}, "Write a number of years"),
        ({"years_by_setting-0-term": "ed", "years_by_setting-0-years": "99"}, "between 0 and 60"),
        ({"years_by_specialty-0-term": "ENT", "years_by_specialty-0-years": "1",
          "years_by_specialty-1-term": "ent", "years_by_specialty-1-years": "2"}, "stands above already"),
    ])
    def test_an_error_is_said_and_nothing_typed_is_lost(self, visit, coder, typed, says):
        page = visit("/profile", as_=coder).fill(
            {"headline": "Typed", "work_modes": ["remote"], **typed}).press("Save the profile")

        assert page.status == 422 and says in page.text and saved(coder) is None
        for name, value in {"headline": "Typed", **typed}.items():
            field = page.soup.find(attrs={"name": name})
            shown = field.find("option", selected=True)["value"] if field.name == "select" else field["value"]
            assert shown == value
        assert page.soup.find("input", attrs={"name": "work_modes", "value": "remote"}).has_attr("checked")


class TestTheResume:
    def test_is_uploaded_and_downloaded_by_its_owner(self, visit, coder):
        content = pdf()
        page = upload(visit, coder, content)
        assert "cora.pdf" in page.text and "Replace the resume" in page.text

        answer = visit.client(coder).get("/profile/resume", follow_redirects=True)
        assert answer.data == content and "attachment" in answer.headers["Content-Disposition"]

    def test_of_a_wrong_kind_is_refused_at_its_field(self, visit, coder):
        page = upload(visit, coder, b"just words", "cora.pdf")

        assert page.status == 422 and "neither a PDF nor a Word document" in page.text
        assert saved(coder) is None

    def test_that_is_too_large_is_refused_at_its_field(self, visit, coder):
        page = upload(visit, coder, b"%PDF-1.7" + b" " * LARGEST)

        assert page.status == 422 and "larger than 5 MB" in page.text

    def test_that_is_far_too_large_gets_a_page_that_says_so(self, visit, coder):
        page = upload(visit, coder, b" " * (21 * 1024 * 1024))
        assert page.status == 413 and "up to 5 MB" in page.text
        assert page.follow("Back to the form").path == "/profile"

    def test_that_was_not_chosen_is_asked_for(self, visit, coder):
        page = visit("/profile", as_=coder).press("Upload the resume")
        assert page.status == 422 and "Choose the file first" in page.text

    def test_is_removed(self, visit, coder):
        upload(visit, coder, pdf())
        page = visit("/profile", as_=coder).press("Remove the resume")

        assert "Your resume is removed" in page.text and find_resume(get_profile(coder.id)) is None
        assert visit("/profile/resume", as_=coder).status == 404


class TestBothAtOnce:
    TYPED = {"headline": "Half typed", "home_zip": "none yet", "years_by_setting-0-term": "ed",
             "work_modes": ["remote"]}

    def keeps_what_was_typed(self, page) -> bool:
        value = {tag["name"]: tag.get("value") for tag in page.soup.find_all("input")}
        return (value["headline"] == "Half typed" and value["home_zip"] == "none yet"
                and page.soup.select_one("[name=years_by_setting-0-term] option[selected]")["value"] == "ed"
                and page.soup.find("input", attrs={"name": "work_modes", "value": "remote"}).has_attr("checked"))

    def test_uploading_a_resume_keeps_what_was_typed_and_saves_none_of_it(self, visit, coder):
        page = visit("/profile", as_=coder).fill(self.TYPED).press("Upload the resume", resume=(BytesIO(pdf()), "c"))

        assert page.status == 200 and "Your resume is in your profile" in page.text and "c.pdf" in page.text
        assert self.keeps_what_was_typed(page) and saved(coder).headline == ""

    def test_so_does_a_file_that_is_refused(self, visit, coder):
        page = visit("/profile", as_=coder).fill(self.TYPED).press("Upload the resume", resume=(BytesIO(b"x"), "c"))

        assert page.status == 422 and "neither a PDF nor a Word document" in page.text
        assert self.keeps_what_was_typed(page)

    def test_and_taking_the_resume_out(self, visit, coder):
        resumes.upload(pdf(), name="cora.pdf", by=coder)
        page = visit("/profile", as_=coder).fill(self.TYPED).press("Remove the resume")

        assert "Your resume is removed" in page.text and self.keeps_what_was_typed(page)

    def test_saving_takes_a_file_that_was_chosen_along(self, visit, coder):
        page = visit("/profile", as_=coder).press("Save the profile", headline="Coder", resume=(BytesIO(pdf()), "c"))

        assert "Your profile is saved" in page.text and saved(coder).headline == "Coder"
        assert find_resume(saved(coder)).name == "c.pdf"

    def test_a_file_is_kept_whatever_else_is_wrong(self, visit, coder):
        page = visit("/profile", as_=coder).press("Save the profile", home_zip="no", resume=(BytesIO(pdf()), "c"))

        assert page.status == 422 and find_resume(saved(coder)).name == "c.pdf"

    def test_enter_in_a_field_saves(self, visit, coder):
        form = visit("/profile", as_=coder).soup.find("form", attrs={"enctype": "multipart/form-data"})
        assert form.find("button").get_text() == "Save" and not form.find("button").get("name")


def test_the_page_says_how_complete_it_is_and_what_is_next(visit, coder):
    assert "Profile 0%: add your resume" in visit("/profile", as_=coder).text

    resumes.upload(pdf(), name="cora.pdf", by=coder)
    assert "Profile 20%: add your credentials" in visit("/profile", as_=coder).text


@pytest.mark.parametrize("role", ["stranger", "owner", "recruiter", "viewer", "finance", "moderator", "admin"])
def test_everybody_sees_her_own_profile_alone(visit, coder, role, request):
    visit("/profile", as_=coder).fill({"headline": "Cora’s own words"}).press("Save the profile")
    resumes.upload(pdf(), name="cora.pdf", by=coder)

    somebody = request.getfixturevalue(role)
    page = visit("/profile", as_=somebody)
    assert page.status == 200 and "Cora’s own words" not in str(page.soup) and "cora.pdf" not in page.text
    assert visit("/profile/resume", as_=somebody).status == 404


@pytest.mark.parametrize(("method", "path"), [
    ("get", "/profile"), ("post", "/profile"), ("get", "/profile/resume")])
def test_a_guest_is_asked_to_sign_in(visit, method, path):
    client = visit.client()
    data = {"csrf_token": csrf_token(client)} if method == "post" else None
    assert getattr(client, method)(path, data=data).status_code in (302, 401)
