"""What a coder may rely on for her resume."""

import pytest

from careercenter.candidates import resumes
from careercenter.candidates.queries import find_profile, find_resume, get_profile
from careercenter.core import NotFound, db
from careercenter.files.contents import DOCX, PDF, WrongFile
from careercenter.files.models import StoredFile
from careercenter.files.services import read
from careercenter.files.storage import Missing
from tests.files.documents import docx, pdf


@pytest.fixture
def in_use(monkeypatch):
    """Files that an application is said to use."""
    used: set[int] = set()
    monkeypatch.setattr(resumes, "_keepers", [used.__contains__])
    return used


def is_erased(file_id: int) -> bool:
    db.session.rollback()
    stored = db.session.get_one(StoredFile, file_id)
    try:
        read(stored, by=None, purpose="test")
    except Missing:
        return stored.erased_at is not None and stored.name == "erased"
    return False


def resume_of(user) -> StoredFile | None:
    return find_resume(get_profile(user.id))


class TestUpload:
    def test_is_told_from_its_content_not_from_its_name(self, coder):
        assert resumes.upload(pdf(), name="cora.docx", by=coder).content_type == PDF
        assert resumes.upload(docx(), name="cora.pdf", by=coder).content_type == DOCX

    def test_replaces_the_one_before_which_is_erased(self, coder):
        first = resumes.upload(pdf(), name="old.pdf", by=coder).id
        second = resumes.upload(docx(), name="new.docx", by=coder).id

        assert is_erased(first) and not is_erased(second)
        assert resume_of(coder).name == "new.docx"

    def test_leaves_the_one_before_to_an_application_that_uses_it(self, coder, in_use):
        first = resumes.upload(pdf(), name="old.pdf", by=coder).id
        in_use.add(first)
        resumes.upload(docx(), name="new.docx", by=coder)

        assert not is_erased(first)

    def test_of_a_wrong_file_changes_nothing(self, coder):
        first = resumes.upload(pdf(), name="old.pdf", by=coder).id
        with pytest.raises(WrongFile):
            resumes.upload(b"plain text", name="new.pdf", by=coder)

        assert resume_of(coder).id == first and not is_erased(first)


class TestRemove:
    def test_erases_it_for_good(self, coder):
        stored = resumes.upload(pdf(), name="old.pdf", by=coder).id
        resumes.remove(by=coder)

        assert is_erased(stored) and resume_of(coder) is None

    def test_without_one_is_well(self, coder):
        resumes.remove(by=coder)

        assert find_profile(coder.id).resume_file_id is None


def test_a_released_resume_that_is_in_a_profile_stays(coder):
    stored = resumes.upload(pdf(), name="a.pdf", by=coder).id
    resumes.erase_unused(stored)

    assert not is_erased(stored)


def test_erasing_twice_is_well(coder):
    first = resumes.upload(pdf(), name="old.pdf", by=coder).id
    resumes.upload(docx(), name="new.docx", by=coder)
    resumes.erase_unused(first)

    assert is_erased(first)


def test_without_a_resume_there_is_no_address(coder):
    with pytest.raises(NotFound):
        resumes.own_address(coder)
