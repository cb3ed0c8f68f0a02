"""Passkeys (WebAuthn Level 3), by py_webauthn: to sign in with, and as a second step."""

from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, select
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from careercenter.accounts import notices, second_factor, sessions, sign_in
from careercenter.accounts.models import Passkey, PasskeyChallenge, SignInSession, User
from careercenter.accounts.secrets import hash_token, new_token
from careercenter.config import settings
from careercenter.core import DomainError, NotFound, NotPossible, add_once, db, lock, now, record, transaction

LASTS = timedelta(minutes=5)
MOST = 10
REGISTER, SIGN_IN, SECOND_STEP = "register", "sign-in", "second-step"


class PasskeyRefused(DomainError):
    """The authenticator's answer doesn't prove what it should."""

    status = 422

    def __init__(self) -> None:
        super().__init__("This passkey didn't work. Try again, or use another way to sign in.")


def registration_options(user: User) -> tuple[str, str]:
    """What a browser needs to make a passkey, as JSON; and the challenge, to be kept in the session."""
    with transaction():
        challenge = _new_challenge(REGISTER, user)
    options = generate_registration_options(
        rp_id=_site()[0], rp_name="CareerCenter", user_id=user.public_id.encode(),
        user_name=user.email, user_display_name=user.name, challenge=challenge.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED),
        exclude_credentials=_descriptors(user))
    return options_to_json(options), challenge


def add(user: User, credential: dict[str, Any], challenge: str, *, name: str,
        session: SignInSession | None) -> list[str]:
    """Take a new passkey. Returns recovery codes to be shown once, if the person had none.

    The session that did it counts as having used the second factor.

    Raises:
        PasskeyRefused: the answer doesn't prove that the browser made it for this site now.
        AlreadyDone: the passkey is known.
        NotPossible: there are ten.
    """
    with transaction():
        _take_challenge(challenge, REGISTER, user)
        if len(list_of(user)) >= MOST:
            raise NotPossible(f"You have {MOST} passkeys. Remove one that you don't use.")
    try:
        made = verify_registration_response(
            credential=credential, expected_challenge=challenge.encode(), expected_rp_id=_site()[0],
            expected_origin=_site()[1])
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    known = {transport.value for transport in AuthenticatorTransport}
    given = (credential.get("response") or {}).get("transports") or []
    with transaction():
        add_once(Passkey(
            user_id=user.id, name=name.strip()[:60] or "Passkey", sign_count=made.sign_count,
            credential_id=bytes_to_base64url(made.credential_id),
            public_key=bytes_to_base64url(made.credential_public_key),
            transports=[transport for transport in given if transport in known]),
            "This passkey is set up already.")
        codes = [] if second_factor.count_codes(user) else second_factor.make_codes(user)
        if session is not None:
            session.second_factor_at = now()
        sessions.revoke_all(user, but=session)
        record("add_passkey", user, by=user)
        notices.second_factor_added(user, "A passkey was added")
    return codes


def sign_in_options() -> tuple[str, str]:
    """What a browser needs to offer the passkeys that it has for this site; and the challenge."""
    with transaction():
        challenge = _new_challenge(SIGN_IN, None)
    return options_to_json(generate_authentication_options(
        rp_id=_site()[0], challenge=challenge.encode(),
        user_verification=UserVerificationRequirement.REQUIRED)), challenge


def second_step_options(user: User) -> tuple[str, str]:
    """What a browser needs to use one of this person's passkeys; and the challenge."""
    with transaction():
        challenge = _new_challenge(SECOND_STEP, user)
    return options_to_json(generate_authentication_options(
        rp_id=_site()[0], challenge=challenge.encode(), allow_credentials=_descriptors(user),
        user_verification=UserVerificationRequirement.PREFERRED)), challenge


def sign_in_with(credential: dict[str, Any], challenge: str, *, device: str, remember: bool) -> User:
    """Sign in by a passkey alone: having it is one factor, the finger or PIN that opened it the other.

    Raises:
        PasskeyRefused: it isn't a passkey of an open account, or nobody was verified by it.
    """
    passkey = _verify(credential, challenge, SIGN_IN, None)
    with transaction():
        user = db.session.get_one(User, passkey.user_id)
        if not user.is_active:
            raise PasskeyRefused
        sign_in.start(user, device=device, remember=remember, used_second_factor=True)
    return user


def take_second_step(row: SignInSession, credential: dict[str, Any], challenge: str) -> User:
    """Take the second step in a session by one of the person's passkeys. The session's token changes.

    Raises:
        PasskeyRefused: it isn't one of hers.
    """
    user = db.session.get_one(User, row.user_id)
    _verify(credential, challenge, SECOND_STEP, user)
    with transaction():
        sign_in.take_second_step(user, row)
    return user


def remove(user: User, passkey_id: int) -> None:
    """Remove a passkey.

    Raises:
        NotFound: the person has no such passkey.
    """
    with transaction():
        passkey = db.session.get(Passkey, passkey_id)
        if passkey is None or passkey.user_id != user.id:
            raise NotFound("There is no such passkey.")
        db.session.delete(passkey)
        db.session.flush()
        second_factor.drop_codes_if_useless(user)
        record("remove_passkey", user, by=user)
        notices.second_factor_changed(user, "A passkey was removed")


def list_of(user: User) -> list[Passkey]:
    """The person's passkeys, the oldest first."""
    return list(db.session.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)))


def drop_old_challenges() -> None:
    """Forget challenges that nobody answered."""
    with transaction():
        db.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < now()))


def _verify(credential: dict[str, Any], challenge: str, purpose: str, user: User | None) -> Passkey:
    """Check an authenticator's answer and count the use. The challenge is gone, whatever comes of it."""
    with transaction():
        _take_challenge(challenge, purpose, user)
    with transaction():
        passkey = db.session.scalar(
            select(Passkey).where(Passkey.credential_id == str(credential.get("id", ""))))
        if passkey is None or (user is not None and passkey.user_id != user.id):
            raise PasskeyRefused
        lock(passkey)
        try:
            verified = verify_authentication_response(
                credential=credential, expected_challenge=challenge.encode(),
                expected_rp_id=_site()[0], expected_origin=_site()[1],
                credential_public_key=base64url_to_bytes(passkey.public_key),
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=purpose == SIGN_IN)
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise PasskeyRefused from error
        passkey.sign_count, passkey.last_used_at = verified.new_sign_count, now()
    return passkey


def _new_challenge(purpose: str, user: User | None) -> str:
    challenge = new_token()
    db.session.add(PasskeyChallenge(challenge_hash=hash_token(challenge), purpose=purpose,
                                    user_id=user.id if user else None, expires_at=now() + LASTS))
    return challenge


def _take_challenge(challenge: str, purpose: str, user: User | None) -> None:
    taken = db.session.execute(delete(PasskeyChallenge).where(
        PasskeyChallenge.challenge_hash == hash_token(challenge), PasskeyChallenge.purpose == purpose,
        PasskeyChallenge.user_id == user.id if user else PasskeyChallenge.user_id.is_(None),
        PasskeyChallenge.expires_at > now()))
    if taken.rowcount != 1:  # pyright: ignore[reportAttributeAccessIssue]
        raise PasskeyRefused


def _site() -> tuple[str, str]:
    """Whose the passkeys are (the RP ID), and the one origin that uses them (WebAuthn Level 3, 5.1.3 and 13.4.9).

    No browser makes one for an IP address, so the machine's own address goes by its name here.
    """
    site = settings.site_url.rstrip("/")
    if not _is_loopback(settings.site_host):
        return settings.site_host, site
    return "localhost", site.replace(urlsplit(site).netloc, _by_name(urlsplit(site).netloc), 1)


def named_address(url: str) -> str | None:
    """Where a page can be opened so that its passkeys work: None if its address has a name, "" if we know no name."""
    parts = urlsplit(url)
    if not _is_ip(parts.hostname or ""):
        return None
    return parts._replace(netloc=_by_name(parts.netloc)).geturl() if _is_loopback(parts.hostname or "") else ""


def _is_loopback(host: str) -> bool:
    """Whether a host is this machine by its number, such as 127.0.0.1."""
    return _is_ip(host) and ip_address(host).is_loopback


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _by_name(netloc: str) -> str:
    port = urlsplit(f"//{netloc}").port
    return f"localhost:{port}" if port else "localhost"


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(
        id=base64url_to_bytes(passkey.credential_id),
        transports=[AuthenticatorTransport(transport) for transport in passkey.transports])
        for passkey in list_of(user)]
