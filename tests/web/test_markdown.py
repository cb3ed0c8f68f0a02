from time import perf_counter

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from careercenter.web.markdown import TAGS, clean_text, from_html, render_markdown

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0in;} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
</head><body lang=EN-US><!--StartFragment-->
<p class=MsoNormal><b><span style='font-size:14.0pt'>What you do<o:p></o:p></span></b></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;&nbsp;&nbsp;</span></span>
</span><![endif]>Code 3&nbsp;charts an hour<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>Query physicians</p>
<p class=MsoNormal>Pay: $30–$40, <i>for a CPC or CCS</i>. <a href="https://apply.example/job">Apply</a>
<a href="javascript:alert(1)">now</a></p>
<table class=MsoTableGrid><tr><td><p>Shift</p></td><td><p>Pay</p></td></tr>
<tr><td><p>Day</p></td><td><p>$30</p></td></tr></table>
<script>alert(1)</script><img src=x onerror=alert(1)><!--EndFragment--></body></html>"""


class TestRenderMarkdown:
    def test_begins_its_headings_below_the_page_s(self):
        html = render_markdown("# A\n\n## B\n\n### C\n\n#### D\n\n##### E")

        assert [tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)] == [
            "h3", "h4", "h5", "h6", "h6"]

    def test_skips_no_level_of_headings_whatever_was_typed(self):
        html = render_markdown("#### A\n\n## B\n\n#### C\n\n# D\n\n##### E\n\n### F")

        assert [tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)] == [
            "h3", "h3", "h4", "h3", "h4", "h4"]

    def test_keeps_lists_tables_and_emphasis(self):
        html = render_markdown("- **one**\n- ~~two~~\n\n| a | b |\n|---|---|\n| 1 | 2 |")

        assert "<li><strong>one</strong></li>" in html
        assert "<s>two</s>" in html and "<td>2</td>" in html

    def test_lends_no_weight_to_people_s_links(self):
        assert 'rel="nofollow ugc noopener"' in render_markdown("[us](https://example.com)")

    def test_lets_nothing_run(self):
        html = render_markdown("<script>alert(1)</script> [x](javascript:alert(1)) ![i](https://e.example/i.png) "
                               "<img src=x onerror=alert(1)> [y](data:text/html,x)")
        tags = BeautifulSoup(html, "html.parser").find_all(True)

        assert {tag.name for tag in tags} == {"p"}

    @given(st.text() | st.lists(st.sampled_from(
        ["<script>", "[a](", "javascript:", ")", "<a href='", "' onclick=x>", "![", "`", "\n", "<!--", "&#x6a;", "|"]
    )).map("".join))
    def test_whatever_is_typed_gives_harmless_html(self, text):
        for tag in BeautifulSoup(render_markdown(text), "html.parser").find_all(True):
            assert tag.name in TAGS
            assert set(tag.attrs) <= {"href", "title", "rel"}
            assert str(tag.get("href", "https:")).lower().split(":")[0].split("/")[0] not in (
                "javascript", "data", "vbscript")


class TestFromHtml:
    def test_takes_a_paste_from_word(self):
        assert from_html(WORD) == """\
**What you do**

- Code 3 charts an hour
- Query physicians

Pay: $30–$40, *for a CPC or CCS*. [Apply](https://apply.example/job)
now

| Shift | Pay |
| --- | --- |
| Day | $30 |"""

    def test_takes_a_paste_from_a_page(self):
        html = ('<div class="x"><h2 id="a">Benefits</h2><ul><li>PTO</li><li>401(k)<ul><li>4% match</li></ul></li></ul>'
                '<p onclick="steal()">We pay <strong>AAPC dues</strong>.</p></div>')

        assert from_html(html) == "## Benefits\n\n- PTO\n- 401(k)\n  - 4% match\n\nWe pay **AAPC dues**."

    def test_what_it_gives_shows_the_same_words(self):
        shown = BeautifulSoup(render_markdown(from_html(WORD)), "html.parser")

        assert [item.get_text() for item in shown.find_all("li")] == ["Code 3 charts an hour", "Query physicians"]
        assert [cell.get_text() for cell in shown.find_all("th")] == ["Shift", "Pay"]

    @given(st.text())
    def test_bears_anything(self, text):
        render_markdown(from_html(text))


class TestCleanText:
    def test_makes_lists_of_pasted_bullets(self):
        assert clean_text("Duties:\r\n\r\n\u2022\tCode\r\n\u2022\tQuery\r\n\r\n\r\n\r\nPay") == (
            "Duties:\n\n- Code\n- Query\n\nPay")

    def test_drops_what_nobody_sees(self):
        assert clean_text("\ufeffCPC\u200b\xa0coder ") == "CPC coder"


@pytest.mark.parametrize("piece", ["\n", "\n ", "<style", "<!--", "<o:p>", "o ", "- ", "- a\n\n", "·\n"])
def test_a_long_paste_takes_no_longer_than_it_is_long(piece):
    began = perf_counter()
    clean_text(piece * 20_000)
    from_html(piece * 5_000)
    assert perf_counter() - began < 4
