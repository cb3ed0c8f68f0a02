"""What a file is, is told from its content."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from careercenter.files.contents import DOCX, LARGEST, PDF, WrongFile, check_document, normalize_logo
from tests.files.documents import archive, docx, pdf, picture


class TestDocuments:
    def test_a_pdf_and_a_word_document_are_taken(self):
        assert check_document(pdf()) == PDF
        assert check_document(docx()) == DOCX

    @pytest.mark.parametrize(("content", "says"), [
        (b"", "empty"),
        (b"Cora Coder, CPC", "neither a PDF nor a Word document"),
        (b"\xd0\xcf\x11\xe0 an old .doc", "neither a PDF nor a Word document"),
        (b"%PDF-1.7 and then nothing", "can't be opened"),
        (b"PK\x03\x04 and then nothing", "can't be opened"),
        (pdf(pages=0), "no pages"),
        (pdf(password="secret"), "locked with a password"),
        (archive({"readme.txt": b"hello"}), "neither a PDF nor a Word document"),
        (archive({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}), "macros"),
        (picture(), "neither a PDF nor a Word document"),
    ], ids=lambda value: value if isinstance(value, str) else "")
    def test_everything_else_is_refused_in_words(self, content, says):
        with pytest.raises(WrongFile, match=says):
            check_document(content)

    @pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
    def test_a_password_against_changes_locks_no_reader_out(self, algorithm):
        assert check_document(pdf(owner_password="theirs", algorithm=algorithm)) == PDF
        with pytest.raises(WrongFile, match="locked with a password"):
            check_document(pdf(password="mine", owner_password="theirs", algorithm=algorithm))

    def test_five_megabytes_are_the_most(self):
        with pytest.raises(WrongFile, match="larger than 5 MB"):
            check_document(pdf() + b"\n" * LARGEST)
        assert check_document(pdf() + b"\n" * (LARGEST - len(pdf()))) == PDF

    @given(st.binary(max_size=200), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04"]))
    def test_nothing_that_is_sent_breaks_it(self, content, start):
        with pytest.raises(WrongFile):
            check_document(start + content)


class TestLogos:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
    def test_a_picture_becomes_a_small_png(self, kind):
        with Image.open(BytesIO(normalize_logo(picture(kind, (900, 300))))) as logo:
            assert logo.format == "PNG" and logo.size == (400, 133)

    @pytest.mark.parametrize("content", [b"", b"<svg onload='alert(1)'/>", pdf(), picture()[:40]])
    def test_anything_else_is_refused(self, content):
        with pytest.raises(WrongFile):
            normalize_logo(content)
