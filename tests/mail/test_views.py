from careercenter.mail.transports import LocalMailbox, compose

SENDER = "CareerCenter <no-reply@localhost>"


def _arrives(app, subject: str = "Confirm your address", text: str = "Confirm: http://127.0.0.1:8000/confirm/abc"):
    mailbox = app.extensions["mail"]
    assert isinstance(mailbox, LocalMailbox)
    mailbox.deliver(compose(sender=SENDER, to="cora@example.com", subject=subject, text=text,
                            html="<p>Confirm <script>alert(1)</script></p>", host="localhost"))


def test_an_empty_mailbox_says_how_to_fill_it(app, visit, monkeypatch, tmp_path):
    monkeypatch.setitem(app.extensions, "mail", LocalMailbox(tmp_path))

    assert "No mail yet" in visit("/dev/mailbox").text


def test_a_mail_is_read_and_its_links_followed(app, visit, monkeypatch, tmp_path):
    monkeypatch.setitem(app.extensions, "mail", LocalMailbox(tmp_path))
    _arrives(app)

    page = visit("/dev/mailbox").follow("Confirm your address")

    assert "cora@example.com" in page.text
    assert page.soup.select_one(".mail-text a")["href"] == "http://127.0.0.1:8000/confirm/abc"


def test_its_html_runs_nothing(app, visit, monkeypatch, tmp_path):
    monkeypatch.setitem(app.extensions, "mail", LocalMailbox(tmp_path))
    _arrives(app, text="<script>alert(1)</script>")

    page = visit("/dev/mailbox").follow("Confirm your address")
    frame = page.soup.find("iframe")

    assert "allow-scripts" not in frame["sandbox"] and "allow-same-origin" not in frame["sandbox"]
    answer = visit.client().get(frame["src"])
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert not page.soup.select_one(".mail-text script")


def test_a_mail_that_is_not_there_is_nowhere(visit):
    assert visit("/dev/mailbox/nothing").status == 404
