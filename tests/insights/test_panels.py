"""What an employer sees of who came."""

from datetime import timedelta

from careercenter.core import db, today
from careercenter.insights.models import Act, PostingCount
from tests.postings.factories import make_posting


def add(posting, days_ago: int, act: Act, visitors: int) -> None:
    db.session.add(PostingCount(posting_id=posting.id, day=today() - timedelta(days=days_ago), act=act,
                                visitors=visitors))
    db.session.commit()


def test_an_employer_sees_how_many_came_in_the_last_thirty_days(visit, posting, viewer):
    add(posting, 0, Act.VIEW, 12)
    add(posting, 0, Act.APPLY, 3)
    add(posting, 29, Act.VIEW, 1300)
    add(posting, 30, Act.VIEW, 7)
    page = visit(f"/employers/jobs/{posting.id}", as_=viewer)

    assert "1,312 visitors saw it" in page.text and "3 went to apply" in page.text
    plot = page.soup.select_one("svg[role=img]")
    assert "at most 1300" in plot.title.get_text() and len(plot.select("rect")) == 3
    assert [[cell.get_text() for cell in row.select("td")] for row in page.soup.select(".days-table tbody tr")] == [
        ["12", "3"], ["1300", "0"]]


def test_a_job_that_nobody_saw_says_so_and_one_that_was_never_live_says_nothing(visit, posting, hospital, viewer):
    assert "Nobody yet in the last 30 days" in visit(f"/employers/jobs/{posting.id}", as_=viewer).text
    draft = make_posting(hospital)
    assert "Who came to see it" not in visit(f"/employers/jobs/{draft.id}", as_=viewer).text


def test_others_see_no_figures(visit, posting, coder):
    add(posting, 0, Act.VIEW, 12)
    assert "visitors saw it" not in visit(f"/jobs/{posting.id}", as_=coder).text
    assert visit(f"/employers/jobs/{posting.id}", as_=coder).status == 403
