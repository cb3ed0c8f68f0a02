"""The style guide shows every component; these tests read what each promises to people who can't see it."""

import re
from pathlib import Path

import pytest
from flask import render_template_string
from wtforms import Form, RadioField, StringField

COMPONENTS = Path(__file__).parents[2] / "templates" / "components"


@pytest.fixture
def guide(visit):
    return visit("/dev/components")


def test_every_component_is_in_the_style_guide(app):
    page = (COMPONENTS.parent / "dev" / "components.html").read_text()
    shared = {"logo", "flash", "page_header"}  # in the layout, or instead of the hero
    ours = {"badge", "credential_chip", "empty_state", "facts", "forms", "icon", "meter", "notice", "pagination",
            "pay", "post_button", "stat", "stepper", "tabs", "timeline"}

    assert {path.stem for path in COMPONENTS.glob("*.html")} >= ours | shared
    assert all(f"components/{name}.html" in page for name in ours)


class TestStyleGuide:
    def test_reads_strictly(self, guide):
        assert guide.status == 200

    def test_a_state_is_never_color_alone(self, guide):
        met, missing, preferred = (guide.soup.select_one(f".credential-chip.is-{state}")
                                   for state in ("met", "missing", "preferred"))

        assert "you hold it" in met.get_text() and met.svg
        assert "you don’t hold it" in missing.get_text() and missing.svg
        assert "preferred" in preferred.get_text() and preferred.svg
        assert [item.p.get_text().split(":")[0].strip() for item in guide.soup.select(".checklist li")] == [
            "Met", "Missing", "Not known"]

    def test_the_step_and_the_tab_one_is_at_are_said(self, guide):
        assert guide.soup.select_one(".stepper [aria-current=step]").get_text(" ", strip=True) == "3 Pay"
        assert guide.soup.select_one(".cc-tabs [aria-current=page]").get_text(strip=True) == "Overview"

    def test_errors_are_said_at_once_and_the_rest_politely(self, guide):
        assert [flash["role"] for flash in guide.soup.select(".flash")] == ["status", "status", "status", "alert"]

    def test_a_button_that_posts_says_what_it_will_ask(self, guide):
        form = guide.soup.find("form", attrs={"data-confirm": True})

        assert form["data-confirm"] == "Withdraw this application?"

    def test_stays_out_of_production(self, app):
        from careercenter.config import Environment
        from careercenter.web import components_page

        assert components_page.blueprint.name in app.blueprints
        assert app.extensions["settings"].environment is not Environment.PRODUCTION


class TestAFailedForm:
    @pytest.fixture
    def failed(self, guide):
        return guide.fill({"email": "not an address", "openings": "3"}).press("Send the form")

    def test_comes_back_filled(self, failed):
        assert failed.status == 422
        assert failed.soup.find(id="openings")["value"] == "3"
        assert failed.soup.find(id="email")["value"] == "not an address"

    def test_lists_what_to_correct_with_a_way_to_each(self, failed):
        summary = failed.soup.select_one(".error-summary")

        assert summary["role"] == "alert"
        assert "Please check 4 answers" in summary.get_text()
        for link in summary.find_all("a"):
            assert failed.soup.find(id=link["href"].removeprefix("#"))

    def test_says_each_error_at_its_field(self, failed):
        title = failed.soup.find(id="title")

        assert title["aria-invalid"] == "true"
        assert title["aria-describedby"] == "title-help title-errors"
        assert "Say what the job is called." in failed.soup.find(id="title-errors").get_text()
        assert failed.soup.find(id="credentials").name == "fieldset"

    def test_a_full_one_has_no_summary(self, guide):
        page = guide.fill({"title": "Coder", "email": "a@example.com", "setting": "ip",
                           "credentials": ["CPC", "CCS"]}).press("Send the form")

        assert page.status == 200
        assert not page.soup.select_one(".error-summary")
        assert len(page.soup.select("#credentials input[checked]")) == 2


class TestField:
    def test_a_name_that_is_markup_stays_words(self, app):
        class Sample(Form):
            pick = RadioField("Pick", choices=[("1", "<b>one</b>")], description="<i>help</i>")

        html = _field(app, Sample().pick)

        assert "<b>" not in html and "<i>" not in html

    def test_takes_what_a_control_may_have(self, app):
        class Sample(Form):
            city = StringField("City")

        html = _field(app, Sample().city, 'autocomplete="address-level2", class_="wide", data_zip="yes"')

        assert 'autocomplete="address-level2"' in html
        assert 'class="form-control wide"' in html
        assert 'data-zip="yes"' in html


def _field(app, field, attributes: str = "") -> str:
    with app.test_request_context():
        return render_template_string(
            '{% from "components/forms.html" import field %}{{ field(f, ' + attributes + ") }}", f=field)


class TestLayout:
    def test_begins_with_a_way_past_the_menu(self, guide):
        assert guide.soup.body.find("a")["href"] == "#content"

    def test_wears_the_theme_that_the_reader_chose(self, visit):
        client = visit.client()
        client.set_cookie("theme", "dark")

        assert visit("/dev/components").soup.html["data-bs-theme"] == "dark"

    @pytest.mark.parametrize("nonsense", ["", "red", '"><script>'])
    def test_takes_no_other_theme(self, visit, nonsense):
        visit.client().set_cookie("theme", nonsense)

        assert "data-bs-theme" not in visit("/dev/components").soup.html.attrs

    def test_names_the_person_signed_in_and_lets_her_out(self, visit, app, coder):
        page = visit("/dev/components", as_=coder)
        if "accounts.sign_out" in app.view_functions:
            assert "Cora Coder" in page.text
            assert page.soup.find("button", string="Sign out")

    def test_loads_nothing_from_elsewhere(self, guide):
        addresses = [tag.get("src") or tag.get("href") for tag in guide.soup.find_all(["script", "link", "img"])]

        assert addresses
        assert all(address.startswith("/") for address in addresses)


class TestStylesheet:
    def test_is_one_file_that_browsers_keep(self, visit, guide):
        address = next(link["href"] for link in guide.soup.find_all("link") if "/assets/" in link["href"])
        answer = visit.client().get(address)

        assert "v=" in address
        assert answer.mimetype == "text/css"
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert "@import" not in answer.text
        assert ".credential-chip" in answer.text and "--cc-teal" in answer.text

    def test_holds_every_component_s_file(self):
        folder = COMPONENTS.parents[1] / "static" / "css"
        listed = set(re.findall(r'@import "components/([\w-]+)\.css"', (folder / "app.css").read_text()))

        assert listed == {path.stem for path in (folder / "components").glob("*.css")}
