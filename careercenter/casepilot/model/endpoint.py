"""A model behind an OpenAI-compatible endpoint: what it writes, as it writes it, and what that took.

OpenAI: Create chat completion, with `stream`; llama.cpp, vLLM, Ollama and others serve the same.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, NamedTuple, Protocol

import requests

from careercenter.config import settings

_CHARACTERS = 4  # of a token, about
_LONGEST = 900  # tokens of an answer
_LARGEST = 200_000  # characters that are read of an endpoint that doesn't end

Message = dict[str, str]


class Unavailable(Exception):
    """The model didn't answer; `is_late` if not in time."""

    def __init__(self, *, is_late: bool) -> None:
        super().__init__("late" if is_late else "failed")
        self.is_late = is_late


class Usage(NamedTuple):
    """Tokens that a call took."""

    prompt: int
    completion: int
    is_estimated: bool


class AnswerModel(Protocol):
    """What words answers."""

    @property
    def name(self) -> str:
        """What it is called, for the count of what it costs."""
        ...

    def write(self, messages: Sequence[Message]) -> Iterator[str | Usage]:
        """Its text in pieces, then what it took.

        Raises:
            Unavailable: it failed, or wasn't done in time.
        """
        ...


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model behind an address."""

    url: str
    key: str
    name: str
    seconds: float

    def write(self, messages: Sequence[Message]) -> Iterator[str | Usage]:
        """Its text in pieces, then what it took: see `AnswerModel`."""
        ends = monotonic() + self.seconds
        written = 0
        usage: Usage | None = None
        try:
            with requests.post(
                    self.url.rstrip("/") + "/chat/completions", json=self._body(messages), stream=True,
                    headers={"Authorization": f"Bearer {self.key}"} if self.key else {}, allow_redirects=False,
                    timeout=(min(5.0, self.seconds), self.seconds)) as response:
                if response.status_code != 200:
                    raise Unavailable(is_late=False)
                for event in _events(response, ends):
                    usage = _usage(event) or usage
                    text = _text(event)
                    written += len(text)
                    if written > _LARGEST:
                        raise Unavailable(is_late=False)
                    if text:
                        yield text
        except requests.Timeout as error:
            raise Unavailable(is_late=True) from error
        except (requests.RequestException, ValueError, TypeError, AttributeError, LookupError) as error:
            # requests tells a read that timed out within a stream as a lost connection.
            raise Unavailable(is_late=monotonic() > ends) from error
        sent = sum(len(message["content"]) for message in messages)
        yield usage or Usage(sent // _CHARACTERS, written // _CHARACTERS, is_estimated=True)

    def _body(self, messages: Sequence[Message]) -> dict[str, Any]:
        return {"model": self.name, "messages": list(messages), "temperature": 0, "max_tokens": _LONGEST,
                "stream": True, "stream_options": {"include_usage": True}}


def find_model() -> AnswerModel | None:
    """The model that is set, if one is."""
    if not settings.model_url:
        return None
    return Endpoint(settings.model_url, settings.model_key, settings.model_name, settings.model_seconds)


def _events(response: requests.Response, ends: float) -> Iterator[dict[str, Any]]:
    """The chunks of a stream; one of an endpoint that answers at once."""
    if "text/event-stream" not in response.headers.get("Content-Type", ""):
        yield response.json()
        return
    for line in _lines(response, ends):
        if line.startswith("data:"):
            data = line[5:].strip()
            if data == "[DONE]":
                return
            yield json.loads(data)


def _lines(response: requests.Response, ends: float) -> Iterator[str]:
    """Lines as they come. A server that sends a byte now and then is late too: each read has its own time-out."""
    begun = b""
    for some in response.iter_content(chunk_size=1):
        if monotonic() > ends:
            raise Unavailable(is_late=True)
        begun += some
        if some == b"\n":
            yield begun.decode("utf-8", errors="replace").strip()
            begun = b""
    yield begun.decode("utf-8", errors="replace").strip()


def _text(event: dict[str, Any]) -> str:
    choices = event.get("choices") or [{}]
    part = choices[0].get("delta") or choices[0].get("message") or {}
    return str(part.get("content") or "")


def _usage(event: dict[str, Any]) -> Usage | None:
    told = event.get("usage")
    if not told:
        return None
    return Usage(int(told["prompt_tokens"]), int(told["completion_tokens"]), is_estimated=False)
