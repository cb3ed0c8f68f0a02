"""Pages of members and invitations."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from careercenter.accounts.access import verified_required
from careercenter.accounts.identity import find_signed_in, signed_in
from careercenter.core import AlreadyDone, NotPossible, require
from careercenter.employers import invitations, membership, policies, queries
from careercenter.employers.forms import AcceptForm, InviteForm, RoleForm
from careercenter.employers.membership import ROLE_MEANINGS, ROLE_NAMES, LastOwner
from careercenter.employers.models import Employer, MemberRole
from careercenter.employers.views.pages import blueprint, by_person, get_own_employer, member_page
from careercenter.extensions import limiter
from careercenter.web.navigation import url_if

Answer = str | tuple[str, int] | Response


@blueprint.get("/employers/<int:employer_id>/members")
@login_required
def show_members(employer_id: int) -> str:
    """Who acts for the employer, and who is invited."""
    return _members_page(get_own_employer(employer_id), InviteForm())


@blueprint.post("/employers/<int:employer_id>/invitations")
@login_required
@limiter.limit("40 per hour", key_func=by_person)
def invite(employer_id: int) -> Answer:
    """Invite a colleague."""
    employer = get_own_employer(employer_id)
    require(policies.may_manage_members(signed_in(), employer.id))
    form = InviteForm()
    if form.validate_on_submit():
        try:
            invited = invitations.invite(employer, str(form.email.data), MemberRole(form.role.data),
                                         by=signed_in())
        except AlreadyDone as refusal:
            form.email.errors = [str(refusal)]
        else:
            flash(f"We have written to {invited.email}. The link works for 14 days.", "success")
            return _back(employer_id)
    return _members_page(get_own_employer(employer_id), form), 422


@blueprint.post("/employers/<int:employer_id>/invitations/<int:invitation_id>/resend")
@login_required
@limiter.limit("40 per hour", key_func=by_person)
def resend_invitation(employer_id: int, invitation_id: int) -> Response:
    """Mail an invitation again."""
    get_own_employer(employer_id)
    invitation = queries.get_invitation_or_404(employer_id, invitation_id)
    invitations.resend(invitation, by=signed_in())
    flash(f"We have written to {invitation.email} again, with a new link.", "success")
    return _back(employer_id)


@blueprint.post("/employers/<int:employer_id>/invitations/<int:invitation_id>/revoke")
@login_required
def revoke_invitation(employer_id: int, invitation_id: int) -> Response:
    """Withdraw an invitation."""
    get_own_employer(employer_id)
    invitation = queries.get_invitation_or_404(employer_id, invitation_id)
    invitations.revoke(invitation, by=signed_in())
    flash(f"The invitation to {invitation.email} is withdrawn.", "success")
    return _back(employer_id)


@blueprint.post("/employers/<int:employer_id>/members/<int:membership_id>/role")
@login_required
def change_role(employer_id: int, membership_id: int) -> Response:
    """Give a member another role."""
    employer = get_own_employer(employer_id)
    form = RoleForm()
    if not form.validate_on_submit():
        raise NotPossible("Choose one of the roles in the list.")
    role = MemberRole(form.role.data)
    try:
        membership.change_role(employer, membership_id, role, by=signed_in())
    except LastOwner as refusal:
        flash(str(refusal), "warning")
    else:
        flash(f"Saved. The role is {ROLE_NAMES[role].lower()} now.", "success")
    return _back(employer_id)


@blueprint.post("/employers/<int:employer_id>/members/<int:membership_id>/remove")
@login_required
def remove_member(employer_id: int, membership_id: int) -> Response:
    """End somebody's membership."""
    employer = get_own_employer(employer_id)
    try:
        membership.remove(employer, membership_id, by=signed_in())
    except LastOwner as refusal:
        flash(str(refusal), "warning")
    else:
        flash("Removed. We have told the person by e-mail.", "success")
    if not policies.may_read(signed_in(), employer_id):
        return redirect(url_for(".index"))
    return _back(employer_id)


@blueprint.post("/employers/<int:employer_id>/leave")
@login_required
def leave(employer_id: int) -> Response:
    """End one's own membership."""
    employer = get_own_employer(employer_id)
    try:
        membership.leave(employer, by=signed_in())
    except LastOwner as refusal:
        flash(str(refusal), "warning")
        return _back(employer_id)
    flash(f"You are no longer a member of {employer.name}.", "success")
    return redirect(url_for(".index"))


@blueprint.get("/employers/invitations/<token>")
def show_invitation(token: str) -> Answer:
    """What one is invited to. Guests sign in or register and come back here."""
    joined = invitations.find_joined(token, by=find_signed_in())
    if joined is not None:
        return redirect(url_for(".show_dashboard", employer_id=joined.id))
    return _invitation_page(token, AcceptForm())


@blueprint.post("/employers/invitations/<token>")
@verified_required
def accept_invitation(token: str) -> Answer:
    """Become a member."""
    form = AcceptForm()
    try:
        employer = invitations.accept(token, by=signed_in(),
                                      with_other_address=bool(form.with_other_address.data))
    except invitations.OtherAddress:
        form.with_other_address.errors = ["Check this box if you want to go on with this account."]
        return _invitation_page(token, form), 422
    flash(f"Welcome to {employer.name}.", "success")
    return redirect(url_for(".show_dashboard", employer_id=employer.id))


def _back(employer_id: int) -> Response:
    return redirect(url_for(".show_members", employer_id=employer_id))


def _members_page(employer: Employer, form: InviteForm) -> str:
    may_manage = policies.may_manage_members(signed_in(), employer.id)
    pending = queries.list_pending_invitations(employer.id) if may_manage else []
    return member_page("members", employer, form=form, members=queries.list_members(employer.id),
                       pending=pending, me=signed_in(), role_names=ROLE_NAMES, role_meanings=ROLE_MEANINGS)


def _invitation_page(token: str, form: AcceptForm) -> str:
    invitation, employer = invitations.get_open_or_404(token)
    user = find_signed_in()
    return render_template(
        "employers/invitation.html", invitation=invitation, employer=employer, form=form, user=user, token=token,
        is_member=policies.may_read(user, employer.id), role_name=ROLE_NAMES[invitation.role].lower(),
        role_meaning=ROLE_MEANINGS[invitation.role],
        sign_in_url=url_if("accounts.sign_in", next=request.path),
        register_url=url_if("accounts.register", next=request.path))
