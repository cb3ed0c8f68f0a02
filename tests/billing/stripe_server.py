"""A local stand-in for api.stripe.com: it refuses what Stripe's description doesn't allow, and answers in
the shapes of Stripe's own fixtures."""

import json
import re
import threading
import time
from collections.abc import Callable
from copy import deepcopy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.billing import stripe_spec
from tests.billing.stripe_spec import Violation

FIXTURES: dict[str, Any] = json.loads((Path(__file__).parent / "fixtures" / "stripe.json").read_text())

KEY = "sk_test_contract"
MINUTE, DAY = 60, 86_400


class Refused(Exception):
    """An answer in Stripe's shape of errors."""

    def __init__(self, status: int, kind: str, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"type": kind, "message": message, **({"code": code} if code else {})}


class StripeServer:
    """Sessions in memory; `requests` and `violations` tell what came."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.replies: dict[str, tuple[str, dict[str, Any]]] = {}  # by idempotency key
        self.requests: list[tuple[str, str, dict[str, Any]]] = []
        self.violations: list[str] = []
        self.failures: list[int] = []  # statuses to answer with, before it works again
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, target: str, headers: Any, body: str) -> dict[str, Any]:
        """Check a request and answer it."""
        if self.failures:
            raise Refused(self.failures.pop(0), "api_error", "Something went wrong on Stripe's end.")
        url = urlsplit(target)
        try:
            operation = stripe_spec.find_operation(method, url.path)
            query = stripe_spec.check_query(operation, url.query)
            sent = stripe_spec.check_body(operation, body) if body else {}
            _check_headers(headers)
        except Violation as violation:
            self.violations.append(str(violation))
            raise Refused(400, "invalid_request_error", str(violation), "parameter_unknown") from violation
        self.requests.append((method, url.path, sent or query))
        if method == "POST" and (key := headers.get("Idempotency-Key")):
            return self._once(key, body, lambda: self._route(method, url.path, sent, query))
        return self._route(method, url.path, sent, query)

    def _once(self, key: str, body: str, answer: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        if key in self.replies:
            said, reply = self.replies[key]
            if said != body:
                raise Refused(400, "idempotency_error", "Keys for idempotent requests can only be used with "
                              "the same parameters they were first used with.")
            return reply
        reply = deepcopy(answer())
        self.replies[key] = (body, reply)
        return reply

    def _route(self, method: str, path: str, sent: dict[str, Any], query: dict[str, Any]) -> dict[str, Any]:
        if path == "/v1/checkout/sessions":
            return self._create(sent) if method == "POST" else {
                "object": "list", "url": path, "has_more": False, "data": list(self.sessions.values())}
        found = re.fullmatch(r"/v1/checkout/sessions/([^/]+)(/expire)?", path)
        if found is None or found[1] not in self.sessions:
            raise Refused(404, "invalid_request_error", f"No such checkout.session: {path}", "resource_missing")
        session = self.sessions[found[1]]
        if found[2]:
            if session["status"] != "open":
                raise Refused(400, "invalid_request_error", "Only Checkout Sessions with a status in "
                              '["open"] can be expired.')
            session.update(status="expired", url=None)
        return self._expanded(session) if query.get("expand") else session

    def _create(self, sent: dict[str, Any]) -> dict[str, Any]:
        left = sent["expires_at"] - time.time()
        if not 30 * MINUTE <= left <= DAY:
            raise Refused(400, "invalid_request_error", "expires_at must be 30 minutes to 24 hours away")
        if "customer" in sent and {"customer_email", "customer_creation"} & set(sent):
            raise Refused(400, "invalid_request_error", "customer excludes customer_email and customer_creation")
        subtotal = sum(item["quantity"] * item["price_data"]["unit_amount"] for item in sent["line_items"])
        number = len(self.sessions) + 1
        session = {
            **deepcopy(FIXTURES["checkout.session"]), "id": f"cs_test_{number}", "created": int(time.time()),
            "url": f"https://checkout.stripe.com/c/pay/cs_test_{number}", "status": "open",
            "payment_status": "unpaid", "amount_subtotal": subtotal, "amount_total": subtotal,
            "currency": sent["line_items"][0]["price_data"]["currency"], "payment_intent": None,
            "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
            "customer": sent.get("customer"),
            **{name: sent[name] for name in ("client_reference_id", "metadata", "expires_at", "success_url",
                                             "cancel_url", "mode")}}
        self.sessions[session["id"]] = session
        return session

    def _expanded(self, session: dict[str, Any]) -> dict[str, Any]:
        if session["payment_intent"] is None:
            return session
        charge = {**FIXTURES["charge"], "amount": session["amount_total"], "currency": session["currency"]}
        is_paid = session["payment_status"] == "paid"
        intent = {**FIXTURES["payment_intent"], "id": session["payment_intent"],
                  "status": "succeeded" if is_paid else session.get("_intent", "processing"),
                  "latest_charge": charge if is_paid else None}
        return {**session, "payment_intent": intent}

    # What a buyer does on Stripe's page; each answers the event that Stripe sends.

    def pay(self, session_id: str) -> str:
        session = self._submit(session_id)
        session["payment_status"] = "paid"
        return self.event("checkout.session.completed", session)

    def pay_by_bank(self, session_id: str) -> str:
        return self.event("checkout.session.completed", self._submit(session_id))

    def bank_refuses(self, session_id: str) -> str:
        session = self.sessions[session_id]
        session["_intent"] = "requires_payment_method"
        return self.event("checkout.session.async_payment_failed", session)

    def event(self, kind: str, about: dict[str, Any]) -> str:
        """The body of a webhook about an object."""
        return json.dumps({**FIXTURES["event"], "id": f"evt_{len(self.replies)}_{time.time_ns()}", "type": kind,
                           "created": int(time.time()), "data": {"object": about}})

    def _submit(self, session_id: str) -> dict[str, Any]:
        session = self.sessions[session_id]
        session.update(status="complete", url=None, payment_intent=f"pi_{session_id}",
                       customer=session["customer"] or f"cus_{session_id}")
        return session


def _check_headers(headers: Any) -> None:
    if headers.get("Authorization") != f"Bearer {KEY}":
        raise Violation("not signed in")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}\.\w+", headers.get("Stripe-Version", "")):
        raise Violation("the API's version isn't pinned")


def _handler(stripe: StripeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            try:
                status, answer = 200, stripe.answer(self.command, self.path, self.headers, body)
            except Refused as refused:
                status, answer = refused.status, {"error": refused.error}
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
