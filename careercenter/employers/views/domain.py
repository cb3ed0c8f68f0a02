"""Pages on which an employer proves its domain."""

from pathlib import Path
from typing import Any

from flask import current_app, flash, redirect, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from careercenter.accounts.identity import signed_in
from careercenter.core import AlreadyDone, require
from careercenter.employers import domains, policies, queries
from careercenter.employers.domain_names import WrongDomain
from careercenter.employers.forms import CodeAddressForm, CodeForm, DomainForm
from careercenter.employers.models import Employer
from careercenter.employers.resolvers import ZoneFile
from careercenter.employers.views.pages import blueprint, by_person, get_own_employer, member_page
from careercenter.extensions import limiter

Answer = str | tuple[str, int] | Response


@blueprint.get("/employers/<int:employer_id>/domain")
@login_required
def show_domain(employer_id: int) -> str:
    """The claimed domain and the two ways to prove it."""
    return _page(_get_editable(employer_id))


@blueprint.post("/employers/<int:employer_id>/domain")
@login_required
@limiter.limit("30 per hour", key_func=by_person)
def claim_domain(employer_id: int) -> Answer:
    """Say which domain it is."""
    employer = _get_editable(employer_id)
    form = DomainForm()
    if form.validate_on_submit():
        try:
            domains.claim(employer, str(form.domain.data), by=signed_in())
        except (WrongDomain, domains.DomainTaken) as refusal:
            form.domain.errors = [str(refusal)]
        else:
            return _back(employer_id)
    return _page(_get_editable(employer_id), domain_form=form), 422


@blueprint.post("/employers/<int:employer_id>/domain/mail")
@login_required
@limiter.limit("10 per hour", key_func=by_person)
def mail_domain_code(employer_id: int) -> Answer:
    """Mail a code to an address at the domain."""
    employer = _get_editable(employer_id)
    form = CodeAddressForm()
    if form.validate_on_submit():
        try:
            domains.mail_code(employer, str(form.email.data), by=signed_in())
        except (domains.WrongAddress, domains.DomainTaken) as refusal:
            form.email.errors = [str(refusal)]
        except AlreadyDone:
            return _back(employer_id)
        else:
            flash(f"We have sent a code to {form.email.data}. It counts for an hour.", "success")
            return _back(employer_id)
    return _page(_get_editable(employer_id), address_form=form), 422


@blueprint.post("/employers/<int:employer_id>/domain/code")
@login_required
@limiter.limit("30 per hour", key_func=by_person)
def confirm_domain_code(employer_id: int) -> Answer:
    """Prove the domain with the mailed code."""
    employer = _get_editable(employer_id)
    form = CodeForm()
    if form.validate_on_submit():
        try:
            domains.confirm_code(employer, str(form.code.data), by=signed_in())
        except (domains.WrongCode, domains.DomainTaken) as refusal:
            form.code.errors = [str(refusal)]
        except AlreadyDone:
            return _back(employer_id)
        else:
            return _verified(employer)
    return _page(_get_editable(employer_id), code_form=form), 422


@blueprint.post("/employers/<int:employer_id>/domain/dns")
@login_required
@limiter.limit("30 per hour", key_func=by_person)
def check_domain_record(employer_id: int) -> Answer:
    """Look for the TXT record now."""
    employer = _get_editable(employer_id)
    try:
        domains.check_dns(employer, by=signed_in())
    except (domains.NotFoundInDns, domains.DomainTaken) as refusal:
        flash(str(refusal), "warning")
    except AlreadyDone:
        pass
    else:
        return _verified(employer)
    return _back(employer_id)


def _get_editable(employer_id: int) -> Employer:
    employer = get_own_employer(employer_id)
    require(policies.may_edit(signed_in(), employer.id))
    return employer


def _back(employer_id: int) -> Response:
    return redirect(url_for(".show_domain", employer_id=employer_id))


def _verified(employer: Employer) -> Response:
    flash(f"{employer.domain} is verified. Job seekers see that beside your name.", "success")
    return redirect(url_for(".show_dashboard", employer_id=employer.id))


def _page(employer: Employer, **forms: Any) -> str:
    check = queries.find_domain_check(employer.id)
    resolver = current_app.extensions["resolver"]
    zone_file: Path | None = resolver.path if isinstance(resolver, ZoneFile) else None
    blank: dict[str, Any] = {
        "domain_form": DomainForm(formdata=None, domain=employer.domain or domains.suggest(employer)),
        "address_form": CodeAddressForm(formdata=None, email=_own_address(employer)),
        "code_form": CodeForm(formdata=None),
    }
    return member_page("domain", employer, check=check, zone_file=zone_file,
                       record_text=domains.record_text(check) if check else None,
                       **{**blank, **forms})


def _own_address(employer: Employer) -> str:
    address = signed_in().email
    return address if address.endswith(f"@{employer.domain}") else ""
