"""What every address keeps: no change without a form's token, none by a GET, and nothing of people in the logs."""

from io import BytesIO

import pytest
from structlog.testing import capture_logs

from careercenter.accounts.models import SignInSession
from careercenter.core import db
from careercenter.files.models import FileAccess
from careercenter.insights.models import DailySalt, DailyVisitor, PostingCount, SearchCount
from careercenter.metering.models import Allowance, Grant, View
from careercenter.postings.models import JobPosting
from tests.accounts.mailbox import link
from tests.cast import PASSWORD, make_employer
from tests.files.documents import pdf
from tests.house.test_routes import FIELDS, ROWS, address, outsider, things  # noqa: F401  (fixtures)
from tests.postings.factories import make_live, make_posting

# Signed by the gateway; by the token in the mail; by the provider's password.
WITHOUT_TOKEN = {"billing.webhook", "alerts.unsubscribe", "alerts.hear_of_mails", "caseconsultant.receive"}
# Who was here, who read a file or opened a code, and how many saw a page: nothing of what anybody keeps or means.
BESIDES = {table.__tablename__ for table in (
    SignInSession, FileAccess, DailySalt, DailyVisitor, PostingCount, SearchCount, Allowance, Grant, View)}


def each(app, method: str, things):  # noqa: F811
    """Every address that takes this method, once."""
    for endpoint, _, *named in ROWS:
        for rule in app.url_map.iter_rules(endpoint):
            if method in (rule.methods or set()):
                yield endpoint, address(app, rule, dict(pair.split("=") for pair in named), things)


@pytest.mark.parametrize("who", ["guest", "owner", "admin"])
def test_no_post_is_taken_without_a_token(visit, things, request, who):  # noqa: F811
    client = visit.client(None if who == "guest" else request.getfixturevalue(who))
    before = rows()
    for endpoint, path in each(visit.app, "POST", things):
        if endpoint not in WITHOUT_TOKEN:
            answer = client.post(path, data=FIELDS.get(endpoint, {}))
            assert answer.status_code == 400 and b"The form was open too long" in answer.data, endpoint
    assert rows() == before


@pytest.mark.parametrize("who", ["guest", "coder", "owner", "admin"])
def test_a_get_changes_nothing(visit, things, request, who):  # noqa: F811
    client = visit.client(None if who == "guest" else request.getfixturevalue(who))
    client.get("/")
    before = rows()
    for endpoint, path in each(visit.app, "GET", things):
        client.get(path)
        after = rows()
        changed = {name for name, held in after.items() if held != before[name]}
        assert not changed, f"{endpoint} changes {changed}"
        before = after


def rows() -> dict[str, list]:
    """All that the database holds but for what was noted besides."""
    db.session.rollback()
    return {table.name: sorted(map(str, db.session.execute(table.select()).all()))
            for table in db.metadata.sorted_tables if table.name not in BESIDES}


def test_every_page_keeps_its_headers(visit, things, owner):  # noqa: F811
    for endpoint, path in each(visit.app, "GET", things):
        headers = visit.client(owner).get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "'unsafe-inline'" not in policy or endpoint in ("mailbox.body", "mailbox.template_body"), endpoint
        assert "script-src 'self'" in policy or "default-src 'none'" in policy, endpoint
        assert headers["X-Content-Type-Options"] == "nosniff" and "Referrer-Policy" in headers, endpoint
        assert "Cache-Control" in headers or path.startswith(("/healthz", "/readyz", "/metrics")), endpoint


def test_the_logs_tell_nothing_about_people(visit, app):
    posting = make_live(make_posting(make_employer()))
    with capture_logs() as lines:
        visit("/register?intent=work").fill({
            "name": "Zora Quill", "email": "zora.quill@example.com", "password": PASSWORD}).press("Make my account")
        token = link("verify_email", "verify-email").rsplit("/", 1)[-1]
        visit(link("verify_email", "verify-email")).press("Verify my address")
        visit.post("/sign-out")
        visit("/sign-in").fill({"email": "zora.quill@example.com", "password": "wrong and secret"}).press("Sign in")
        visit("/sign-in").fill({"email": "zora.quill@example.com", "password": PASSWORD}).press("Sign in")
        page = visit.post(f"/jobs/{posting.id}/apply", {
            "cover_note": "I code trauma.", "resume": (BytesIO(pdf()), "zora-quill.pdf")})
    assert "Your application is sent" in page.text
    written = repr(lines).lower()
    assert "/jobs/<int:posting_id>/apply" in written
    for secret in ("zora", "quill", "wrong and secret", PASSWORD, token, "trauma", "127.0.0.1"):
        assert secret.lower() not in written, secret


def test_a_job_s_words_never_leave_their_data(visit, app):
    """A title that ends the page's data block early would be a script of its writer's."""
    employer = make_employer("Mercy</script><script>alert(1)</script>")
    posting: JobPosting = make_live(make_posting(
        employer, title="Coder</script><script>alert(2)</script>", description="x</script><script>alert(3)</script>"))
    page = visit(f"/jobs/{posting.id}")
    assert page.status == 200 and page.soup.find("script", type="application/ld+json")
    assert b"<script>alert" not in page.response.data
