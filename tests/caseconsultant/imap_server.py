"""A small mailbox that speaks as much IMAP (RFC 3501) over a real socket as a poller asks for."""

import re
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


class Mailbox(ThreadingTCPServer):
    """One user, one folder; `mails` are (content, flags)."""

    allow_reuse_address = daemon_threads = True
    user, password = "us@example.com", "p a+ss"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[tuple[bytes, set[str]]] = []
        self.logins = 0
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"imap://us%40example.com:p%20a%2Bss@127.0.0.1:{self.server_address[1]}/INBOX"

    def put(self, content: bytes) -> None:
        self.mails.append((content, set()))

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Session(StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self._say(b"* OK here")
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            verb = command.split()[0].upper()
            if verb == "LOGOUT":
                self._say(b"* BYE", f"{tag} OK".encode())
                return
            self._say(f"{tag} {self._answer(verb, command)}".encode())

    def _answer(self, verb: str, command: str) -> str:
        if verb == "CAPABILITY":
            self._say(b"* CAPABILITY IMAP4rev1")
        elif verb == "LOGIN":
            self.server.logins += 1
            if self.server.password not in command:
                return "NO wrong password"
        elif verb == "SELECT":
            self._say(f"* {len(self.server.mails)} EXISTS".encode())
        elif "SEARCH" in command:
            unseen = [str(n) for n, (_, flags) in enumerate(self.server.mails, 1) if "\\Seen" not in flags]
            self._say(f"* SEARCH {' '.join(unseen)}".encode())
        elif "STORE" in command:
            number, flags = re.search(r"STORE (\d+) \S+ \((.*)\)", command).groups()
            self.server.mails[int(number) - 1][1].update(flags.split())
        elif "FETCH" in command:
            self._fetch(*re.search(r"FETCH (\d+) \((.*)\)", command).groups())
        return "OK done"

    def _fetch(self, number: str, what: str) -> None:
        content = self.server.mails[int(number) - 1][0]
        if what == "RFC822.SIZE":
            self._say(f"* {number} FETCH (UID {number} RFC822.SIZE {len(content)})".encode())
            return
        if "HEADER" in what:
            content = content.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n"
        self.wfile.write(f"* {number} FETCH (UID {number} {what.replace('.PEEK', '')} {{{len(content)}}}\r\n".encode()
                         + content + b")\r\n")

    def _say(self, *lines: bytes) -> None:
        for line in lines:
            self.wfile.write(line + b"\r\n")
