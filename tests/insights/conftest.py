"""A live job, and visitors that can be told apart."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from careercenter.postings.models import JobPosting
from careercenter.postings.public_views import job_url
from tests.postings.factories import make_live, make_posting

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 14; CUBOT P90) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def posting(hospital) -> JobPosting:
    """A live job that is applied for at the hospital's own site."""
    return make_live(make_posting(hospital, apply_method="link", apply_url="https://mercy.example/1"))


@pytest.fixture
def path(app, posting, hospital) -> str:
    """Where the job is read."""
    with app.test_request_context():
        return job_url(posting, hospital)


@pytest.fixture
def see(visit) -> Callable[..., TestResponse]:
    """Open a page as somebody with this address and browser."""
    def open_page(path: str, *, address: str = "192.0.2.1", agent: str = FIREFOX, method: str = "GET",
                  as_: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return visit.client(as_).open(path, method=method, headers={"User-Agent": agent, **named},
                                      environ_base={"REMOTE_ADDR": address})
    return open_page
