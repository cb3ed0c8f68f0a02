import pytest


@pytest.mark.parametrize("path", ["/dev/components", "/nowhere", "/healthz"])
def test_every_answer_keeps_to_itself(visit, path):
    headers = visit.client().get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))

    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_https_is_for_good_where_the_site_has_it(app, visit, monkeypatch):
    assert "Strict-Transport-Security" not in visit.client().get("/healthz").headers

    chosen = app.extensions["settings"].model_copy(update={"site_url": "https://example.com"})
    monkeypatch.setitem(app.extensions, "settings", chosen)

    assert "max-age=31536000" in visit.client().get("/healthz").headers["Strict-Transport-Security"]


def test_a_request_keeps_a_sensible_id_and_loses_any_other(visit):
    def answered(given: str) -> str:
        return visit.client().get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert answered("trace-12345678") == "trace-12345678"
    assert answered("<script>") != "<script>"
