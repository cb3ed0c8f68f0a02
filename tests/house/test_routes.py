"""Every address of the site: who may open it, and that nobody else can. A new one needs its row here."""

from hashlib import sha256
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from careercenter.accounts.models import Passkey, SignInSession
from careercenter.alerts import links as alert_links
from careercenter.alerts import saving
from careercenter.alerts.saving import Wish
from careercenter.applications import applying
from careercenter.billing import catalog, checkout
from careercenter.billing.gateways.sandbox import subscriptions
from careercenter.billing.gateways.sandbox.checkout import get_session
from careercenter.candidates import resumes
from careercenter.caseconsultant import asking
from careercenter.caseconsultant import links as consultation_links
from careercenter.caseconsultant import queries as consultations
from careercenter.caseconsultant.models import ConsultationMessage, ConsultationState, PublicAnswer, PublicState, Voice
from careercenter.casepilot.conversations import keeping
from careercenter.casepilot.conversations import queries as casepilot_queries
from careercenter.casepilot.library import importing as library
from careercenter.codes import queries as code_queries
from careercenter.codes.models import CodeSystem
from careercenter.codes.tools import keeping as kept_codes
from careercenter.core import db, now
from careercenter.credentials import holdings
from careercenter.employers import invitations, profiles, queries
from careercenter.employers.models import MemberRole
from careercenter.files import links
from careercenter.files.models import StoredFile
from careercenter.mail.models import OutboxMail
from careercenter.mail.transports import compose
from careercenter.memberships import following, joining, plans
from careercenter.moderation import reports
from careercenter.moderation.models import ModerationItem, ReportReason
from careercenter.search.query import Query
from tests.browsing import Visitor, csrf_token
from tests.casepilot.factories import make_answered
from tests.cast import make_employer, make_member
from tests.codes.factories import import_tabular
from tests.files.documents import pdf, picture
from tests.postings.factories import make_live, make_order, make_posting

# `outsider` owns another employer.
WHO = ("guest", "coder", "owner", "recruiter", "viewer", "finance", "outsider", "moderator", "admin")
EVERYBODY = frozenset(WHO)
SIGNED_IN = EVERYBODY - {"guest"}
MEMBERS = frozenset({"owner", "recruiter", "viewer", "finance"})
STAFF = frozenset({"moderator", "admin"})

GROUPS = {
    "everybody": EVERYBODY,
    "nobody": frozenset(),  # but a machine with its own password
    "signed-in": SIGNED_IN,
    "coder": {"coder"},  # her own things
    "applicants": SIGNED_IN - MEMBERS,  # nobody applies to her own employer
    "members": MEMBERS,
    "owners": {"owner"},
    "hiring": {"owner", "recruiter"},
    "reviewing": {"owner", "recruiter", "viewer"},
    "reading": {"owner", "recruiter", "viewer"} | STAFF,
    "buying": {"owner", "recruiter", "finance"},
    "accounting": {"owner", "recruiter", "finance", "admin"},
    "staff": STAFF,
    "admins": {"admin"},
}

# Endpoint, who, and what its address names where that isn't what things() says. Tried from top to bottom:
# what ends a thing stands below what needs it.
TABLE = """
assets.stylesheet                      everybody
bootstrap.static                       everybody   filename=css/bootstrap.min.css
static                                 everybody   filename=js/app.js
health.healthz                         everybody
health.readyz                          everybody
health.metrics                         everybody
syndication.robots_txt                 everybody
syndication.sitemap_index              everybody
syndication.sitemap_part               everybody   kind=pages number=0
components.index                       everybody
demo.index                             everybody
mailbox.index                          everybody
mailbox.show                           everybody
mailbox.body                           everybody
mailbox.templates                      everybody
mailbox.template                       everybody   name=order_paid
mailbox.template_body                  everybody   name=order_paid
sandbox.show                           everybody
sandbox.act                            everybody
sandbox.portal                         everybody
sandbox.turn                           everybody

search.home                            everybody
search.index                           everybody
search.suggest                         everybody
search.remote                          everybody
search.landing                         everybody   kind=credential key=cpc
search.for_me                          signed-in
jobs.show                              everybody   posting_id=live
jobs.show                              reading     posting_id=draft
moderation.report                      everybody   posting_id=live
applications.leave                     everybody   posting_id=outside
applications.go                        everybody   posting_id=outside

accounts.register                      everybody
accounts.registered                    everybody
accounts.recover                       everybody
accounts.choose_password               everybody   token=guess
accounts.verify_email                  everybody   token=guess
accounts.verify_email_now              everybody   token=guess
accounts.confirm_email_change          everybody   token=guess
accounts.confirm_email_change_now      everybody   token=guess
accounts.undo_email_change             everybody   token=guess
accounts.undo_email_change_now         everybody   token=guess
accounts.sign_in                       everybody
accounts.passkey_sign_in               everybody
accounts.passkey_sign_in_options       everybody
accounts.passkey_options               everybody
accounts.passkey_step                  everybody
accounts.second_step                   signed-in
accounts.verify_notice                 signed-in
accounts.resend_verification           signed-in
accounts.settings                      signed-in
accounts.profile                       signed-in
accounts.confirm                       signed-in
accounts.change_email                  signed-in
accounts.change_password               signed-in
accounts.data                          signed-in
accounts.download_data                 signed-in
accounts.delete                        signed-in
accounts.two_step                      signed-in
accounts.set_up_two_step               signed-in
accounts.turn_off_two_step             signed-in
accounts.undo_second_factor            everybody   token=guess
accounts.undo_second_factor_now        everybody   token=guess
accounts.renew_recovery_codes          signed-in
accounts.passkey_registration_options  signed-in
accounts.add_passkey                   signed-in
accounts.remove_passkey                coder
accounts.list_sessions                 signed-in
accounts.revoke_session                signed-in   public_id=guess
accounts.revoke_other_sessions         signed-in

accounts.list_people                   staff
accounts.show_person                   staff       public_id=person
accounts.suspend_person                staff       public_id=person
accounts.reinstate_person              staff       public_id=person
accounts.reset_second_factor           admins      public_id=person
accounts.grant_role                    admins      public_id=person
accounts.revoke_role                   admins      public_id=person role=moderator

moderation.index                       staff
moderation.decided                     staff
moderation.show                        staff
moderation.claim_next                  staff
moderation.claim                       staff
moderation.decide                      staff
moderation.release                     staff

shortlists.index                       signed-in
shortlists.list_elsewhere              signed-in
shortlists.list_hidden                 signed-in
shortlists.edit                        signed-in   posting_id=live
shortlists.save                        signed-in   posting_id=live
shortlists.unsave                      signed-in   posting_id=live
shortlists.hide                        signed-in   posting_id=live
shortlists.unhide                      signed-in   posting_id=live
shortlists.hide_employer               signed-in
shortlists.unhide_employer             signed-in

metering.show_views                    signed-in   meter_key=casepilot
metering.show_allowances               admins      public_id=person
metering.adjust                        admins      public_id=person

candidates.profile                     signed-in
candidates.download_resume             coder
files.show                             coder       token=resume
credentials.add                        signed-in
credentials.edit                       coder
credentials.remove                     coder
applications.apply                     applicants  posting_id=live
applications.index                     signed-in
applications.show                      coder       public_id=application
applications.download_sent_resume      coder       public_id=application
applications.ask_withdraw              coder       public_id=application
applications.list_applicants           reviewing
applications.show_applicant            reviewing   public_id=application
applications.download_resume           reviewing   public_id=application
applications.move                      hiring      public_id=application
applications.add_note                  hiring      public_id=application
applications.withdraw                  coder       public_id=application

employer_postings.begin                everybody
employer_postings.clean_paste          signed-in
employer_postings.preview_text         signed-in
employer_postings.index                reviewing
employer_postings.create               hiring
employer_postings.show                 reading     posting_id=draft
employer_postings.preview              reading     posting_id=draft
employer_postings.show_revisions       reading     posting_id=draft
employer_postings.edit                 hiring      posting_id=draft
employer_postings.save                 hiring      posting_id=draft
employer_postings.autosave             hiring      posting_id=draft
employer_postings.check                hiring      posting_id=draft
employer_postings.copy                 hiring      posting_id=draft
employer_postings.submit               hiring      posting_id=draft
employer_postings.take_back            hiring      posting_id=draft
employer_postings.discard_changes      hiring      posting_id=live
employer_postings.confirm_renewal      hiring      posting_id=live
employer_postings.renew                hiring      posting_id=live
employer_postings.pause                hiring      posting_id=live
employer_postings.resume               hiring      posting_id=live
employer_postings.mark_filled          hiring      posting_id=live
employer_postings.withdraw             hiring      posting_id=outside

billing.webhook                        everybody
billing.packs                          everybody
billing.buy_pack                       signed-in
billing.own_orders                     signed-in
billing.pricing                        everybody
billing.prices                         accounting
billing.orders                         accounting
billing.statement                      accounting
billing.show_order                     accounting  public_id=order
billing.order_state                    accounting  public_id=order
billing.left_payment                   accounting  public_id=order
billing.receipt                        accounting  public_id=order
billing.buy                            buying
billing.pay                            buying      public_id=order
billing.cancel                         buying      public_id=order
billing.grant                          admins

memberships.index                      everybody
memberships.start                      signed-in
memberships.show                       signed-in
memberships.welcome                    coder       public_id=membership
memberships.state                      coder       public_id=membership
memberships.portal                     signed-in
memberships.switch                     signed-in   code=yearly
memberships.cancel                     signed-in
memberships.resume                     signed-in

employers.profile                      everybody
employers.show_logo                    everybody
employers.show_invitation              everybody   token=invitation_token
employers.accept_invitation            signed-in   token=invitation_token
employers.index                        signed-in
employers.create                       signed-in
employers.show_dashboard               members
employers.show_members                 members
employers.edit                         hiring
employers.set_logo                     hiring
employers.show_domain                  hiring
employers.claim_domain                 hiring
employers.mail_domain_code             hiring
employers.confirm_domain_code          hiring
employers.check_domain_record          hiring
employers.remove_logo                  hiring
employers.invite                       owners
employers.resend_invitation            owners
employers.change_role                  owners
employers.revoke_invitation            owners
employers.remove_member                owners
employers.leave                        members

console.index                          staff
console.list_employers                 staff
console.show_employer                  staff
console.withdraw_domain                staff
console.list_orders                    admins
console.show_order                     admins      public_id=order
console.ask_gateway                    admins      public_id=order
console.settle_order                   admins      public_id=order
console.list_prices                    admins
codes.show                             everybody   system=icd10cm code=T66
codes.index                            everybody
library.index                          everybody
library.document                       everybody   document=made-up
library.passage                        everybody   document=made-up address=text
library.rule                           everybody   series=guidelines section=I.A.12
codes.suggest                          everybody
codes.browse                           everybody   system=icd10cm
codes.browse_under                     everybody   system=icd10cm key=E11
codes.compare                          everybody
codes.check                            signed-in
codes.my_codes                         signed-in
codes.my_codes_as_text                 signed-in
codes.keep_code                        signed-in   system=icd10cm key=E119
codes.note_codes                       signed-in
codes.let_code_go                      signed-in

casepilot.index                        everybody
casepilot.ask                          everybody
casepilot.case                         everybody
casepilot.shared                       everybody   token=shared_answer
casepilot.show                         coder       public_id=conversation
casepilot.rate                         coder       public_id=question
casepilot.stop                         coder       public_id=question
casepilot.answer                       coder       public_id=question
casepilot.share                        coder       public_id=question
casepilot.unshare                      coder       public_id=other_question
casepilot.delete                       coder       public_id=other_conversation
casepilot.delete_all                   everybody

codes_editorial.index                  admins
codes_editorial.edit                   admins      system=icd10cm key=E119
codes_editorial.approve                admins      system=icd10cm key=E119
codes_editorial.send_back              admins      system=icd10cm key=E119
codes_editorial.take_back              admins      system=icd10cm key=E119
codes_editorial.save                   admins      system=icd10cm key=E119
console.set_price                      admins      code=single
console.list_memberships               admins
console.set_plan_price                 admins      code=monthly
console.list_memberships_of            admins      public_id=person
console.show_membership                admins      public_id=membership
console.refresh_membership             admins      public_id=membership
console.refund_membership              admins      public_id=membership
console.end_membership                 admins      public_id=membership
console.list_audit                     admins
console.list_mails                     admins
console.try_mail_again                 admins
console.show_health                    admins
console.grant_credits                  admins
console.suspend_employer               staff
console.reinstate_employer             staff

caseconsultant.receive                 nobody
caseconsultant.list_public             everybody
caseconsultant.show_public             everybody   public_id=public_answer
caseconsultant.index                   signed-in
caseconsultant.start                   signed-in
caseconsultant.show                    coder       public_id=consultation
caseconsultant.write                   coder       public_id=consultation
caseconsultant.rate                    coder       public_id=answered message_id=answer
caseconsultant.ask_a_person            coder       public_id=answered
caseconsultant.show_answer             everybody   token=answer_token
caseconsultant.rate_by_link            everybody   token=answer_token
caseconsultant.ask_a_person_by_link    everybody   token=answer_token
consultants.queue                      admins
consultants.show                       admins      public_id=consultation
consultants.take                       admins      public_id=consultation
consultants.keep                       admins      public_id=consultation
consultants.hand_over                  admins      public_id=consultation
consultants.put_back                   admins      public_id=consultation
consultants.answer                     admins      public_id=consultation
consultants.list_answers               admins
consultants.show_public_answer         admins      public_id=public_answer
consultants.edit_public_answer         admins      public_id=public_answer
consultants.decide_public_answer       admins      public_id=public_answer act=withdraw

alerts.hear_of_mails                   nobody
alerts.new                             everybody
alerts.save                            everybody
alerts.sent                            everybody
alerts.index                           signed-in
alerts.show                            coder       public_id=saved
alerts.visit                           coder       public_id=saved
alerts.edit                            coder       public_id=saved
alerts.feed                            everybody   token=feed kind=atom
alerts.change_feed                     coder       public_id=saved
alerts.confirm                         everybody   token=saved_confirm
alerts.confirm_now                     everybody   token=saved_confirm
alerts.manage                          everybody   token=saved_manage
alerts.change                          everybody   token=saved_manage
alerts.pause                           coder       public_id=saved
alerts.resume                          coder       public_id=saved
alerts.ask_unsubscribe                 everybody   token=saved_manage scope=one
alerts.unsubscribe                     everybody   token=saved_manage scope=one
alerts.delete                          coder       public_id=saved

accounts.sign_out                      everybody
"""
ROWS = [line.split() for line in TABLE.splitlines() if line]

# What is sent where nothing at all would be refused before anybody asks who sends it.
FIELDS = {
    "sandbox.act": {"step": "challenge"},
    "sandbox.turn": {"step": "card_works"},
    "memberships.start": {"plan": "monthly"},
    "billing.buy": {"product": "single", "key": "one"},
    "billing.buy_pack": {"product": "casepilot-50", "key": "one"},
    "billing.grant": {"kind": "standard", "credits": "1", "reason": "A present", "key": "two"},
    "employers.change_role": {"role": "viewer"},
    "applications.move": {"move": "review"},
    "applications.add_note": {"text": "Call her."},
    "casepilot.ask": {"question": "What is E11.9?", "key": "three"},
    "casepilot.rate": {"rating": "up"},
    "codes_editorial.save": {"description": "Words of our own."},
}


def test_every_address_has_its_row(app: Flask):
    assert {row[0] for row in ROWS} == {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.fixture
def outsider(app):
    return make_member(make_employer("Other Clinic"), MemberRole.OWNER, "Olga Outsider")


@pytest.fixture
def things(app, tmp_path, hospital, owner, viewer, coder, stranger) -> dict[str, Any]:
    """What stands in the gaps of addresses."""
    catalog.seed()
    import_tabular()
    made_up = tmp_path / "made-up.txt"
    made_up.write_text("Some words.")
    library.import_file(made_up, library.About("Made-up"))
    live = make_live(make_posting(hospital))
    holding = holdings.add("CCS", by=coder, number="", issued_on=None, expires_on=None, expected_on=None)
    passkey = Passkey(user_id=coder.id, name="key", credential_id="a2V5", public_key="k", sign_count=0)
    db.session.add(passkey)
    db.session.commit()
    passkey_id = passkey.id
    resumes.upload(pdf(), name="cora.pdf", by=coder)
    application = applying.submit(live, by=coder, cover_note="", answers={})
    reports.report(live, ReportReason.SCAM, details="", by=stranger, visitor="")
    profiles.set_logo(hospital, picture(), name="logo.png", by=owner)
    invitation = invitations.invite(hospital, "nina@example.com", MemberRole.VIEWER, by=owner)
    invitation.token_hash = sha256(b"welcome").hexdigest()
    db.session.commit()
    app.extensions["mail"].deliver(compose(sender="a@example.com", to="b@example.com", subject="Hi", text="Hi",
                                           html="<p>Hi</p>", host="localhost"))
    with app.test_request_context():
        resume = links.address_for(db.session.query(StoredFile).filter_by(name="cora.pdf").one(), coder, "a test")
    plans.seed()
    membership = joining.start("monthly", by=coder)
    subscriptions.subscribe(get_session(str(membership.session_id)))
    following.ask(membership)
    saved = saving.save(Query(words="inpatient"), Wish("Inpatient"), by=coder)
    order = make_order(hospital, owner)
    order.paid_at = now()
    saved.feed_token_hash = sha256(b"feed").hexdigest()
    db.session.commit()
    one, other = (make_answered(coder, key) for key in ("one", "other"))
    kept_codes.keep(code_queries.list_by_keys(CodeSystem.ICD10CM, ["E119"])["E119"].code, by=coder)
    asked = [asking.ask(asking.cleaned("What is E11.9?"), by=coder, key=f"k{number}") for number in range(2)]
    answer = ConsultationMessage(consultation_id=asked[1].consultation_id, key="answer", voice=Voice.CASEPILOT,
                                 text="E11.9.")
    public = PublicAnswer(title="E11.9?", question="E11.9?", answer="E11.9.", state=PublicState.PUBLISHED,
                          published_at=now())
    db.session.add_all([answer, public])
    waiting, answered = (consultations.get_by_id(message.consultation_id) for message in asked)
    waiting.state, waiting.due_at = ConsultationState.QUEUED, now()
    answered.state = ConsultationState.ANSWERED_AUTOMATICALLY
    db.session.commit()
    return {
        "consultation": waiting.public_id, "answered": answered.public_id, "answer": answer.public_id,
        "answer_token": consultation_links.answer_token(answer), "public_answer": public.public_id,
        "employer_id": hospital.id, "slug": hospital.slug, "membership_id": queries.find_membership(
            hospital.id, viewer.id).id, "invitation_id": invitation.id, "invitation_token": "welcome",
        "draft": make_posting(hospital).id, "live": live.id,
        "outside": make_live(make_posting(hospital, apply_method="link", apply_url="https://mercy.example/1")).id,
        "holding_id": holding.id, "resume": resume.rsplit("/", 1)[-1], "application": application.public_id,
        "order": order.public_id, "person": stranger.public_id,
        "session_id": checkout.start(hospital.id, "single", by=owner, key="k").session_id,
        "membership": membership.public_id, "subscription_id": membership.gateway_id,
        "item_id": db.session.query(ModerationItem).one().id, "passkey_id": passkey_id,
        "mail_id": db.session.query(OutboxMail).first().id,
        "saved": saved.public_id, "saved_manage": alert_links.manage_token(saved),
        "saved_confirm": alert_links.confirm_token(saved), "feed": "feed",
        "conversation": casepilot_queries.conversation_of(one).public_id, "question": one.public_id,
        "other_conversation": casepilot_queries.conversation_of(other).public_id, "other_question": other.public_id,
        "shared_answer": keeping.share(one),
        "kept_id": kept_codes.list_kept(coder.id)[0].row.id,
        "name": app.extensions["mail"].list_newest()[0][0],
    }


@pytest.mark.parametrize("who", WHO)
def test_each_person_opens_what_is_for_her_and_nothing_else(visit: Visitor, things, request, who):
    client = visit.client(None if who == "guest" else request.getfixturevalue(who))
    wrong = []
    for endpoint, group, *named in ROWS:
        may, values = who in GROUPS[group], dict(pair.split("=") for pair in named)
        for rule in visit.app.url_map.iter_rules(endpoint):
            for method in (rule.methods or set()) & {"GET", "POST"}:
                path = address(visit.app, rule, values, things)
                answer = client.open(path, method=method, headers={"Accept": "text/html"}, data={
                    **FIELDS.get(endpoint, {}), "csrf_token": csrf_token(client)} if method == "POST" else None)
                if not (_is_open(answer) if may else _is_closed(answer, who)):
                    wrong.append(f"{method} {path} ({endpoint}, {group}): {answer.status} {answer.location or ''}")
    assert not wrong, f"{who}:\n" + "\n".join(wrong)


def address(app: Flask, rule: Rule, values: dict[str, str], things: dict[str, Any]) -> str:
    gaps = {gap: things.get(values.get(gap, gap), values.get(gap)) for gap in rule.arguments}
    with app.test_request_context():
        return url_for(rule.endpoint, **gaps)


def _is_open(answer: TestResponse) -> bool:
    return answer.status_code not in (401, 403, 404, 405) and answer.status_code < 500 and not _asks_who(answer)


def _is_closed(answer: TestResponse, who: str) -> bool:
    return answer.status_code == 404 or (_asks_who(answer) if who == "guest" else answer.status_code == 403)


def _asks_who(answer: TestResponse) -> bool:
    return answer.status_code in (302, 303) and (answer.location or "").startswith(
        ("/sign-in?", "/register?next=", "/account/confirm?"))


def test_a_member_of_staff_does_nothing_before_the_second_step(visit: Visitor, things, moderator):
    client = visit.client(moderator)
    db.session.query(SignInSession).update({"second_factor_at": None})
    db.session.commit()
    for endpoint, group, *named in ROWS:
        if GROUPS[group] & {"guest"}:
            continue
        for rule in visit.app.url_map.iter_rules(endpoint):
            method = "GET" if "GET" in (rule.methods or set()) else "POST"
            path = address(visit.app, rule, dict(pair.split("=") for pair in named), things)
            answer = client.open(path, method=method, data={"csrf_token": csrf_token(client)} if method == "POST"
                                 else None)
            if endpoint.startswith(("accounts.verify", "accounts.resend", "accounts.second", "accounts.confirm",
                                    "accounts.set_up", "accounts.passkey_reg", "accounts.add_passkey")):
                continue  # the way to it
            assert (answer.location or "").startswith("/account/two-step/set-up"), f"{endpoint}: {answer.status}"
