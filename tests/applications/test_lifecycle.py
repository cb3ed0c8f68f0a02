"""The pipeline, driven at random."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from careercenter.applications import applying, reviewing
from careercenter.applications.lifecycle import APPLICATION, OPEN, Move, Stage
from careercenter.core import AuditEntry, NotPossible, db
from tests.applications.conftest import fresh


def reachable(start: Stage) -> set[Stage]:
    found, todo = {start}, [start]
    while todo:
        stage = todo.pop()
        new = {to for (state, _), to in APPLICATION.table.items() if state is stage} - found
        found |= new
        todo += new
    return found


def test_every_stage_can_be_reached_from_new():
    assert reachable(Stage.NEW) == set(Stage)


def test_withdrawn_is_the_end():
    assert reachable(Stage.WITHDRAWN) == {Stage.WITHDRAWN}


def test_whoever_still_waits_can_be_declined_and_can_withdraw_and_nobody_else():
    for move in (Move.DECLINE, Move.WITHDRAW):
        assert {state for state, action in APPLICATION.table if action is move} == OPEN


def test_a_wrong_click_can_be_undone():
    assert Stage.REVIEWED in reachable(Stage.DECLINED) and Stage.OFFER in reachable(Stage.HIRED)


class Row:
    state = Stage.NEW


@given(st.lists(st.sampled_from(list(Move)), max_size=12))
def test_no_sequence_hires_without_an_offer_or_revives_what_was_withdrawn(moves):
    row, path = Row(), [Stage.NEW]
    for move in moves:
        if APPLICATION.can(row, move):
            row.state = APPLICATION.table[row.state, move]
            path.append(row.state)
    for before, after in pairwise(path):
        assert after is not Stage.HIRED or before is Stage.OFFER
        assert before is not Stage.WITHDRAWN


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_tried_each_step_leaves_its_audit_row(application, recruiter, candidate, seed):
    from random import Random

    random, steps = Random(seed), 0
    for _ in range(15):
        move = random.choice(list(Move))
        try:
            if move is Move.WITHDRAW:
                applying.withdraw(application, by=candidate)
            else:
                reviewing.move(application, move, by=recruiter)
            steps += 1
        except NotPossible:
            pass
    trail = db.session.scalars(select(AuditEntry).where(
        AuditEntry.subject_type == "applications", AuditEntry.from_state.is_not(None)).order_by(AuditEntry.id)).all()
    assert len(trail) == steps
    assert [entry.from_state for entry in trail] == ["new", *[entry.to_state for entry in trail]][:steps]
    assert fresh(application).state.value == (trail[-1].to_state if trail else "new")
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) >= steps
