"""What has run out is proposed, decided by two people, and only then goes (E-79)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.models import AuditEvent
from consent.models import Answer, ConsentRequest, Disclosure, PrintedForm, Use, UseSubject
from people import links
from people.models import CareLink, Person, PersonalLink, Purpose
from people.services import leave
from rights import due, tasks
from rights.holding import holds_on, without_held
from rights.models import Disposal, DisposalItem
from rights.services import disposals, periods
from safeguard import append_only
from safeguard.refusals import Refused
from safeguard.retention import rules
from tests.consent import factories

pytestmark = pytest.mark.django_db
TODAY = date(2032, 1, 15)
NOW = time_machine.travel("2032-01-15 10:00Z", tick=False)
SAID = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def family(scope):
    """A child who left in 2028, a mother's yes from 2026, and nothing in use."""
    with time_machine.travel("2026-05-01 09:00Z", tick=False):
        child = factories.a_child()
        mother = factories.a_carer(child)
        answer = factories.an_answer(child, factories.a_question(refresh_months=60), mother)
        leave(child, on=date(2026, 5, 1), by="The tests")
    Person.objects.filter(pk=child.pk).update(left_on=date(2028, 1, 15))
    return answer


def shown(answer: Answer, lead: Person, **details) -> Use:
    given = {"what": "Summer party", "means": "picture", "channel": "facebook", "what_for": "News", "recorded_by": lead}
    use = Use.objects.create(used_on=date(2026, 6, 1), **(given | details))
    UseSubject.objects.create(use=use, person=answer.subject, answer=answer)
    return use


def listed(model) -> set[int]:
    items = DisposalItem.objects.filter(rule=model._meta.label, left_out_at=None)
    return set(items.values_list("row_id", flat=True))


def decided(disposal: Disposal, *people: Person) -> Disposal:
    for person in people:
        disposal = disposals.approve(disposal, by=person)
    return disposal


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


# Erasure -------------------------------------------------------------------------------------------------------------


@NOW
def test_an_erasure_takes_what_can_go_and_says_what_stays(family, chair, lead):
    child = family.subject
    Disclosure.objects.create(
        subject=child, recipient="The council", what="Name", purpose="Help", how="By telephone", basis="protection",
        reasons="In danger", passed_on=date(2031, 1, 1), passed_by=lead,
    )  # fmt: skip

    plan = due.erasure_of(child, TODAY)

    goes = {share.rule.key: share.number for share in plan.goes}
    stays = {share.rule.key: share.number for share in plan.stays}
    assert (goes["consent.Answer"], goes["people.Person"], goes["people.CareLink"]) == (1, 1, 1)
    assert stays == {"consent.Disclosure": 1}
    assert all(share.because for share in plan.stays)


@NOW
def test_an_erased_person_is_a_number(family, chair, lead):
    child = family.subject
    Person.objects.filter(pk=child.pk).update(email="mia@example.org", safe_contact="Ring gran", phone="07700 900123")
    token = links.issue(child, Purpose.RESPOND)
    disposal = decided(disposals.propose_erasure(child, by=lead, reason="Asked."), chair, lead)

    disposals.carry_out(disposal.pk, today=TODAY)

    child.refresh_from_db()
    assert (child.name, child.email, child.phone, child.safe_contact, child.date_of_birth) == (
        f"Erased person {child.pk}", "", "", "", None,
    )  # fmt: skip
    assert child.search_text == f"erased person {child.pk}"
    assert child.left_on == date(2028, 1, 15)
    assert not Answer.objects.exists()
    assert not CareLink.objects.exists()
    assert not PersonalLink.objects.filter(person=child).exists()
    with pytest.raises(links.LinkUnusable):
        links.open_link(token, Purpose.RESPOND)


@NOW
def test_evidence_of_a_picture_that_is_shown_stays_with_an_erased_person(family, chair, lead):
    shown(family, lead)
    disposal = disposals.propose_erasure(family.subject, by=lead, reason="Asked.")
    decided(disposal, chair, lead)

    disposals.carry_out(disposal.pk, today=TODAY)

    assert Answer.objects.filter(pk=family.pk).exists()
    assert Person.objects.get(pk=family.subject_id).name.startswith("Erased person")


@NOW
def test_a_sign_in_goes_with_its_last_person_and_no_earlier(scope, chair, lead, volunteer, other_charity):
    user = volunteer.user
    leave(volunteer, on=date(2031, 12, 1), by=lead)
    disposal = decided(disposals.propose_erasure(volunteer, by=lead, reason="Asked."), chair, lead)

    disposals.carry_out(disposal.pk, today=TODAY)

    volunteer.refresh_from_db()
    assert volunteer.user is None
    assert not type(user).objects.filter(pk=user.pk).exists()


@NOW
def test_who_works_here_leaves_first_and_a_hold_stops_an_erasure(scope, chair, lead, volunteer):
    with pytest.raises(Refused, match="still works here"):
        disposals.propose_erasure(volunteer, by=lead, reason="Asked.")
    leave(volunteer, on=date(2031, 12, 1), by=lead)
    periods.hold(by=chair, person=volunteer, reason="A claim is open.", starts_on=TODAY)

    with pytest.raises(Refused, match="legal hold"):
        disposals.propose_erasure(volunteer, by=lead, reason="Asked.")


@NOW
def test_proposing_an_erasure_twice_gives_one_list(family, lead):
    lists = {disposals.propose_erasure(family.subject, by=lead, reason="Asked.").pk for _click in range(2)}

    assert len(lists) == 1


@NOW
def test_what_a_carer_said_about_a_child_who_is_here_stays_when_the_carer_is_erased(scope, lead, chair):
    child = factories.a_child()
    mother = factories.a_carer(child)
    answer = factories.an_answer(child, factories.a_question(), mother)

    stays = {share.rule.key for share in due.erasure_of(mother, TODAY).stays}

    assert {"consent.Answer", "people.CareLink"} <= stays
    disposal = decided(disposals.propose_erasure(mother, by=lead, reason="Asked."), chair, lead)
    disposals.carry_out(disposal.pk, today=TODAY)
    assert Answer.objects.get(pk=answer.pk).giver_name
    mother.refresh_from_db()
    assert mother.left_on == TODAY


@NOW
def test_the_file_of_a_form_goes_with_its_row(scope, lead, chair, volunteer):
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    asked = ConsentRequest.objects.create(asked=volunteer, code="ABCD", due_on=date(2026, 6, 1))
    name = default_storage.save("forms/one.pdf", ContentFile(b"%PDF"))
    PrintedForm.objects.create(request=asked, asked_by=lead, asked_at=SAID, file=name)
    disposal = decided(disposals.propose_due(today=TODAY), chair, lead)

    disposals.carry_out(disposal.pk, today=TODAY)

    assert not PrintedForm.objects.exists()


@NOW
def test_an_entry_that_was_merged_goes_with_the_one_that_was_kept(family, chair, lead):
    twin = factories.a_child("Mia Turner-Stone")
    Person.objects.filter(pk=twin.pk).update(merged_into=family.subject)
    disposal = decided(disposals.propose_erasure(family.subject, by=lead, reason="Asked."), chair, lead)

    disposals.carry_out(disposal.pk, today=TODAY)

    assert not Person.objects.filter(name__contains="Mia").exists()


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
