"""The pages where a citation can be checked."""

from tests.casepilot.documents import MANUAL


def test_an_empty_library_says_so(visit):
    assert "Nothing is here yet" in visit("/library/").text


def test_a_document_shows_its_sections_and_where_it_is_from(visit, import_document):
    import_document(MANUAL, title="Visits", source_url="https://example.org/visits", terms="Public domain")
    page = visit("/library/").follow("Visits")

    assert "30.6.1" in page.text and "https://example.org/visits" in page.text and "Public domain" in page.text


def test_a_passage_stands_with_its_neighbors(visit, import_document):
    import_document(MANUAL, title="Visits")
    page = visit("/library/visits/30.6.1")

    assert "the time that was used" in page.text and "Before it: 30.6" in page.text and "After it: 30.6.2" in page.text


def test_what_isn_t_there_isn_t_found(visit, import_document):
    import_document(MANUAL, title="Visits")
    client = visit.client()

    assert client.get("/library/visits/99").status_code == 404 and client.get("/library/none").status_code == 404


def test_a_rule_leads_to_its_text_where_it_is_loaded_and_else_to_its_publisher(visit, guidelines):
    assert "as many codes as the patient has complications" in visit("/library/rules/guidelines/I.C.4.a").text

    away = visit.client().get("/library/rules/guidelines/I.C.99")
    assert away.status_code == 302 and away.location.startswith("https://www.cdc.gov/")


def test_text_of_a_document_is_never_markup(visit, import_document):
    import_document("# One\nSee <script>alert(1)</script> & more.", title="Odd")
    assert "<script>alert" not in visit.client().get("/library/odd/one").text
