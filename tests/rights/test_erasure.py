"""An erasure takes what can go, says what stays and why, and wants two people."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from consent.models import Answer, ConsentRequest, Disclosure, PrintedForm
from people import links
from people.models import CareLink, Person, PersonalLink, Purpose
from people.services import leave
from rights import due
from rights.services import disposals, periods
from safeguard.refusals import Refused
from tests.consent import factories
from tests.rights.factories import decided, shown

pytestmark = pytest.mark.django_db
TODAY = date(2032, 1, 15)
NOW = time_machine.travel("2032-01-15 10:00Z", tick=False)
SAID = datetime(2026, 5, 1, 9, tzinfo=UTC)


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
