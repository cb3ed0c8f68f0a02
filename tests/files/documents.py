"""Small real documents."""

from io import BytesIO
from zipfile import ZipFile

from docx import Document
from PIL import Image
from pypdf import PdfWriter


def pdf(*, pages: int = 1, password: str = "", owner_password: str = "", algorithm: str | None = None) -> bytes:
    """A PDF; each call's is different. The owner's password is asked for changes alone."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(612, 792)
    if password or owner_password:
        writer.encrypt(password, owner_password or None, algorithm=algorithm)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(words: str = "Cora Coder, CPC") -> bytes:
    """A Word document."""
    document = Document()
    document.add_paragraph(words)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture."""
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()
