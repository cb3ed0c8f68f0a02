"""How much the guests of one network open in a day, so that clearing cookies isn't an endless supply.

What is kept is a keyed hash of the meter, the day and the address's prefix (docs/adr/0019).
"""

from hashlib import blake2b, sha256
from ipaddress import ip_address, ip_network

from flask import current_app
from sqlalchemy import Connection, delete, update

from careercenter.config import settings
from careercenter.core import db, insert_into, today, transaction
from careercenter.metering.meters import Meter
from careercenter.metering.models import NetworkDay

# RFC 1122, 1918, 3927, 6598; RFC 4193, 4291.
PRIVATE = [ip_network(written) for written in (
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10",
    "::1/128", "fc00::/7", "fe80::/10")]


def prefix_of(address: str | None) -> str | None:
    """The network of an address: /24, of IPv6 /56, which providers give to one customer.

    None for one of a private network, as long as no proxy is trusted: it is this machine, or a proxy that
    TRUSTED_PROXIES doesn't count yet, behind which everybody would seem to be one network.
    """
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return None
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    if not settings.trusted_proxies and any(parsed in network for network in PRIVATE):
        return None
    return str(ip_network(f"{parsed}/{24 if parsed.version == 4 else 56}", strict=False))


def spend(connection: Connection, meter: Meter, address: str | None) -> bool:
    """Count a guest's view; in the caller's transaction. False if her network has none left today."""
    prefix, limit = prefix_of(address), settings.guest_views_per_network
    if prefix is None or limit == 0:
        return True
    day = today()
    made = insert_into(NetworkDay).values(network=_hash_of(meter.key, day.isoformat(), prefix), day=day, views=1)
    counted = made.on_conflict_do_update(index_elements=[NetworkDay.network], set_={"views": NetworkDay.views + 1},
                                         where=NetworkDay.views < limit)
    return connection.execute(counted.returning(NetworkDay.views)).first() is not None


def give_back(connection: Connection, meter: Meter, address: str | None) -> None:
    """Count a guest's view of today no more; in the caller's transaction."""
    prefix = prefix_of(address)
    if prefix is not None:
        connection.execute(
            update(NetworkDay).where(NetworkDay.network == _hash_of(meter.key, today().isoformat(), prefix),
                                     NetworkDay.views > 0).values(views=NetworkDay.views - 1))


def _hash_of(*said: str) -> bytes:
    key = sha256(f"metering networks:{current_app.secret_key}".encode()).digest()
    return blake2b("\0".join(said).encode(), digest_size=16, key=key).digest()


def forget_past_days() -> None:
    """Delete the counts of days that are over."""
    with transaction():
        db.session.execute(delete(NetworkDay).where(NetworkDay.day < today()))
