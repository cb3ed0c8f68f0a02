"""Making an account and verifying its address."""

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from careercenter import events
from careercenter.accounts import mailed_links, notices, passwords
from careercenter.accounts.models import Intent, LinkPurpose, User
from careercenter.config import settings
from careercenter.core import AlreadyDone, NotPossible, add_once, db, new_public_id, now, record, transaction
from careercenter.mail import outbox
from careercenter.web.links import absolute


def normalize_email(address: str) -> str:
    """The address as it is kept: trimmed, lower case.

    Raises:
        ValueError: it isn't an address; the message says what is wrong with it.
    """
    try:
        # Addresses under .test are for tests and demonstrations; nobody has one.
        checked = validate_email(address.strip(), check_deliverability=False,
                                 test_environment=not settings.is_production)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    return checked.normalized.lower()


def find_user(email: str) -> User | None:
    """The person with this address."""
    return db.session.scalar(select(User).where(User.email == email))


def register(*, name: str, email: str, password: str, intent: Intent, time_zone: str = "America/New_York",
             next_path: str | None = None) -> None:
    """Make an account and mail its verification link; an address that has one gets a mail that says so.

    Nothing that returns, and no time that it takes, tells the two apart.
    """
    email, hashed = normalize_email(email), passwords.hash_password(password)
    user = User(name=name.strip(), email=email, password_hash=hashed, intent=intent, time_zone=time_zone)
    with transaction():
        try:
            add_once(user, "This address has an account.")
        except AlreadyDone:
            _remind(email, next_path)
            return
        record("register", user, by=user)
        _send_link(user, next_path)


def resend(user: User, *, next_path: str | None = None) -> None:
    """Mail the verification link again; the older one stops working. It leads to `next_path`, or where that one led.

    Raises:
        NotPossible: the address is verified.
    """
    with transaction():
        if user.is_verified:
            raise NotPossible("Your address is verified already.")
        _send_link(user, next_path or mailed_links.last_next_path(user))


def verify(token: str) -> tuple[User, str | None]:
    """Verify the address to which the link was sent. Returns the person and where she wanted to go.

    A second click on the same link is as good as the first, for as long as the address is hers.

    Raises:
        LinkGone: the link is too old, or for an address that the account no longer has.
    """
    with transaction() as happened:
        seen = mailed_links.find_any(token, LinkPurpose.VERIFY_EMAIL)
        owner = db.session.get(User, seen.user_id) if seen else None
        if seen and seen.used_at and owner and owner.is_active and owner.is_verified and owner.email == seen.email:
            return owner, seen.next_path
        link, user = mailed_links.use(token, LinkPurpose.VERIFY_EMAIL)
        if link.email != user.email:
            raise mailed_links.LinkGone
        user.email_verified_at = now()
        record("verify_email", user, by=user)
        happened.append(events.AddressProven(user.id))
    return user, link.next_path


def _send_link(user: User, next_path: str | None) -> None:
    token = mailed_links.make(user, LinkPurpose.VERIFY_EMAIL, email=user.email, next_path=next_path)
    notices.tell(user, "verify_email", verify_url=absolute("accounts.verify_email", token=token))


def _remind(email: str, next_path: str | None) -> None:
    user = find_user(email)
    if user is None or not user.is_active:
        return
    outbox.post("already_registered", to=email, key=f"already_registered:{new_public_id()}", name=user.name,
                sign_in_url=absolute("accounts.sign_in", next=next_path), recover_url=absolute("accounts.recover"))
