"""An address of a private file is for one person, for five minutes, and leaves a trace."""

from datetime import timedelta

import pytest
import time_machine
from flask import url_for
from sqlalchemy import select
from werkzeug.http import parse_options_header

from careercenter.core import db, now, transaction
from careercenter.files import links
from careercenter.files import services as files
from careercenter.files.contents import DOCX, PDF
from careercenter.files.models import FileAccess, StoredFile


@pytest.fixture
def stored(coder) -> StoredFile:
    with transaction():
        return files.store(b"<script>alert(1)</script>", name="../résumé “x”.pdf", content_type="application/pdf",
                           by=coder)


def address(app, stored, viewer) -> str:
    with app.test_request_context():
        return links.address_for(stored, viewer, "test")


def accesses() -> list[FileAccess]:
    db.session.rollback()
    return list(db.session.scalars(select(FileAccess)))


def test_the_viewer_downloads_it_and_that_is_logged(app, visit, stored, coder):
    answer = visit.client(coder).get(address(app, stored, coder))

    assert answer.status_code == 200 and answer.data == b"<script>alert(1)</script>"
    assert [(row.file_id, row.user_id, row.purpose) for row in accesses()] == [(stored.id, coder.id, "test")]


def test_it_comes_as_a_download_that_nothing_keeps_or_runs(app, visit, stored, coder):
    headers = visit.client(coder).get(address(app, stored, coder)).headers

    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"]
    assert "sandbox" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(("named", "content_type", "downloads_as"), [
    ("resume.hta", PDF, "resume.pdf"), ("cora.docx", PDF, "cora.pdf"), ("cora.pdf", DOCX, "cora.docx"),
    ("Cora.PDF", PDF, "Cora.pdf"), ("cora.pdf.exe", PDF, "cora.pdf.pdf"), ("../../.bashrc", PDF, "bashrc.pdf"),
    ("J. Doe, CPC", PDF, "J. Doe, CPC.pdf"), ("Resume 3.2026", PDF, "Resume 3.2026.pdf"), ("", PDF, "file.pdf"),
    ("cora\u202efdp.hta", PDF, "corafdp.pdf"), ("x" * 200 + ".js", DOCX, "x" * 115 + ".docx")])
def test_the_ending_of_its_name_tells_what_it_is(app, visit, coder, named, content_type, downloads_as):
    with transaction():
        stored = files.store(b"checked", name=named, content_type=content_type, by=coder)

    assert stored.name == downloads_as
    stored.name = named  # as one stored before endings were made to fit
    db.session.commit()
    told = visit.client(coder).get(address(app, stored, coder)).headers["Content-Disposition"]
    assert parse_options_header(told)[1]["filename"] == downloads_as


def test_each_reading_is_logged(app, visit, stored, coder):
    where = address(app, stored, coder)
    for _ in range(2):
        visit.client(coder).get(where)

    assert len(accesses()) == 2


def test_after_five_minutes_it_leads_nowhere(app, visit, stored, coder):
    where = address(app, stored, coder)
    with time_machine.travel(now() + timedelta(minutes=4, seconds=58), tick=False):
        assert visit.client(coder).get(where).status_code == 200
    with time_machine.travel(now() + timedelta(minutes=5, seconds=2), tick=False):
        page = visit(where, as_=coder)
        assert page.status == 404 and "This link has expired" in page.text


@pytest.mark.parametrize("role", ["stranger", "owner", "recruiter", "moderator", "admin"])
def test_it_serves_nobody_but_its_viewer(app, visit, stored, coder, role, request):
    page = visit(address(app, stored, coder), as_=request.getfixturevalue(role))

    assert page.status == 404 and "made for another account" in page.text
    assert accesses() == []


def test_a_guest_is_asked_to_sign_in(app, visit, stored, coder):
    assert visit.client().get(address(app, stored, coder)).status_code in (302, 401)
    assert accesses() == []


def test_a_forged_one_leads_nowhere(app, visit, stored, coder):
    signed, _, signature = address(app, stored, coder).rpartition(".")
    # The first letter: of base64's last one, bits are left over, and another letter may say the same.
    forged = ("B" if signature[0] == "A" else "A") + signature[1:]
    assert visit(f"{signed}.{forged}", as_=coder).status == 404
    with app.test_request_context():
        assert visit(url_for("files.show", token=stored.public_id), as_=coder).status == 404


def test_an_erased_file_is_gone_and_says_so(app, visit, stored, coder):
    where = address(app, stored, coder)
    with transaction():
        files.erase(stored)

    page = visit(where, as_=coder)
    assert page.status == 404 and "no longer here" in page.text
    assert accesses() == []
