from careercenter.config import Environment
from careercenter.core import db


def test_alive_needs_nothing(visit, monkeypatch):
    monkeypatch.setattr(db.session, "execute", _unreachable)

    assert visit("/healthz").json == {"status": "ok"}


def test_ready_needs_the_database(visit, monkeypatch):
    assert visit("/readyz").json == {"status": "ready"}

    monkeypatch.setattr(db.session, "execute", _unreachable)
    page = visit("/readyz")

    assert page.status == 503
    assert "database" in page.json["status"]


class TestMetrics:
    def test_count_requests_by_route_without_their_ids(self, visit):
        visit("/dev/mailbox/0197abcdef")
        text = visit.client().get("/metrics").text

        assert 'endpoint="mailbox.show"' in text
        assert "0197abcdef" not in text

    def test_are_for_this_machine_alone(self, visit):
        answer = visit.client().get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"})

        assert answer.status_code == 403

    def test_are_for_nobody_without_a_token_in_production(self, app, visit, monkeypatch):
        chosen = app.extensions["settings"].model_copy(update={"environment": Environment.PRODUCTION})
        monkeypatch.setitem(app.extensions, "settings", chosen)

        assert visit.client().get("/metrics").status_code == 403

    def test_or_for_who_has_the_token(self, app, visit, monkeypatch):
        chosen = app.extensions["settings"].model_copy(update={"metrics_token": "let me in"})
        monkeypatch.setitem(app.extensions, "settings", chosen)

        def ask(header: str) -> int:
            return visit.client().get("/metrics", headers={"Authorization": header}).status_code

        assert ask("Bearer let me in") == 200
        assert ask("Bearer guessed") == ask("") == 403


def _unreachable(*_args, **_kwargs):
    from sqlalchemy.exc import OperationalError

    raise OperationalError("SELECT 1", {}, Exception("connection refused"))
