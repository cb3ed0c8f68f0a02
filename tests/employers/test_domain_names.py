"""Which domains can be an employer's own."""

import pytest

from careercenter.employers.domain_names import WrongDomain, read_domain


@pytest.mark.parametrize(("typed", "domain"), [
    ("mercy.org", "mercy.org"), (" HTTPS://www.Mercy.org/jobs?x=1 ", "mercy.org"), ("jane@mercy.org", "mercy.org"),
    ("mercy.org:8443", "mercy.org"), ("mercy.org.", "mercy.org"), ("coding.mercy.org", "coding.mercy.org"),
    ("münchen.de", "xn--mnchen-3ya.de"), ("mercy.co.uk", "mercy.co.uk"),
    ("lakeside.wordpress.com", "lakeside.wordpress.com"), ("hospital.sf.ca.us", "hospital.sf.ca.us")])
def test_a_domain_is_read_as_people_type_it(typed, domain):
    assert read_domain(typed) == domain


@pytest.mark.parametrize(("typed", "says"), [
    ("", "Enter a domain"), ("mercy", "Enter a domain"), ("com", "Enter a domain"), ("1.2.3.4", "Enter a domain"),
    ("localhost", "Enter a domain"), ("mercy_health.org", "Enter a domain"), ("a b.org", "Enter a domain"),
    ("Gmail.com", "proves nothing"), ("me@outlook.com", "proves nothing"), ("x.yahoo.com", "proves nothing"),
    ("co.uk", "many organizations"), ("wixsite.com", "many organizations"), ("ca.us", "many organizations"),
    ("k12.tx.us", "many organizations")])
def test_what_proves_nothing_is_refused(typed, says):
    with pytest.raises(WrongDomain, match=says):
        read_domain(typed)
