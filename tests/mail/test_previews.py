"""Every mail can be looked at without making it happen first."""

import pytest

from careercenter.mail import previews
from careercenter.mail.outbox import as_html, render_mail
from careercenter.web.markdown import render_markdown


@pytest.mark.parametrize("name", previews.list_templates())
def test_each_mail_has_a_subject_a_text_and_a_page(visit, name):
    page = visit(f"/dev/mailbox/templates/{name}")
    subject = page.soup.find("h1").get_text(strip=True)
    assert page.status == 200 and subject and "\n" not in subject
    html = page.client.get(f"/dev/mailbox/templates/{name}/html")
    assert html.status_code == 200 and "CareerCenter" in html.text
    assert html.text.count("{%") == html.text.count("{{") == 0


@pytest.mark.parametrize("name", previews.list_templates())
def test_no_mail_has_a_block_that_goes_on_after_a_blank_line(app, name):
    with app.test_request_context():
        _, marked_up = render_mail(previews.placeholders(), name, {})

        assert as_html(marked_up) == render_markdown(marked_up)


def test_they_are_listed(visit):
    page = visit("/dev/mailbox").follow("All mails that the site can write")
    assert page.follow("order paid").status == 200


def test_there_is_no_other(visit):
    assert visit("/dev/mailbox/templates/layout").status == 404
