"""Importing documents: their sections as they number them, pages, editions."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.casepilot.library import finding, importing, queries
from careercenter.casepilot.library.models import Passage, Series
from careercenter.casepilot.library.reading import Line
from careercenter.casepilot.library.sections import cut
from careercenter.core import NotPossible, db, today
from tests.casepilot.documents import GUIDELINES, INJECTED, MANUAL, POLICY, pdf_of
from tests.files.documents import pdf


def sections() -> dict[str, str]:
    """Each section's first text, by its number."""
    found: dict[str, str] = {}
    for passage in db.session.query(Passage).order_by(Passage.place):
        found.setdefault(passage.section, passage.text)
    return found


class TestSections:
    def test_are_numbered_as_the_guidelines_number_them(self, guidelines):
        found = sections()

        assert "as many codes as the patient has complications" in found["I.C.4.a"]
        assert "Age alone" in found["I.C.4.a.1"] and "Z79.4" in found["I.C.4.a.2"]
        assert "Thyroid storm" in found["I.C.4.b"]
        assert "Blue fever is coded only" in found["I.C.1.a"]
        assert "probable or suspected" in found["IV.H"]

    def test_a_table_of_contents_opens_none(self, guidelines):
        assert not any("......" in text for text in sections().values())

    def test_of_html_follow_its_headings(self, import_document):
        import_document(POLICY, name="policy.html", series=Series.NCCI, part="Chapter IV")
        found = sections()

        assert "isn't reported besides it" in found["IV.B"] and "A later cast" in found["IV.B"]
        assert not any("alert" in text or "Home" in text for text in found.values())

    def test_of_cms_manuals_are_decimal(self, import_document):
        import_document(MANUAL, series=Series.MANUAL)
        assert "time that was used" in sections()["30.6.1"] and "Only one visit" in sections()["30.6.2"]

    def test_a_list_inside_a_section_opens_none(self, import_document):
        import_document("Section I. Rules\nA. First\nThese are the steps:\n3. later\n7. last\nB. Second\nDone.")
        assert set(sections()) <= {"I", "I.A", "I.B"} and "7. last" in "".join(
            passage.text for passage in db.session.query(Passage).filter_by(section="I.A"))

    def test_a_reference_at_the_start_of_a_line_opens_none(self, import_document):
        import_document("Section I. Rules\nA. First\nDo it as said in\nSection II.A.3 of this text, and in\n"
                        "Section III for the rest.\nB. Second\nDone.")
        assert set(sections()) <= {"I", "I.A", "I.B"}


class TestPdf:
    def test_pages_are_kept_and_running_heads_left_out(self, import_document):
        first, _, second = GUIDELINES.partition("C. Chapter guidelines\n")
        one, two = second[:400].rsplit("\n", 1)[0], second[len(second[:400].rsplit("\n", 1)[0]) + 1:]
        made = pdf_of(first, "C. Chapter guidelines\n" + one, two, head="Made-up Guidelines", foot="Page # of 3")
        import_document(made, name="guidelines.pdf", series=Series.GUIDELINES)
        found = {passage.section: passage for passage in db.session.query(Passage).order_by(Passage.place.desc())}

        assert found["I.A.1"].page == 1 and found["I.C.1.a"].page == 2 and found["II.A"].page == 3
        assert not any("Page" in passage.text or passage.text == "Made-up Guidelines" for passage in found.values())

    def test_a_locked_one_is_refused(self, import_document):
        with pytest.raises(NotPossible, match="locked"):
            import_document(pdf(password="secret"), name="locked.pdf")

    def test_one_without_text_is_refused(self, import_document):
        with pytest.raises(NotPossible, match="no text"):
            import_document(pdf(), name="scan.pdf")

    def test_a_broken_one_is_refused(self, import_document):
        with pytest.raises(NotPossible):
            import_document(b"%PDF-1.4 and nothing else", name="broken.pdf")


def test_what_is_no_text_is_refused(import_document):
    with pytest.raises(NotPossible, match="neither PDF, HTML nor text"):
        import_document(b"PK\x03\x04\x00\x00", name="archive.zip")


def test_the_same_file_again_does_nothing(import_document):
    first = import_document(MANUAL)
    again = import_document(MANUAL, title="Another title")

    assert again.was_there and again.document.id == first.document.id
    assert len(queries.list_documents()) == 1


def test_two_editions_need_two_versions(import_document):
    import_document(MANUAL)
    with pytest.raises(NotPossible, match="its own version"):
        import_document(MANUAL + "\nMore.")


class TestEditions:
    @pytest.fixture
    def editions(self, import_document):
        """One of last year, one of now, one to come."""
        for version, days, text in (("old", -400, "thirty"), ("new", -2, "forty"), ("coming", 30, "fifty")):
            import_document(f"Section I. Rules\nA. Splints\nGreen splints cost {text} coins.", title="Guide",
                            series=Series.GUIDELINES, version=version, effective_on=today() + timedelta(days=days))

    def test_the_newest_in_force_is_answered_from(self, editions):
        hits = finding.search("what do green splints cost")
        assert [hit.document.version for hit in hits] == ["new"]

    def test_others_keep_their_pages_and_say_so(self, editions, visit):
        page = visit("/library/guide-old/I.A")
        assert "thirty coins" in page.text and "Another edition is in force" in page.text
        assert "Another edition" not in visit("/library/guide-new/I.A").text

    def test_a_withdrawn_one_gives_way_to_the_one_before(self, editions):
        importing.withdraw("guide-new")
        assert [hit.document.version for hit in finding.search("green splints cost")] == ["old"]
        with pytest.raises(NotPossible, match="already"):
            importing.withdraw("guide-new")


def test_text_that_orders_an_assistant_about_is_read_by_people_alone(import_document, visit):
    done = import_document(INJECTED, title="Splints")

    assert done.suspect == 1
    hits = finding.search("splints of green plastic", most=10)
    assert hits and not any("twice" in hit.passage.text for hit in hits)
    assert "speaks to an assistant" in visit("/library/splints/more").text


@given(st.lists(st.text(alphabet="ABIVXabc1234.()- \n", max_size=40), max_size=30))
def test_no_word_is_lost_and_each_address_is_there_once(texts):
    lines = [Line(part) for text in texts for part in text.split("\n")]
    chunks = cut(lines)

    def words(parts):
        return "".join("".join(parts).split()).replace("-", "")
    assert words(chunk.text for chunk in chunks) == words(line.text for line in lines)
    assert len({chunk.address for chunk in chunks}) == len(chunks)
    assert cut(lines) == chunks
