"""What the operator does on the server."""

from careercenter.core import AuditEntry, db
from careercenter.metering import ledger
from careercenter.metering.meters import CASEPILOT, CODE_PAGES


def run(app, *words: str, text: str = ""):
    return app.test_cli_runner().invoke(args=["metering", *words], input=text)


def test_says_what_is_left(app, coder):
    assert "5  code page views" in run(app, "balance", coder.email).output
    assert run(app, "balance", "nobody@example.com").exit_code == 1


def test_adjusts_with_a_reason(app, coder):
    done = run(app, "adjust", coder.email, "--reason", "Our mistake", "--", "-2")

    assert done.exit_code == 0 and "3  code page views" in done.output
    assert db.session.query(AuditEntry).filter_by(action="adjust_allowance", reason="Our mistake").count() == 1
    assert "more views than are left" in run(app, "adjust", coder.email, "--reason", "x", "--", "-9").output


def test_promotes_each_address_once(app, coder, stranger):
    people = f"{coder.email}\n\n{stranger.email.upper()}\nnobody@example.com\n"
    first = run(app, "promote", "spring", "3", "--of", "casepilot", text=people)
    again = run(app, "promote", "spring", "3", "--of", "casepilot", text=people)

    assert first.output.strip() == "2 given, 0 had it already, 1 without an account"
    assert again.output.strip() == "0 given, 2 had it already, 1 without an account"
    assert ledger.balance(CASEPILOT, coder) == 8 and ledger.balance(CODE_PAGES, coder) == 5
