"""A mailbox at a provider, asked for new mail by IMAP (RFC 9051; imaplib speaks RFC 3501, which servers still do)."""

import imaplib
import re
import ssl
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import structlog

from careercenter.caseconsultant.inbound.port import Take
from careercenter.caseconsultant.reading.letter import Unreadable

AT_ONCE = 50
TIMEOUT = 30  # seconds

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")

log = structlog.get_logger()


class ImapInbound:
    """Takes every mail that isn't marked as seen, and marks it once it is stored.

    A crash between the two has it taken again, which stores nothing twice.
    """

    name = "imap"

    def __init__(self, url: str, take: Take, *, take_too_large: Callable[[bytes], object], largest: int) -> None:
        self.take, self.take_too_large, self.largest = take, take_too_large, largest
        parts = urlsplit(url)
        self.host, self.is_tls = parts.hostname or "localhost", parts.scheme == "imaps"
        self.port = parts.port or (993 if self.is_tls else 143)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.mailbox = unquote(parts.path.lstrip("/")) or "INBOX"

    def collect(self) -> int:
        """Take what is new; how many mails that was.

        Raises:
            OSError, imaplib.IMAP4.error: the server is out of reach, or refuses us; nothing is lost.
        """
        client = self._connect()
        try:
            client.login(self.user, self.password)
            self._expect(client.select(_quoted(self.mailbox)))
            uids = self._expect(client.uid("SEARCH", "UNSEEN"))[0].split()[:AT_ONCE]
            for uid in uids:
                self._take(client, uid.decode())
            return len(uids)
        finally:
            try:
                client.logout()
            except (OSError, imaplib.IMAP4.error):
                log.debug("the IMAP server hung up first")

    def _connect(self) -> imaplib.IMAP4:
        context = ssl.create_default_context()
        if self.is_tls:
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=TIMEOUT)
        client = imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT)
        if "STARTTLS" in client.capabilities:
            client.starttls(context)
        elif self.host not in ("127.0.0.1", "::1", "localhost"):
            client.shutdown()
            raise imaplib.IMAP4.error("the server offers no STARTTLS; the password stays here")
        return client

    def _take(self, client: imaplib.IMAP4, uid: str) -> None:
        size = _SIZE.search(b" ".join(part if isinstance(part, bytes) else part[0] for part in
                                      self._expect(client.uid("FETCH", uid, "(RFC822.SIZE)")) if part))
        flags = r"(\Seen)"
        try:
            if size and int(size[1]) > self.largest:
                self.take_too_large(self._fetch(client, uid, "BODY.PEEK[HEADER]"))
            else:
                self.take(self._fetch(client, uid, "BODY.PEEK[]"), via=self.name)
        except Unreadable:
            flags = r"(\Seen \Flagged)"  # whoever looks into the mailbox finds it
            log.warning("a mail in the mailbox can't be read")
        self._expect(client.uid("STORE", uid, "+FLAGS.SILENT", flags))

    def _fetch(self, client: imaplib.IMAP4, uid: str, what: str) -> bytes:
        for part in self._expect(client.uid("FETCH", uid, f"({what})")):
            if isinstance(part, tuple):
                return part[1]
        raise imaplib.IMAP4.error("the server sent no content")

    @staticmethod
    def _expect(answer: tuple[str, list]) -> list:
        status, data = answer
        if status != "OK":
            raise imaplib.IMAP4.error(f"the server says {status}")
        return data


def _quoted(mailbox: str) -> str:
    escaped = mailbox.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
