"""An OpenAI-compatible endpoint on a socket of this machine: it says what a test tells it to, in pieces."""

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ModelServer:
    """`says` is what it writes; `requests` what it was sent."""

    def __init__(self) -> None:
        self.says = ""
        self.status = 200
        self.streams = True
        self.hangs_after: int | None = None  # pieces, then nothing more comes
        self.drips = False  # a byte now and then, never a whole line
        self.breaks_after: int | None = None  # pieces, then what is no JSON
        self.usage: dict[str, int] | None = {"prompt_tokens": 1000, "completion_tokens": 50}
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def pieces(self) -> list[str]:
        return [self.says[at:at + 7] for at in range(0, len(self.says), 7)]


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            server.keys.append(self.headers.get("Authorization", ""))
            self.send_response(server.status)
            self.send_header("Content-Type", "text/event-stream" if server.streams else "application/json")
            self.end_headers()
            with suppress(OSError):  # the reader went away
                self._say()

        def _say(self) -> None:
            if not server.streams:
                self.wfile.write(json.dumps({"choices": [{"message": {"content": server.says}}],
                                             "usage": server.usage}).encode())
                return
            while server.drips and not server.closing.wait(0.05):
                self.wfile.write(b"d")
                self.wfile.flush()
            for number, piece in enumerate(server.pieces):
                if number == server.hangs_after:
                    server.closing.wait()
                    return
                if number == server.breaks_after:
                    self.wfile.write(b"data: {no json\n\n")
                    return
                self._event({"choices": [{"delta": {"content": piece}}]})
            if server.usage:
                self._event({"choices": [], "usage": server.usage})
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, event: dict[str, Any]) -> None:
            self.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: tests are quiet."""

    return Handler
