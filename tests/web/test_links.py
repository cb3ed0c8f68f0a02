import pytest
from werkzeug.routing import BuildError

from careercenter.web.links import absolute


@pytest.fixture
def site(app, monkeypatch):
    def at(address: str) -> None:
        chosen = app.extensions["settings"].model_copy(update={"site_url": address})
        monkeypatch.setitem(app.extensions, "settings", chosen)

    return at


def test_works_outside_a_request(site):
    site("https://jobs.example.com")

    assert absolute("mailbox.show", name="x") == "https://jobs.example.com/dev/mailbox/x"


@pytest.mark.parametrize("address", ["https://example.com/careers", "https://example.com/careers/"])
def test_keeps_the_folder_and_the_port_of_the_site(site, address):
    site(address)
    assert absolute("mailbox.index") == "https://example.com/careers/dev/mailbox"

    site("http://127.0.0.1:8000")
    assert absolute("mailbox.index") == "http://127.0.0.1:8000/dev/mailbox"


def test_what_the_address_has_no_place_for_becomes_its_query(site):
    site("https://example.com")

    assert absolute("mailbox.index", token="a b") == "https://example.com/dev/mailbox?token=a+b"


def test_a_request_s_host_has_no_say(app, site):
    site("https://example.com")

    with app.test_request_context("/", base_url="https://evil.example"):
        assert absolute("mailbox.index") == "https://example.com/dev/mailbox"


def test_refuses_what_leads_nowhere(app):
    with pytest.raises(BuildError):
        absolute("nowhere.index")
