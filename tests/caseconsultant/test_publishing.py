"""An answer that its asker found good is for everybody once two of us have read it, with nothing about her."""

import pytest

from careercenter.caseconsultant import answering, publishing, queries
from careercenter.caseconsultant.models import ConsultationMessage, PublicAnswer, PublicState, Voice
from careercenter.caseconsultant.tasks import draft_due
from careercenter.codes import queries as codes
from careercenter.core import Forbidden, NotPossible, db
from tests.caseconsultant.codes import import_tabular


@pytest.fixture
def answered(ask, coder, consultant) -> ConsultationMessage:
    import_tabular()
    consultation = ask("Is E11.9 right without complications?", by=coder)
    draft_due()
    db.session.refresh(consultation)
    if consultation.state.value == "answered_automatically":
        return db.session.query(ConsultationMessage).filter_by(voice=Voice.CASEPILOT).one()
    return answering.answer(consultation, "Yes: E11.9 says so.", by=consultant)


@pytest.fixture
def proposed(answered) -> PublicAnswer:
    publishing.rate(answered, helped=True, may_show=True)
    return db.session.query(PublicAnswer).one()


def prepare(public: PublicAnswer, by, code_list: str = "E11.9") -> None:
    publishing.edit(public, title="When is E11.9 right?", question="Is E11.9 right?", answer="Yes.",
                    code_list=code_list, by=by)


def published_about(code: str) -> list[str]:
    [place] = codes.find_any(code)
    return [public.title for public in queries.list_published_about(place.code.id)]


def test_without_the_asker_s_leave_nothing_is_proposed(answered):
    publishing.rate(answered, helped=True)
    assert answered.helped and not db.session.query(PublicAnswer).count()


def test_saying_so_twice_proposes_once(answered):
    for _ in range(2):
        publishing.rate(answered, helped=True, may_show=True)
    assert db.session.query(PublicAnswer).count() == 1


def test_one_prepares_and_another_publishes(proposed, consultant, colleague):
    with pytest.raises(NotPossible):
        publishing.approve(proposed, by=colleague)
    prepare(proposed, consultant)
    with pytest.raises(Forbidden):
        publishing.approve(proposed, by=consultant)
    assert published_about("E11.9") == []
    publishing.approve(proposed, by=colleague)
    assert published_about("E11.9") == ["When is E11.9 right?"] and published_about("E11.42") == []


def test_what_tells_of_a_patient_is_taken_out_once_more(proposed, consultant):
    publishing.edit(proposed, title="John Smith", question="Mr. John Smith, MRN: 4471882", answer="Yes.",
                    code_list="", by=consultant)
    assert "Smith" not in proposed.question and "4471882" not in proposed.question


def test_a_code_that_nobody_knows_is_refused(proposed, consultant):
    with pytest.raises(publishing.UnknownCode):
        prepare(proposed, consultant, "E11.9, X99.Z")
    assert proposed.state is PublicState.PROPOSED


def test_the_asker_takes_it_back_whenever_she_wants(answered, proposed, consultant, colleague):
    prepare(proposed, consultant)
    publishing.approve(proposed, by=colleague)
    publishing.rate(answered, helped=True, may_show=False)
    assert published_about("E11.9") == []


def test_a_question_is_no_answer_to_be_marked(answered):
    asked = db.session.query(ConsultationMessage).filter_by(voice=Voice.ASKER).one()
    with pytest.raises(NotPossible):
        publishing.rate(asked, helped=True)


def test_others_prepare_and_publish_nothing(proposed, coder, moderator):
    for who in (coder, moderator):
        for act in (publishing.approve, publishing.dismiss, publishing.send_back, publishing.withdraw):
            with pytest.raises(Forbidden):
                act(proposed, by=who)
        with pytest.raises(Forbidden):
            prepare(proposed, who)
