import pytest

from careercenter.web import navigation


@pytest.fixture(autouse=True)
def _own_menus(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})


def test_stands_in_its_order(app):
    navigation.add("Ready", "health.readyz", order=20)
    navigation.add("Alive", "health.healthz", order=10)

    with app.test_request_context("/"):
        assert [(item.label, item.url) for item in navigation.navigation()] == [
            ("Alive", "/healthz"), ("Ready", "/readyz")]


def test_leaves_out_what_is_not_registered(app):
    navigation.add("Nowhere", "nowhere.index")

    with app.test_request_context("/"):
        assert navigation.navigation() == []


def test_asks_in_each_request_whether_to_show(app):
    shows = False
    navigation.add("Alive", "health.healthz", shows=lambda: shows)

    with app.test_request_context("/"):
        assert navigation.navigation() == []
        shows = True
        assert len(navigation.navigation()) == 1


def test_keeps_menus_apart(app):
    navigation.add("Alive", "health.healthz", area="account")

    with app.test_request_context("/"):
        assert navigation.navigation("main") == []
        assert navigation.navigation("account")[0].label == "Alive"


def test_the_same_page_twice_is_one_entry(app):
    navigation.add("Old", "health.healthz")
    navigation.add("New", "health.healthz")

    with app.test_request_context("/"):
        assert [item.label for item in navigation.navigation()] == ["New"]


@pytest.mark.parametrize(("path", "current"), [
    ("/dev/mailbox", ["Mailbox"]),
    ("/dev/mailbox/0197abc", ["Mailbox"]),
    ("/dev/mailboxes", []),
    ("/dev/components", ["Components"]),
    ("/", []),
])
def test_the_nearest_above_the_page_is_the_current_one(app, path, current):
    navigation.add("Mailbox", "mailbox.index")
    navigation.add("Components", "components.index")

    with app.test_request_context(path):
        assert [item.label for item in navigation.navigation() if item.is_current] == current


def test_is_said_on_the_page(visit):
    navigation.add("Components", "components.index")
    page = visit("/dev/components")

    assert page.soup.select_one(".cc-nav [aria-current=page]").get_text() == "Components"


class TestUrlIf:
    def test_is_none_without_the_page_or_a_value(self, app):
        with app.test_request_context("/"):
            assert navigation.url_if("nowhere.index") is None
            assert navigation.url_if("mailbox.show") is None
            assert navigation.url_if("mailbox.show", name="x") == "/dev/mailbox/x"
