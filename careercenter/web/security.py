"""Headers that keep a page to itself (OWASP Secure Headers), and what stands in front of the app."""


from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from careercenter.config import settings

POLICY = "; ".join((
    "default-src 'self'", "img-src 'self' data: blob:", "object-src 'none'", "base-uri 'none'",
    "frame-ancestors 'none'", "form-action 'self' https://checkout.stripe.com https://billing.stripe.com",
    "script-src 'self'", "style-src 'self'",
))


def init_app(app: Flask) -> None:
    """Set the headers on every answer."""
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]

    @app.after_request
    def protect(response: Response) -> Response:  # pyright: ignore[reportUnusedFunction]
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if settings.is_https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response
