"""What the worker does for employers."""

from careercenter.employers import domains
from careercenter.tasks import every


@every(minutes=5)
def check_waiting_domains() -> None:
    """Look again for the DNS records that employers said they would publish."""
    domains.check_waiting_dns()
