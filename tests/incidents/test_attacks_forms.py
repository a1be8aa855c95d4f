"""A form that is sent twice makes one row; one that was changed in between makes another: nothing typed is lost."""

import uuid

import pytest
from django.utils import timezone

from incidents.models import Action, Closing, CustodyItem, CustodyMove, Lesson, Outcome, Referral, ReferralUpdate
from incidents.services import closing, custody, documents, lessons, referrals, triage
from safeguard.refusals import Refused
from tests.incidents.factories import make_case

pytestmark = pytest.mark.usefixtures("scope")

WHY = {
    "summary": "Looked into.",
    "no_debrief": "Nobody else was there.",
    "no_lessons": "None.",
    "open_left": "Nothing of it applies.",
}


def ways(case, lead, volunteer):
    """(model, a form that is sent with these words) for all that has a key of its own."""
    once, now = uuid.uuid4(), timezone.now()
    referral = referrals.refer(case, by=lead, kind="children")
    item = custody.take(case, by=lead, once=uuid.uuid4(), what="A box", is_device=False)
    return {
        "referral": (Referral, lambda text: referrals.refer(case, by=lead, kind="police", once=once, what=text)),
        "answer": (ReferralUpdate, lambda text: referrals.heard(referral, by=lead, text=text, once=once)),
        "lesson": (Lesson, lambda text: lessons.learn(case, by=lead, once=once, finding=text)),
        "action": (
            Action,
            lambda text: lessons.give(case, by=lead, once=once, what=text, owner=volunteer, due_on=now.date()),
        ),
        "thing": (CustodyItem, lambda text: custody.take(case, by=lead, once=once, what=text, is_device=False)),
        "move": (CustodyMove, lambda text: custody.move(item, by=lead, once=once, kind="stored", at=now, why=text)),
        "document": (
            type(documents.Attachment()),
            lambda text: documents.attach(
                triage.sort(case, by=lead, types=["neglect"]), by=lead, once=once, name="a.txt", content=text.encode()
            ),
        ),
    }


@pytest.mark.parametrize("what", ["referral", "answer", "lesson", "action", "thing", "move", "document"])
def test_what_was_changed_after_going_back_is_kept_as_well(what, lead, volunteer):
    model, send = ways(make_case(), lead, volunteer)[what]
    before = model.objects.count()

    first = send("As it was first typed.")
    assert send("As it was first typed.") == first
    assert model.objects.count() == before + 1
    second = send("With a word more, which matters.")

    assert second != first
    assert model.objects.count() == before + 2


def test_a_closing_that_was_changed_after_going_back_is_not_called_closed_as_changed(lead):
    case, once = make_case(), uuid.uuid4()
    closing.close(case, by=lead, once=once, outcome=Outcome.UNFOUNDED, **WHY)

    with pytest.raises(Refused):
        closing.close(case, by=lead, once=once, outcome=Outcome.SUBSTANTIATED, **WHY)
    assert Closing.objects.get(case=case).outcome == Outcome.UNFOUNDED


def test_an_old_form_does_not_say_that_a_case_is_closed_which_was_opened_again(lead):
    case, once = make_case(), uuid.uuid4()
    closing.close(case, by=lead, once=once, outcome=Outcome.UNFOUNDED, **WHY)
    closing.reopen(case, by=lead, reason="There is more.")

    with pytest.raises(Refused):
        closing.close(case, by=lead, once=once, outcome=Outcome.UNFOUNDED, **WHY)


def test_the_form_of_one_case_does_not_answer_for_another(lead):
    once, one, other = uuid.uuid4(), make_case(), make_case()

    first = referrals.refer(one, by=lead, kind="police", once=once)

    assert referrals.refer(other, by=lead, kind="police", once=once).case == other
    assert first.case == one
