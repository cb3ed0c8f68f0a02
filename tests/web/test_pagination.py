import pytest
from flask import render_template_string
from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.web.pagination import Page, page_number, page_url, paginate
from tests.cast import make_user


class TestPaginate:
    def test_gives_one_page_and_knows_them_all(self, app):
        for number in range(5):
            make_user(f"Person {number}")

        page = paginate(select(User).order_by(User.id), number=2, size=2)

        assert [user.name for user in page.items] == ["Person 2", "Person 3"]
        assert (page.total, page.last) == (5, 3)

    def test_gives_tuples_where_the_select_names_several(self, app):
        make_user("Ada")

        assert [tuple(row) for row in paginate(select(User.name, User.name), number=1).items] == [("Ada", "Ada")]

    def test_beyond_the_end_is_empty(self, app):
        page = paginate(select(User), number=9)

        assert (list(page.items), page.last) == ([], 1)


@pytest.mark.parametrize(("asked", "number"), [
    ("", 1), ("?page=3", 3), ("?page=0", 1), ("?page=-4", 1), ("?page=x", 1), ("?page=99999999999", 10_000),
])
def test_the_address_says_the_page(app, asked, number):
    with app.test_request_context(f"/{asked}"):
        assert page_number() == number


def test_another_page_keeps_what_else_was_asked(app):
    with app.test_request_context("/?q=a%26b&credential=CPC&credential=CCS&page=4&_external=1"):
        assert page_url(5) == "?q=a%26b&credential=CPC&credential=CCS&_external=1&page=5"


class TestTheWayThrough:
    @pytest.mark.parametrize(("number", "total", "shown"), [
        (1, 137, "1 2 … 14 Next"),
        (2, 137, "Previous 1 2 3 … 14 Next"),
        (7, 137, "Previous 1 … 6 7 8 … 14 Next"),
        (14, 137, "Previous 1 … 13 14"),
        (1, 20, "1 2 Next"),
        (2, 30, "Previous 1 2 3 Next"),
        (1, 10, ""),
    ])
    def test_shows_the_ends_and_the_neighbors(self, app, number, total, shown):
        with app.test_request_context("/"):
            html = render_template_string(
                '{% from "components/pagination.html" import pagination with context %}'
                "{{ (pagination(page) | striptags) }}", page=Page([], number, 10, total))

        assert " ".join(html.split()) == shown

    def test_leads_on(self, visit):
        page = visit("/dev/components?q=cpc").follow("Next")

        assert "Row 1 to Row 10" in page.text
        assert page.path == "/dev/components?q=cpc&page=2"
        assert page.soup.select_one(".cc-pagination [aria-current=page]").get_text() == "2"
