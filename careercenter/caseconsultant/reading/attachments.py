"""Files that go with a question: their words are kept, the files never. A file can't be cleaned of a patient's name
with certainty, and a text can."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from careercenter.caseconsultant.reading.bodies import decoded, is_inside
from careercenter.files.contents import LARGEST, PDF, WrongFile, check_document

MOST_FILES = 5
MOST_PAGES = 40
MOST_WORDS = 50_000  # characters of one file

_SILENT = {"application/ms-tnef", "application/vnd.ms-tnef", "application/pgp-signature", "application/pkcs7-signature",
           "application/x-pkcs7-signature", "text/calendar", "application/ics", "text/x-vcard", "text/vcard",
           "text/x-amp-html"}
"""What mail programs put beside a text by themselves: nobody misses it."""

_UNREADABLE = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError, RecursionError,
               BadZipFile, OSError)


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of a file: its words, or why they weren't kept. It is known by its number alone, as people name
    files after patients."""

    label: str  # "attachment 1 (PDF)"
    text: str = ""
    refusal: str = ""


def read_parts(message: Message) -> list[Attached]:
    """The files of a mail, in its order."""
    found: list[Attached] = []
    for number, part in enumerate(_files(message), 1):
        if number > MOST_FILES:
            found.append(Attached(f"attachment {number}", refusal=f"more than {MOST_FILES} files"))
        elif part.get_content_maintype() == "message":
            found.append(Attached(f"attachment {number} (mail)", refusal="a mail within a mail"))
        else:
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            is_text = part.get_content_type() in ("text/plain", "text/csv")
            found.append(read_text(number, decoded(part), len(content)) if is_text else read_file(number, content))
    return found


def read_file(number: int, content: bytes) -> Attached:
    """The words of an uploaded or attached file; the label never tells its name."""
    try:
        kind = check_document(content)
    except WrongFile as refusal:
        if content and _is_text(content):
            return read_text(number, content.decode("utf-8", "replace"), len(content))
        return Attached(f"attachment {number}", refusal=_first_sentence(str(refusal)))
    label = f"attachment {number} ({'PDF' if kind == PDF else 'Word'})"
    try:
        words = _words_of_pdf(content) if kind == PDF else _words_of_docx(content)
    except _UNREADABLE:
        return Attached(label, refusal="its text can't be read")
    if not words.strip():
        return Attached(label, refusal="it holds pictures instead of text, where a patient's name can't be found")
    return Attached(label, text=words[:MOST_WORDS])


def read_text(number: int, text: str, size: int) -> Attached:
    """A text file."""
    label = f"attachment {number} (text)"
    if size > LARGEST:
        return Attached(label, refusal="larger than 5 MB")
    return Attached(label, text=text[:MOST_WORDS]) if text.strip() else Attached(label, refusal="it is empty")


def _files(message: Message) -> Iterator[Message]:
    """What goes with a mail as a file; what its text shows, and what programs add, is left out."""
    if message.get_content_maintype() == "message" and message.get_content_type() != "message/rfc822":
        return
    if message.get_content_type() == "message/rfc822":
        yield message
        return
    if message.is_multipart():
        for child in message.get_payload():  # pyright: ignore[reportGeneralTypeIssues]
            if isinstance(child, Message):
                yield from _files(child)
    elif not is_inside(message) and not _is_silent(message):
        yield message


def _is_silent(part: Message) -> bool:
    if part.get_content_type() in _SILENT or (part.get_filename() or "").lower() == "winmail.dat":
        return True
    # A picture that the text shows, such as a firm's sign.
    return part.get_content_maintype() == "image" and bool(
        part.get("Content-ID") or part.get_content_disposition() == "inline")


def _words_of_pdf(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return "\n\n".join(page.extract_text() for page in pages[:MOST_PAGES])


def _words_of_docx(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode("utf-8", "replace")
    text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|<w:br[^>]*/>|<w:tab/>", "\n", xml))
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def _is_text(content: bytes) -> bool:
    if b"\0" in content or len(content) > LARGEST:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not content[:1].isspace() and content[:5] not in (b"%PDF-", b"{\\rtf") and content[:1] != b"<"


def _first_sentence(text: str) -> str:
    return text.split(". ")[0].removeprefix("The file is ").removeprefix("This is ").rstrip(".")
