"""Importing, showing and rolling back releases."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from careercenter.codes import importing, queries, releases
from careercenter.codes.clock import today
from careercenter.codes.models import (
    Change,
    Code,
    CodeKind,
    CodeSystem,
    CodeVersion,
    Dataset,
    Release,
    ReleaseState,
    Standing,
)
from careercenter.core import NotPossible, db, now
from tests.codes.factories import heading, import_tabular, made_up, read_tabular


def current(system: CodeSystem = CodeSystem.HCPCS) -> dict[str, str]:
    """What readers find: the codes that stand, with their texts."""
    return {entry.key: entry.long for entry in queries.iter_entries([system])
            if not entry.is_removed and entry.kind is CodeKind.CODE}


def import_codes(codes: dict[str, str], day: date = date(2025, 1, 1), **fields) -> Release:
    return importing.import_codes(heading(Dataset.HCPCS, valid_from=day, **fields), made_up(codes))


class TestImport:
    def test_shows_what_the_release_says(self, app):
        release = import_codes({"G0001": "One", "G0002": "Two"})

        assert release.state is ReleaseState.IN_FORCE
        assert current() == {"G0001": "One", "G0002": "Two"}

    def test_of_the_very_same_content_does_nothing(self, app):
        first = import_codes({"G0001": "One"}, checksum="same")
        again = import_codes({"G0001": "One"}, checksum="same")

        assert again.id == first.id
        assert db.session.scalar(select(func.count()).select_from(Release)) == 1

    def test_writes_only_what_is_new(self, app):
        import_codes({"G0001": "One", "G0002": "Two", "G0003": "Three"})
        later = import_codes({"G0001": "One", "G0002": "Two, reworded", "G0004": "Four"}, date(2026, 1, 1))

        assert (later.added, later.changed, later.removed) == (1, 1, 1)
        assert current() == {"G0001": "One", "G0002": "Two, reworded", "G0004": "Four"}

    def test_what_a_whole_release_leaves_out_is_deleted_since_the_day_before(self, app):
        import_codes({"G0001": "One", "G0002": "Two"})
        import_codes({"G0001": "One"}, date(2026, 1, 1))

        gone = queries.find_place(CodeSystem.HCPCS, "G0002")
        assert gone.version.standing is Standing.DELETED
        assert gone.version.valid_to == date(2025, 12, 31)
        assert gone.version.long == "Two"

    def test_what_a_partial_list_leaves_out_stays(self, app):
        import_codes({"G0001": "One", "G0002": "Two"})
        import_codes({"G0002": "Two, reworded"}, date(2026, 1, 1), is_whole=False)

        assert current() == {"G0001": "One", "G0002": "Two, reworded"}

    def test_a_partial_list_keeps_what_it_does_not_tell(self, app):
        importing.import_codes(heading(Dataset.HCPCS, valid_from=date(2025, 1, 1)),
                               made_up({"G0001": "A thing"}, attributes={"coverage": "C"}))
        importing.import_codes(heading(Dataset.HCPCS, is_whole=False), made_up({"G0001": "Another thing"}))

        version = queries.find_place(CodeSystem.HCPCS, "G0001").version
        assert version.long == "Another thing"
        assert version.attributes == {"coverage": "C"}

    def test_a_list_that_says_nothing_new_changes_nothing(self, app):
        import_codes({"G0001": "One"})
        import_codes({"G0002": "Two"}, date(2025, 7, 1), is_whole=False)

        again = import_codes({"G0001": "ONE", "G0002": "Two"}, date(2026, 1, 1), is_whole=False)

        assert (again.added, again.changed) == (0, 0)

    def test_a_reworded_code_keeps_the_day_since_when_it_is_in_force(self, app):
        import_codes({"G0001": "One"})
        import_codes({"G0001": "One", "G0002": "Two"}, date(2025, 7, 1))
        import_codes({"G0001": "Eins", "G0002": "Zwei"}, date(2026, 1, 1))

        assert queries.find_place(CodeSystem.HCPCS, "G0001").version.valid_from is None
        assert queries.find_place(CodeSystem.HCPCS, "G0002").version.valid_from == date(2025, 7, 1)

    def test_a_deleted_code_may_come_back(self, app):
        import_codes({"G0001": "One", "G0002": "Two"})
        import_codes({"G0001": "One"}, date(2025, 7, 1))
        import_codes({"G0001": "One", "G0002": "Two"}, date(2026, 1, 1))

        code = queries.find_place(CodeSystem.HCPCS, "G0002")
        assert code.version.standing is Standing.IN_FORCE
        assert [version.change for version in queries.list_history(code.code)] == [
            Change.ADDED, Change.REMOVED, Change.ADDED]

    def test_of_an_older_release_is_refused(self, app):
        import_codes({"G0001": "One"}, date(2026, 1, 1))
        with pytest.raises(NotPossible, match="older"):
            import_codes({"G0001": "Old one"}, date(2025, 1, 1))
        assert current() == {"G0001": "One"}

    def test_that_fails_halfway_leaves_nothing(self, app):
        def interrupted(steps: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "One"}),
                                   steps=importing.Steps(lambda steps, what: None, interrupted))
        assert db.session.scalar(select(func.count()).select_from(CodeVersion)) == 0
        assert import_codes({"G0001": "One"}).added == 2  # its section too

    def test_of_one_dataset_is_refused_while_another_runs(self, app):
        with importing.staged(heading(Dataset.HCPCS)), pytest.raises(importing.UnderWay, match="under way"):
            import_codes({"G0001": "One"})

    def test_that_was_killed_is_started_afresh(self, app):
        release_id = _half_imported(beat_at=now() - releases.QUIET - timedelta(seconds=1))

        import_codes({"G0001": "One"})

        assert current() == {"G0001": "One"}
        assert db.session.get(Release, release_id).state is ReleaseState.DISCARDED

    def test_that_was_taken_for_dead_writes_no_more(self, app):
        release_id = _half_imported(beat_at=now() - releases.QUIET - timedelta(seconds=1))
        import_codes({"G0001": "One"})

        with pytest.raises(NotPossible, match="silent"):
            importing.write(release_id, Code, [])

    def test_shows_nothing_before_it_is_complete(self, app):
        _half_imported(beat_at=now())

        assert current() == {}
        assert queries.find(CodeSystem.HCPCS, "G0009") is None


class TestComparing:
    def test_counts_and_names_what_would_change_and_changes_nothing(self, app):
        import_codes({"G0001": "One", "G0002": "Two"})

        difference = importing.compare(heading(Dataset.HCPCS), made_up({"G0002": "Zwei", "G0003": "Three"}))

        assert difference.examples(Change.ADDED) == ["G0003 Three"]
        assert difference.examples(Change.CHANGED) == ["G0002 Zwei"]
        assert difference.examples(Change.REMOVED) == ["G0001"]
        assert current() == {"G0001": "One", "G0002": "Two"}


class TestBeforeItsDay:
    def test_new_codes_are_not_yet_in_force_and_old_ones_stay(self, app):
        import_codes({"G0001": "One", "G0002": "Two"})
        release = import_codes({"G0001": "One, reworded", "G0003": "Three"}, today() + timedelta(days=30))

        assert release.state is ReleaseState.READY
        assert queries.find_place(CodeSystem.HCPCS, "G0003").version.standing is Standing.NOT_YET
        assert queries.find_place(CodeSystem.HCPCS, "G0001").version.long == "One"
        assert queries.find_place(CodeSystem.HCPCS, "G0002").version.standing is Standing.IN_FORCE

    def test_the_first_of_a_system_is_not_yet_in_force_either(self, app):
        import_codes({"G0001": "One"}, today() + timedelta(days=30))

        assert queries.find_place(CodeSystem.HCPCS, "G0001").version.standing is Standing.NOT_YET

    def test_nothing_comes_into_force(self, app):
        import_codes({"G0001": "One"}, today() + timedelta(days=1))
        assert releases.enforce_due() == []

    def test_on_its_day_it_comes_into_force(self, app):
        import_codes({"G0001": "One"})
        release = import_codes({"G0001": "One, reworded"}, today() + timedelta(days=1))
        release.valid_from = today()
        db.session.commit()

        assert [one.id for one in releases.enforce_due()] == [release.id]
        assert current() == {"G0001": "One, reworded"}


class TestRollingBack:
    def test_brings_back_what_stood_before(self, app):
        import_codes({"G0001": "One", "G0002": "Two"})
        later = import_codes({"G0001": "Eins", "G0003": "Three"}, date(2026, 1, 1))

        releases.roll_back(later)

        assert current() == {"G0001": "One", "G0002": "Two"}
        assert queries.find(CodeSystem.HCPCS, "G0003") is None

    def test_starts_with_the_newest(self, app):
        first = import_codes({"G0001": "One"})
        import_codes({"G0001": "Eins"}, date(2026, 1, 1))

        with pytest.raises(NotPossible, match="stands over it"):
            releases.roll_back(first)

    def test_of_one_that_waits_takes_its_new_codes_away(self, app):
        import_codes({"G0001": "One"})
        waiting = import_codes({"G0001": "Eins", "G0002": "Two"}, today() + timedelta(days=9))

        releases.roll_back(waiting)

        assert current() == {"G0001": "One"}

    def test_leaves_what_another_one_that_waits_adds(self, app):
        import_codes({"G0001": "One"})
        import_codes({"G0001": "One", "G0002": "Two"}, today() + timedelta(days=9))
        later = import_codes({"G0001": "One", "G0002": "Zwei", "G0003": "Three"}, today() + timedelta(days=99))

        releases.roll_back(later)

        assert current() == {"G0001": "One", "G0002": "Two"}

    def test_waits_for_an_import_that_is_written_over_it(self, app):
        release = import_codes({"G0001": "One"})
        with importing.staged(heading(Dataset.HCPCS)), pytest.raises(NotPossible, match="being imported"):
            releases.roll_back(release)

    def test_does_not_wait_for_an_import_that_was_killed(self, app):
        release = import_codes({"G0001": "One"})
        killed = _half_imported(beat_at=now() - releases.QUIET - timedelta(seconds=1))

        releases.roll_back(release)

        assert current() == {} and db.session.get(Release, killed).state is ReleaseState.DISCARDED

    @pytest.mark.parametrize("address", [
        "/codes/hcpcs/under/G", "/codes/compare?a=G0001&b=G0002", "/codes/check?codes=G0001"])
    def test_breaks_no_page_that_is_read_meanwhile(self, app, visit, coder, address):
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "One", "G0002": "Two"}))
        section, *codes = made_up({"G0001": "One", "G0002": "Two"})
        between = replace(section, key="G00", code="G00", short="", parent="G")
        later = importing.import_codes(heading(Dataset.HCPCS), [
            section, between, *(replace(code, parent="G00") for code in codes)])
        release_id, rolls_back = later.id, Thread(target=lambda: _roll_back(app, later_id=release_id))

        def meanwhile(*told: Any) -> None:
            if "RECURSIVE" in told[2] and not rolls_back.ident:
                rolls_back.start()
                rolls_back.join()

        event.listen(db.engine, "after_cursor_execute", meanwhile)
        try:
            assert visit(address, as_=coder).status == 200
        finally:
            event.remove(db.engine, "after_cursor_execute", meanwhile)
        assert rolls_back.ident, "nothing was rolled back"

    def test_twice_is_refused(self, app):
        release = import_codes({"G0001": "One"})
        releases.roll_back(release)
        with pytest.raises(NotPossible):
            releases.roll_back(release)

    def test_lets_the_same_file_be_imported_again(self, app):
        releases.roll_back(import_codes({"G0001": "One"}, checksum="same"))
        import_codes({"G0001": "One"}, checksum="same")
        assert current() == {"G0001": "One"}


def test_the_excerpt_of_the_tabular_list_comes_in_whole(app):
    release = import_tabular()

    assert release.added == len(read_tabular())
    assert sum(entry.kind is CodeKind.CODE for entry in queries.iter_entries()) == 17


_texts = st.dictionaries(st.sampled_from(["G0001", "G0002", "G0003", "G0004"]), st.sampled_from(["a", "b"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(_texts, st.tuples(st.just("partial"), _texts), st.just("roll back")), max_size=7))
def test_after_any_imports_and_rollbacks_readers_find_the_last_that_stands(app, steps):
    for table in (CodeVersion, Code, Release):
        db.session.query(table).delete()
    db.session.commit()
    stack: list[tuple[Release, dict[str, str]]] = []
    for step in steps:
        if step == "roll back":
            if stack:
                releases.roll_back(stack.pop()[0])
        else:
            before = stack[-1][1] if stack else {}
            is_partial, codes = (True, step[1]) if isinstance(step, tuple) else (False, step)
            stack.append((import_codes(codes, is_whole=not is_partial), {**before, **codes} if is_partial else codes))

        assert current() == (stack[-1][1] if stack else {})


def _roll_back(app: Flask, later_id: int) -> None:
    with app.app_context():
        releases.roll_back(releases.get(later_id))


def _half_imported(beat_at) -> int:
    """What a killed process leaves behind."""
    chosen = heading(Dataset.HCPCS)
    release = Release(dataset=chosen.dataset, title=chosen.title, valid_from=chosen.valid_from, source="a test",
                      checksum=chosen.checksum, beat_at=beat_at)
    code = Code(system=CodeSystem.HCPCS, key="G0009", code="G0009")
    db.session.add_all([release, code])
    db.session.flush()
    db.session.add(CodeVersion(code_id=code.id, release_id=release.id, change=Change.ADDED, is_billable=True,
                               written_short="Half", written_long="Half", fingerprint="half"))
    db.session.commit()
    return release.id
