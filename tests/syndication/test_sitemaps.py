"""The sitemap lists what is public and stands, and nothing else."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest

from careercenter.caseconsultant.models import PublicAnswer, PublicState
from careercenter.codes import importing
from careercenter.codes.models import Dataset
from careercenter.core import db, now
from careercenter.postings import running
from careercenter.search import landing
from careercenter.syndication import queries
from tests.cast import make_employer
from tests.codes.factories import heading, import_tabular, made_up
from tests.postings.factories import make_live, make_posting
from tests.postings.finding import counted_statements
from tests.syndication.rules import may_open

XML = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def listed(visit):
    """Every address of the sitemap with its `lastmod`, read as a crawler does; of one kind of part, or of all."""
    def read(kind: str = "") -> dict[str, str | None]:
        parts = _read(visit, "/sitemap.xml", "sitemap")
        return {path: changed for part in parts if part.startswith(f"/sitemap-{kind}")
                for path, changed in _read(visit, part, "url").items()}
    return read


def _read(visit, path: str, item: str) -> dict[str, str | None]:
    answer = visit.client().get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    found = {}
    for entry in ElementTree.fromstring(answer.data).findall(f"{XML}{item}"):
        url = entry.findtext(f"{XML}loc") or ""
        assert url.startswith("http://localhost/")
        found[url.removeprefix("http://localhost")] = entry.findtext(f"{XML}lastmod")
    return found


class TestJobs:
    def test_live_ones_stand_there_with_their_last_change(self, listed, hospital):
        job = make_live(make_posting(hospital))
        job.updated_at, job.live_at = datetime.fromisoformat("2026-01-02T03:04:05+00:00"), None
        db.session.commit()

        assert listed("jobs") == {f"/jobs/{job.id}/inpatient-coder-iii-mercy-hospital": "2026-01-02T03:04:05Z"}

    def test_no_draft_no_ended_no_hidden_and_no_made_up_one(self, listed, hospital, recruiter):
        make_posting(hospital)
        make_live(make_posting(hospital, is_demo=True))
        for end in (running.pause, running.withdraw):
            end(make_live(make_posting(hospital)), by=recruiter)
        make_live(make_posting(hospital)).valid_through = now() - timedelta(minutes=1)
        make_live(make_posting(make_employer("Banned"))).employer_id = make_employer("B", suspended_at=now()).id
        db.session.commit()

        assert listed("jobs") == {}

    def test_of_many_ids_lie_in_several_parts(self, listed, visit, hospital, monkeypatch):
        monkeypatch.setattr(queries, "SPAN", 2)
        jobs = [make_live(make_posting(hospital)) for _ in range(5)]

        assert len(listed("jobs")) == len(jobs)
        assert len([part for part in _read(visit, "/sitemap.xml", "sitemap") if "-jobs-" in part]) == 3

    def test_many_take_no_more_statements_than_one(self, visit, hospital):
        make_live(make_posting(hospital))
        with counted_statements() as few:
            visit.client().get("/sitemap-jobs-0.xml")
        for _ in range(5):
            make_live(make_posting(hospital))
        with counted_statements() as many:
            visit.client().get("/sitemap-jobs-0.xml")
        assert len(few) == len(many) == 1


def test_companies_are_those_that_proved_who_they_are(listed, hospital):
    make_employer("Unproven", domain_verified_at=None)
    make_employer("Banned", suspended_at=now())
    make_employer("Demo", is_demo=True)

    assert list(listed("companies")) == [f"/companies/{hospital.slug}"]


def test_answers_are_those_that_everybody_may_read(listed):
    for state in PublicState:
        db.session.add(PublicAnswer(title="?", question="?", answer="!", state=state, public_id=state.value))
    db.session.commit()

    assert list(listed("answers")) == ["/answers/published"]


def test_codes_are_those_that_stand_by_system(listed):
    import_tabular()
    importing.import_codes(heading(Dataset.HCPCS), made_up({"G9998": "Made-up one", "G9999": "Made-up two"}))
    importing.import_codes(heading(Dataset.HCPCS), made_up({"G9999": "Made-up two"}))

    assert set(listed("codes-hcpcs")) == {"/codes/hcpcs/under/G", "/codes/hcpcs/G9999"}
    assert {"/codes/icd10cm/E11.9", "/codes/icd10cm/under/E08-E13"} <= set(listed("codes-icd10cm"))


def test_a_search_stands_there_once_enough_jobs_are_found_by_it(listed, hospital):
    for number in range(landing.THIN):
        assert "/jobs/state/tx" not in listed("pages"), number
        make_live(make_posting(hospital))

    found = listed("pages")
    assert {"/", "/jobs", "/codes", "/jobs/state/tx", "/jobs/remote", "/jobs/specialty/trauma"} <= set(found)
    assert "/jobs/state/wy" not in found


def test_every_page_that_it_names_is_there_for_crawlers(listed, visit, hospital):
    import_tabular()
    for _ in range(landing.THIN):
        make_live(make_posting(hospital))
    robots = visit.client().get("/robots.txt").text

    for path in listed():
        page = visit.client().get(path)
        assert page.status_code == 200 and b'content="noindex"' not in page.data, path
        assert may_open(robots, path), path


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/sitemap-pages-0.xml"])
def test_is_kept_for_a_while_and_sent_again_only_if_it_changed(visit, hospital, path):
    first = visit.client().get(path)
    assert first.headers["Cache-Control"] == "public, max-age=3600" and "Set-Cookie" not in first.headers

    again = visit.client().get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["/sitemap-jobs-0.xml", "/sitemap-pages-1.xml", "/sitemap-what-0.xml",
                                  "/sitemap-jobs-99999999999999999999.xml"])
def test_a_part_with_nothing_in_it_isn_t_there(visit, path):
    assert visit(path).status == 404
