"""What goes out with every page: who may keep it, and which cookies go along."""

import pytest

from careercenter import create_app
from tests.cast import PASSWORD, make_user


def test_nothing_that_a_person_saw_is_shown_after_signing_out(visit, owner, hospital):
    for path in (f"/employers/{hospital.id}", "/", "/jobs", "/profile", "/nowhere"):
        assert visit.client(owner).get(path).headers["Cache-Control"] == "no-store", path


def test_a_guest_s_page_is_kept_by_her_own_browser_alone(visit):
    for path in ("/", "/jobs", "/pricing"):
        answer = visit.client().get(path)
        assert answer.headers["Cache-Control"] == "private, no-cache" and "Cookie" in answer.headers["Vary"], path


def test_files_that_never_change_are_kept(visit, owner):
    assert "max-age=31536000" in visit.client(owner).get("/static/js/app.js").headers["Cache-Control"]


def test_cookies_are_closed_to_scripts_and_other_sites(visit):
    user = make_user("Ann", password=PASSWORD)
    visit("/sign-in").fill({"email": user.email, "password": PASSWORD}).press("Sign in")
    client = visit.client()
    for name in ("session", "device"):
        cookie = client.get_cookie(name)
        assert cookie is not None and cookie.http_only and cookie.same_site == "Lax" and cookie.path == "/", name


def test_over_https_they_belong_to_this_host_alone(settings, tmp_path):
    safe = create_app(settings.model_copy(update={"site_url": "https://jobs.example", "data_dir": tmp_path}))
    answer = safe.test_client().get("/sign-in", base_url="https://jobs.example")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=") and "Secure" in cookie and "Domain" not in cookie


@pytest.mark.parametrize("path", ["/sign-in", "/recover"])
def test_whoever_tries_too_often_is_told_how_long_to_wait(visit, path):
    page, tries = visit(path), 0
    while page.status != 429 and tries < 30:
        fields = {"email": f"ann{tries}@example.com"} | ({"password": "wrong"} if path == "/sign-in" else {})
        page, tries = visit.post(path, fields), tries + 1
    assert page.status == 429 and 0 < int(page.response.headers["Retry-After"]) <= 3600
