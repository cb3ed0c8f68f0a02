import pytest

from careercenter import create_app
from careercenter.config import Environment
from careercenter.core import Forbidden
from careercenter.web import navigation
from tests.browsing import Page, Visitor


@pytest.fixture
def broken(settings, app, tmp_path, monkeypatch, logs_as_before):
    """A visitor of an application outside the test mode, with pages that fail."""
    def fail() -> str:
        raise RuntimeError("a secret of the inside")

    def refuse() -> str:
        raise Forbidden("Only owners may do this. Ask one of them.")

    def fall() -> bool:
        raise RuntimeError("the database is gone")

    other = create_app(settings.model_copy(update={"environment": Environment.DEVELOPMENT, "log_level": "CRITICAL"}))
    other.add_url_rule("/fail", "fail", fail)
    other.add_url_rule("/refuse", "refuse", refuse)
    other.add_url_rule("/fail-in-menu", "fail_in_menu", lambda: _with_menu(fall, monkeypatch))
    return Visitor(other)


def _with_menu(shows, monkeypatch) -> str:
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.add("Mailbox", "mailbox.index", shows=shows)
    raise RuntimeError


class TestAPage:
    def test_that_is_nowhere_says_so_and_leads_on(self, visit):
        page = visit("/nowhere")

        assert page.status == 404
        assert "This address leads nowhere" in page.text
        assert page.soup.find("a", string="Back to the start")

    def test_names_its_reference(self, visit):
        page = visit("/nowhere")

        assert page.response.headers["X-Request-ID"] in page.text

    def test_tells_a_refusal_in_its_own_words(self, broken):
        page = broken("/refuse")

        assert page.status == 403
        assert "Only owners may do this. Ask one of them." in page.text

    def test_that_breaks_tells_nothing_of_the_inside(self, broken):
        page = broken("/fail")

        assert page.status == 500
        assert "Something broke on our side" in page.text
        assert "secret" not in page.text

    def test_that_breaks_asks_no_menu_that_might_break_again(self, broken):
        assert broken("/fail-in-menu").status == 500

    def test_of_a_form_without_its_token_says_what_to_do(self, visit):
        answer = visit.client().post("/dev/components", data={}, headers={"Accept": "text/html"})

        assert answer.status_code == 400
        assert "reload the page and send it again" in answer.text

    def test_of_a_form_whose_session_has_ended_keeps_all_that_was_typed(self, visit):
        client = visit.client()
        typed = {"title": 'Coder "III"', "mode": "remote", "description": "Two lines\nof text",
                 "credentials": ["CPC", "CCS"]}
        answer = client.post("/dev/components", data=typed,
                             headers={"Accept": "text/html", "Origin": "http://localhost"})

        page = Page(visit, client, answer, "/dev/components", [])
        assert page.status == 400 and "Sign in in a new tab" in page.text
        assert "Two lines of text" in page.text
        again = page.press("Send it again")
        assert again.soup.find(id="title")["value"] == 'Coder "III"'
        assert again.soup.find(id="description").text.strip() == "Two lines\nof text"
        assert len(again.soup.select("[name=credentials][checked]")) == 2

    @pytest.mark.parametrize("headers", [
        {}, {"Origin": "https://evil.example"}, {"Origin": "null"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}])
    def test_never_has_another_site_s_words_sent_by_a_click(self, visit, headers):
        answer = visit.client().post("/dev/components", data={"title": "Theirs"},
                                     headers={"Accept": "text/html", **headers})

        assert answer.status_code == 400 and "Theirs" not in answer.text

    def test_of_a_button_whose_session_has_ended_leads_to_the_sign_in_and_back_to_its_page(self, visit):
        answer = visit.client().post("/codes/icd10cm/I10/keep", headers={
            "Accept": "text/html", "Origin": "http://localhost", "Referer": "http://localhost/codes/icd10cm/I10"})

        assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=%2Fcodes%2Ficd10cm%2FI10")

    def test_never_shows_a_password_again(self, visit):
        answer = visit.client().post("/dev/components", data={"title": "Mine", "password": "hush"},
                                     headers={"Accept": "text/html", "Origin": "http://localhost"})

        assert answer.status_code == 400 and "hush" not in answer.text

    def test_of_the_wrong_method_names_the_right_ones(self, visit):
        answer = visit.client().delete("/healthz", headers={"Accept": "text/html"})

        assert answer.status_code in (400, 405)  # without a token the first, as for every unsafe method


class TestAProblem:
    @pytest.mark.parametrize("wanted", ["application/json", "application/problem+json"])
    def test_is_told_to_machines_in_their_form(self, visit, wanted):
        answer = visit.client().get("/nowhere", headers={"Accept": wanted})

        assert answer.status_code == 404
        assert answer.content_type == "application/problem+json"
        assert answer.json["status"] == 404
        assert answer.json["title"] == "Nothing here"
        assert answer.json["instance"] == answer.headers["X-Request-ID"]

    def test_keeps_the_sentence_of_a_refusal(self, broken):
        answer = broken.client().get("/refuse", headers={"Accept": "application/json"})

        assert answer.json["detail"] == "Only owners may do this. Ask one of them."

    @pytest.mark.parametrize("wanted", ["text/html,application/json;q=0.5", "*/*", ""])
    def test_is_a_page_for_everybody_else(self, visit, wanted):
        assert visit.client().get("/nowhere", headers={"Accept": wanted}).mimetype == "text/html"


def test_the_demo_says_that_it_is_one(broken, visit):
    assert "Demo site: data is marked as demo." in broken("/dev/components").text
    assert "Demo site" not in visit("/dev/components").text
