"""A practice's codes, indexed; documents to import; a model that says what a test tells it to."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from careercenter.casepilot.library import importing
from careercenter.casepilot.library.importing import About, Imported
from careercenter.casepilot.library.models import Series
from tests.casepilot.documents import GUIDELINES
from tests.casepilot.model_server import ModelServer
from tests.codes.factories import import_everyday, index_everyday

Import = Callable[..., Imported]


@pytest.fixture
def everyday(app: Flask) -> None:
    """Codes of an everyday practice, to be looked up."""
    import_everyday()
    index_everyday()


@pytest.fixture
def import_document(app: Flask, tmp_path: Path) -> Import:
    """`import_document("text", title="Made-up", series=Series.OTHER)` imports a document."""
    def do(content: str | bytes, *, name: str = "document.txt", title: str = "Made-up document", **about) -> Imported:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return importing.import_file(path, About(title, **about))
    return do


@pytest.fixture
def guidelines(import_document: Import) -> Imported:
    """Invented guidelines, in the shape of the official ones."""
    return import_document(GUIDELINES, title="Made-up Guidelines", series=Series.GUIDELINES, version="2026")


@pytest.fixture
def model(app: Flask) -> Iterator[ModelServer]:
    """A model at an address of this machine, that is set as CasePilot's."""
    server = ModelServer()
    before = app.extensions["settings"]
    app.extensions["settings"] = before.model_copy(update={
        "model_url": f"{server.url}/v1", "model_name": "made-up", "model_key": "secret", "model_seconds": 1,
        "model_input_price": 150, "model_output_price": 600})
    yield server
    app.extensions["settings"] = before
    server.close()
