"""Jobs beside a code."""

import pytest

from careercenter.codes.models import CodeSystem
from careercenter.search.code_jobs import specialty_of
from tests.codes.factories import import_tabular
from tests.postings.factories import make_live, make_posting


@pytest.mark.parametrize(("system", "key", "specialty"), [
    ("icd10cm", "I10", "Cardiology"), ("icd10cm", "H6500", "ENT"), ("icd10cm", "H5000", "Ophthalmology"),
    ("icd10cm", "R0602", None), ("icd10cm", "D0512", "Hematology and oncology"), ("cpt", "27447", "Orthopedics"),
    ("cpt", "99213", "Evaluation and management"), ("cpt", "99999", None), ("hcpcs", "J1885", "Infusion"),
    ("hcpcs", "E0100", None), ("modifier", "25", None), ("pos", "11", None)])
def test_a_code_belongs_to_the_specialty_that_reports_it(system, key, specialty):
    assert specialty_of(CodeSystem(system), key) == specialty


def test_a_code_s_page_shows_jobs_of_its_specialty(visit, hospital):
    import_tabular()
    job = make_live(make_posting(hospital, title="Endocrinology coder", specialties=["Endocrinology"]))
    make_live(make_posting(hospital, title="Trauma coder", specialties=["Trauma"]))
    page = visit("/codes/icd10cm/E11.40")
    assert page.soup.find("h2", string="Jobs in Endocrinology") and page.soup.find("a", string=job.title)
    assert "Trauma coder" not in page.text
    assert page.follow("See it").soup.find(string=job.title)


def test_without_such_jobs_there_is_no_box(visit, app):
    import_tabular()
    assert "Jobs in" not in visit("/codes/icd10cm/E11.40").text
