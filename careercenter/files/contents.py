"""What a file really is, told from its content, never from its name."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from careercenter.core import DomainError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG = "image/png"
ENDINGS = {PDF: ".pdf", DOCX: ".docx", PNG: ".png"}
"""What the name of a file of each checked content type ends in."""

LARGEST = 5 * 1024 * 1024
"""Bytes that a resume or a logo may have."""

_LARGEST_UNZIPPED = 50 * 1024 * 1024
_UNREADABLE = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError, RecursionError)


class WrongFile(DomainError):
    """The file can't be taken; the message says why."""

    status = 422


def check_document(content: bytes) -> str:
    """The content type of a resume, PDF or DOCX.

    Raises:
        WrongFile: too large, empty, encrypted, carrying macros, broken, or of another kind.
    """
    if not content:
        raise WrongFile("The file is empty. Choose another.")
    if len(content) > LARGEST:
        raise WrongFile("The file is larger than 5 MB. Save it smaller, for example without pictures.")
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _check_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _check_docx(content)
    raise WrongFile("This is neither a PDF nor a Word document (.docx). Save it as one of these.")


def _check_pdf(content: bytes) -> str:
    try:
        reader = PdfReader(BytesIO(content))
        # A password for changes alone (ISO 32000-1, 7.6.3.4) keeps nobody from reading.
        if reader.is_encrypted and not reader.decrypt(""):
            raise WrongFile("This PDF is locked with a password. Save it without one.")
        if not reader.pages:
            raise WrongFile("This PDF has no pages.")
    except _UNREADABLE as error:
        raise WrongFile("This PDF can't be opened. Save it again, then choose the new file.") from error
    return PDF


def _check_docx(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            unzipped = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile as error:
        raise WrongFile("This document can't be opened. Save it again, then choose the new file.") from error
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise WrongFile("This is neither a PDF nor a Word document (.docx). Save it as one of these.")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise WrongFile("This document carries macros. Save it as a plain .docx.")
    if unzipped > _LARGEST_UNZIPPED:
        raise WrongFile("This document unpacks to more than we can take.")
    return DOCX


def normalize_logo(content: bytes) -> bytes:
    """A picture (PNG, JPEG, WebP or GIF) as a PNG of at most 400 x 400 pixels, without its metadata.

    Raises:
        WrongFile: too large, or no such picture.
    """
    if len(content) > LARGEST:
        raise WrongFile("The picture is larger than 5 MB. Choose a smaller one.")
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "WEBP", "GIF")) as picture:
            if picture.width * picture.height > 40_000_000:
                raise WrongFile("The picture has too many pixels. Choose one below 6,000 x 6,000.")
            small = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise WrongFile("This is not a picture that we can read. Choose a PNG, JPEG or WebP file.") from error
    small.thumbnail((400, 400))
    out = BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()
