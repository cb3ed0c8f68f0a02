"""What somebody wrote now is told apart from what she quotes and signs with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.caseconsultant.reading.quoting import strip

GMAIL = """Thanks, and with ketoacidosis?

On Tue, Mar 3, 2026 at 10:00 AM CareerCenter <no-reply@jobs.example> wrote:
> Hello Cora,
> E11.9 is billable.
"""
GMAIL_WRAPPED = """And with sequela?

On Tue, Mar 3, 2026 at 10:00 AM CareerCenter Consultants
<consultant+0123456789@jobs.example> wrote:

> Hello
"""
OUTLOOK = """And for a child?

________________________________
From: CareerCenter <no-reply@jobs.example>
Sent: Tuesday, March 3, 2026 10:00 AM
To: Cora Coder
Subject: Re: E11.9

Hello Cora,
"""
OUTLOOK_PLAIN = """And for a child?

From: CareerCenter <no-reply@jobs.example>
Sent: Tuesday, March 3, 2026 10:00 AM
To: Cora Coder
Subject: Re: E11.9

Hello Cora,
"""
ORIGINAL = "And for a child?\n\n-----Original Message-----\nFrom: us\n\nHello"
PHONE = "And for a child?\n\nSent from my iPhone\n\n> On Mar 3, 2026, at 10:00, CareerCenter wrote:\n>\n> Hello"


@pytest.mark.parametrize(("text", "own"), [
    (GMAIL, "Thanks, and with ketoacidosis?"), (GMAIL_WRAPPED, "And with sequela?"), (OUTLOOK, "And for a child?"),
    (OUTLOOK_PLAIN, "And for a child?"), (ORIGINAL, "And for a child?"), (PHONE, "And for a child?")],
    ids=["gmail", "gmail-wrapped", "outlook", "outlook-plain", "original", "phone"])
def test_what_is_quoted_below_goes(text, own):
    assert strip(text, is_reply=True) == own


def test_answers_between_quoted_lines_stay():
    text = ("On Tue, Mar 3, 2026 CareerCenter wrote:\n> Which encounter?\nInitial.\n> Which side?\nLeft.\n")

    assert strip(text, is_reply=True) == "Initial.\nLeft."


@pytest.mark.parametrize("signature", [
    "\n\n-- \nCora Coder, CPC\n555-0100", "\n\nBest regards,\nCora Coder\nCPC, CCS", "\n\nThanks,\nCora",
    "\n\nThank you!\nCora", "\n\nGet Outlook for iOS",
    "\n\nCONFIDENTIALITY NOTICE: this is for you alone.", "\n\nThis e-mail is confidential and intended only for you."])
def test_signatures_and_notices_go(signature):
    assert strip("Is E11.9 billable?" + signature, is_reply=False) == "Is E11.9 billable?"


@pytest.mark.parametrize("text", [
    "On the claim we wrote: E11.9. Is that right?", "From: E11.9 to I10, which one?",
    "Thanks for the last answer.\n\nIs I10 right here?", "Best code for asthma?", "5 > 3 in the table, isn't it?"])
def test_words_that_only_look_so_stay(text):
    assert strip(text, is_reply=True) == text


def test_what_a_first_mail_forwards_is_what_it_asks_about():
    text = "---------- Forwarded message ---------\nFrom: My Boss\n\nIs E11.9 right?"

    assert "Is E11.9 right?" in strip(text, is_reply=False)
    assert strip(text, is_reply=True) == ""


@given(st.text(alphabet="ab >\n-:", max_size=300))
def test_nothing_is_made_up_and_twice_is_once(text):
    own = strip(text, is_reply=True)

    assert set(own.split()) <= set(text.split())
    assert strip(own, is_reply=True) == own
