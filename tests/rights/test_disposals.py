"""What has run out is proposed, decided by two people, and only then goes (E-79)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.models import AuditEvent
from consent.models import Answer
from people.services import leave
from rights import tasks
from rights.holding import holds_on, without_held
from rights.models import Disposal, DisposalItem
from rights.services import disposals, periods
from safeguard import append_only
from safeguard.refusals import Refused
from safeguard.retention import rules
from tests.consent import factories
from tests.rights.factories import decided, shown

pytestmark = pytest.mark.django_db
TODAY = date(2032, 1, 15)
NOW = time_machine.travel("2032-01-15 10:00Z", tick=False)
SAID = datetime(2026, 5, 1, 9, tzinfo=UTC)


def listed(model) -> set[int]:
    items = DisposalItem.objects.filter(rule=model._meta.label, left_out_at=None)
    return set(items.values_list("row_id", flat=True))


@NOW
def test_an_answer_goes_three_years_after_the_person_left(family):
    assert listed(Answer) == set()
    disposals.propose_due(today=date(2031, 1, 14))
    assert listed(Answer) == set()

    disposals.propose_due(today=date(2031, 1, 15))

    assert listed(Answer) == {family.pk}


@NOW
@pytest.mark.parametrize(
    ("taken_down_on", "goes"), [(None, False), (date(2029, 1, 16), False), (date(2029, 1, 15), True)]
)
def test_evidence_stays_while_the_picture_is_in_use_and_three_years_longer(family, lead, taken_down_on, goes):
    """Fact 71: media in use and three years."""
    shown(family, lead, taken_down_on=taken_down_on)

    disposals.propose_due(today=TODAY)

    assert (family.pk in listed(Answer)) == goes


@NOW
def test_the_charity_s_own_period_is_obeyed_with_its_reason(family, chair):
    periods.set_period("consent.Answer", by=chair, months=49, reason="Our insurer asks for it.")
    disposals.propose_due(today=date(2032, 1, 15))
    assert listed(Answer) == set()

    periods.use_default("consent.Answer", by=chair)
    disposals.propose_due(today=date(2032, 1, 15))

    assert listed(Answer) == {family.pk}
    assert list(AuditEvent.objects.filter(verb="rights_period_set").values_list("detail", flat=True)) == [
        {"before": 36, "after": 49},
        {"before": 49, "after": 36},
    ]


@NOW
def test_proposing_every_night_makes_one_list(family):
    first, second = disposals.propose_due(today=TODAY), disposals.propose_due(today=TODAY)

    assert (first.pk, Disposal.objects.count(), len(listed(Answer))) == (second.pk, 1, 1)


@NOW
def test_nothing_goes_before_two_different_people_have_agreed(family, chair, lead):
    disposal = decided(disposals.propose_due(today=TODAY), chair)

    with pytest.raises(Refused, match="second person"):
        disposals.approve(disposal, by=chair)
    assert disposals.carry_out(disposal.pk, today=TODAY) is None
    assert Answer.objects.filter(pk=family.pk).exists()
    decided(disposal, lead)

    disposals.carry_out(disposal.pk, today=TODAY)

    disposal.refresh_from_db()
    assert (disposal.status, Answer.objects.filter(pk=family.pk).exists()) == ("done", False)
    assert ["consent.Answer", "disposed", 1] in disposal.counts


@NOW
def test_the_database_itself_wants_two_people(family, chair):
    disposal = disposals.propose_due(today=TODAY)

    for values in (
        {"status": "approved"},
        {"first_by": chair, "second_by": chair, "first_at": SAID, "second_at": SAID, "status": "approved"},
        {"second_by": chair},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Disposal.objects.filter(pk=disposal.pk).update(**values)


@NOW
def test_the_certificate_has_numbers_and_no_content(family, chair, lead):
    disposal = decided(disposals.propose_due(today=TODAY), chair, lead)
    disposals.carry_out(disposal.pk, today=TODAY)

    event = AuditEvent.objects.get(verb="rights_disposed")
    assert event.detail["code"] == disposal.code
    assert set(event.detail) <= {"code", "disposed", "anonymised", "kept", "held", "gone"}
    assert "Mia" not in str([event.detail, event.object_label, Disposal.objects.get().counts])


@NOW
def test_carrying_out_twice_does_it_once(family, chair, lead):
    disposal = decided(disposals.propose_due(today=TODAY), chair, lead)

    assert disposals.carry_out(disposal.pk, today=TODAY) is not None
    assert disposals.carry_out(disposal.pk, today=TODAY) is None
    assert AuditEvent.objects.filter(verb="rights_disposed").count() == 1


@NOW
@pytest.mark.parametrize("about", ["person", "kind", "everything"])
def test_a_hold_stops_the_proposal(family, chair, about):
    person = family.subject if about == "person" else None
    rule = "consent.Answer" if about == "kind" else ""
    held = periods.hold(by=chair, person=person, rule=rule, reason="A claim is open.", starts_on=TODAY)
    disposals.propose_due(today=TODAY)
    assert listed(Answer) == set()

    periods.lift(held, by=chair, reason="Settled.")
    disposals.propose_due(today=TODAY)

    assert listed(Answer) == {family.pk}


@NOW
def test_a_hold_that_comes_after_the_second_yes_still_stops_the_row(family, chair, lead):
    """E-79: the certificate counts it as held."""
    disposal = decided(disposals.propose_due(today=TODAY), chair, lead)
    periods.hold(by=chair, person=family.subject, reason="A claim is open.", starts_on=TODAY)

    disposals.carry_out(disposal.pk, today=TODAY)

    disposal.refresh_from_db()
    assert Answer.objects.filter(pk=family.pk).exists()
    assert ["consent.Answer", "held", 1] in disposal.counts


@NOW
def test_a_picture_that_is_used_again_keeps_its_answer(family, chair, lead):
    disposal = decided(disposals.propose_due(today=TODAY), chair, lead)
    shown(family, lead)

    disposals.carry_out(disposal.pk, today=TODAY)

    disposal.refresh_from_db()
    assert Answer.objects.filter(pk=family.pk).exists()
    assert ["consent.Answer", "kept", 1] in disposal.counts


@NOW
def test_a_hold_on_a_person_stops_kinds_of_which_nobody_can_say_whom_they_concern(scope, chair, family):
    periods.hold(by=chair, person=family.subject, reason="A claim is open.", starts_on=TODAY)
    silent = [rule for rule in rules().values() if rule.months and not rule.of and not rule.concerns]

    holds = holds_on(TODAY)
    assert silent
    assert all(without_held(rule, rule.over(TODAY), holds).count() == 0 for rule in silent)


@NOW
def test_a_row_that_was_taken_out_stays_and_is_not_proposed_again(family, chair, lead):
    disposal = disposals.propose_due(today=TODAY)
    item = disposal.items.get(rule="consent.Answer")

    disposals.leave_out(item, by=lead, reason="The family has asked for it.")
    disposals.propose_due(today=TODAY)
    decided(disposal, chair, lead)
    disposals.carry_out(disposal.pk, today=TODAY)

    assert Answer.objects.filter(pk=family.pk).exists()
    assert disposals.propose_due(today=TODAY) is None or listed(Answer) == set()


@NOW
def test_a_list_that_somebody_agreed_to_does_not_change_under_the_second_one_s_hands(family, chair, lead):
    disposal = decided(disposals.propose_due(today=date(2031, 1, 15)), chair)
    item = disposal.items.first()
    before = disposal.items.count()

    with pytest.raises(Refused, match="agreed to this list already"):
        disposals.leave_out(item, by=lead, reason="x")
    disposals.propose_due(today=date(2040, 1, 1))

    assert disposal.items.count() == before


@NOW
def test_what_was_not_agreed_to_is_not_proposed_again_for_half_a_year(family, chair):
    disposals.reject(disposals.propose_due(today=TODAY), by=chair, reason="We look at it in summer.")

    assert disposals.propose_due(today=TODAY) is None
    with time_machine.travel("2032-08-01 10:00Z", tick=False):
        disposals.propose_due(today=date(2032, 8, 1))

    assert family.pk in listed(Answer)


@NOW
def test_nobody_agrees_to_a_list_about_themself(scope, chair, trustee, volunteer, lead):
    leave(volunteer, on=date(2031, 12, 1), by=lead)
    disposal = disposals.propose_erasure(volunteer, by=lead, reason="Asked.")
    Disposal.objects.filter(pk=disposal.pk).update(person=chair)

    with pytest.raises(Refused, match="about themself"):
        disposals.approve(disposal, by=chair)


@NOW
def test_nobody_agrees_to_the_erasure_of_their_own_child(family, chair, lead, trustee):
    child = family.subject
    factories.look_after(child, chair)
    disposal = disposals.propose_erasure(child, by=lead, reason="Asked.")

    with pytest.raises(Refused, match="their own family"):
        disposals.approve(disposal, by=chair)
    disposals.approve(disposal, by=trustee)

    assert disposals.approve(disposal, by=lead).second_by == lead


# The database --------------------------------------------------------------------------------------------------------


@NOW
def test_a_protected_row_goes_only_while_an_approved_list_names_it(family, chair, lead):
    """On SQLite and on PostgreSQL: not before, not another row, not one that was taken out, not the whole table."""
    rows = Answer.objects.filter(pk=family.pk)

    def is_refused(found) -> bool:
        try:
            with transaction.atomic():
                append_only.dispose(found)
        except IntegrityError as refusal:
            return "never changed" in str(refusal)
        return False

    assert is_refused(rows)
    disposal = disposals.propose_due(today=TODAY)
    other = factories.an_answer(family.subject, family.question, family.giver)
    assert is_refused(rows)
    decided(disposal, chair)
    assert is_refused(rows)
    decided(disposal, lead)
    assert is_refused(Answer.objects.filter(pk=other.pk))
    assert append_only.dispose(rows) == 1


@NOW
def test_a_row_that_was_taken_out_of_the_list_does_not_go(family, chair, lead):
    disposal = disposals.propose_due(today=TODAY)
    disposals.leave_out(disposal.items.get(rule="consent.Answer"), by=lead, reason="Asked for.")
    decided(disposal, chair, lead)

    with pytest.raises(IntegrityError), transaction.atomic():
        append_only.dispose(Answer.objects.filter(pk=family.pk))


@NOW
def test_an_approved_list_cannot_be_bent(family, chair, lead):
    disposal = decided(disposals.propose_due(today=TODAY), chair, lead)
    item = disposal.items.first()

    def is_refused(do) -> bool:
        try:
            with transaction.atomic():
                do()
        except DatabaseError:
            return True
        return False

    assert is_refused(lambda: DisposalItem.objects.filter(pk=item.pk).update(row_id=item.row_id + 1))
    assert is_refused(lambda: DisposalItem.objects.filter(pk=item.pk).delete())
    assert is_refused(lambda: Disposal.objects.filter(pk=disposal.pk).update(status="proposed"))
    assert is_refused(lambda: Disposal.objects.filter(pk=disposal.pk).update(second_by=None))
    added = {
        "disposal": disposal,
        "rule": "consent.Answer",
        "table_name": "consent_answer",
        "row_id": 1,
        "then": "delete",
    }
    assert is_refused(lambda: DisposalItem.objects.create(**added))


@NOW
def test_a_list_of_another_charity_lets_nothing_go(family, other_charity, chair, lead):
    disposal = decided(disposals.propose_due(today=TODAY), chair, lead)

    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute(
            "UPDATE rights_disposalitem SET organisation_id = %s WHERE disposal_id = %s",
            [other_charity.pk, disposal.pk],
        )


@NOW
def test_the_night_may_come_twice(family, chair, lead):
    """What was approved and left behind is done, what has run out is proposed: once."""
    for _night in range(2):
        tasks.look(family.organisation_id)
    decided(Disposal.objects.get(), chair, lead)

    for _night in range(2):
        tasks.look(family.organisation_id)

    assert [one.status for one in Disposal.objects.filter(number=1)] == ["done"]
    assert not Answer.objects.filter(pk=family.pk).exists()
    assert AuditEvent.objects.filter(verb="rights_disposed").count() == 1
