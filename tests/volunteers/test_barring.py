"""Whether the barring service must be told: asked each time, also of who resigned, and decided (fact 30)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.models import Part
from organisations.models import Organisation
from people import services as people
from people.models import Person
from safeguard.commitments import State
from safeguard.refusals import Refused
from tests.incidents.factories import enter, make_case
from volunteers.models import BarringQuestion
from volunteers.owed import standing as owed
from volunteers.promises import standing as promises
from volunteers.services import barring, standing

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)
Answer = BarringQuestion.Answer


def suspended(person: Person, by: Person, **fields):
    given = {"on": TODAY(), "reason": "Messages", "review_on": TODAY() + 14 * DAY, "is_safeguarding": True} | fields
    return standing.suspend(person, by=by, **given)


def url(name: str, *args) -> str:
    return reverse(f"volunteers:{name}", args=["harbour-lights", *args])


def decided(question: BarringQuestion, by: Person, answer: str = Answer.NOT_NOW) -> BarringQuestion:
    return barring.decide(question, by=by, answer=answer, reasons="The LADO advised us.", decided_on=TODAY())


def test_a_suspension_because_of_a_risk_opens_the_question_and_another_does_not(scope, lead, volunteer, new_person):
    change = suspended(volunteer, lead)
    suspended(new_person("Ada Byron", "volunteer"), lead, is_safeguarding=False)

    question = BarringQuestion.objects.get()
    assert (question.person, question.change, question.answer) == (volunteer, change, Answer.OPEN)


def test_the_end_asks_again_once_it_was_decided_and_not_twice_while_it_is_open(scope, lead, volunteer):
    suspended(volunteer, lead)
    standing.end(volunteer, by=lead, on=TODAY(), reason="By agreement")
    assert BarringQuestion.objects.count() == 1

    decided(BarringQuestion.objects.get(), lead)
    assert barring.ask(volunteer, by=lead).answer == Answer.OPEN
    assert BarringQuestion.objects.count() == 2


def test_who_resigned_while_suspended_is_asked_about_all_the_same(scope, lead, coordinator, volunteer):
    suspended(volunteer, lead)
    decided(BarringQuestion.objects.get(), lead)
    people.leave(volunteer, on=TODAY(), by=coordinator)

    [found] = owed.obligations(today=TODAY())
    assert (found.due_on, found.recipients, found.is_closed) == (TODAY(), (lead.pk,), True)
    assert "left meanwhile" in found.reason
    assert "Vera" not in f"{found.title} {found.reason}"

    standing.end(volunteer, by=lead, on=TODAY(), reason="Resigned meanwhile")
    assert BarringQuestion.objects.filter(answer=Answer.OPEN).exists()


def test_who_resigned_with_a_concern_about_them_is_asked_about_of_those_who_see_it(
    scope, lead, chair, coordinator, volunteer
):
    case = make_case(about_worker="yes")
    enter(case, "Vera Lindqvist", Part.CONCERN, person=volunteer)
    assert list(owed.obligations(today=TODAY())) == []

    people.leave(volunteer, on=TODAY(), by=coordinator)

    [found] = owed.obligations(today=TODAY())
    assert (found.key, found.recipients) == (f"volunteers.barring_left:{volunteer.pk}", (lead.pk,))
    assert list(owed.obligations(today=TODAY(), person=chair.pk)) == []
    barring.ask(volunteer, by=lead, case=case)
    assert [one.key.split(":")[0] for one in owed.obligations(today=TODAY())] == ["volunteers.barring"]


def test_it_is_asked_until_it_is_decided(scope, lead, chair, volunteer):
    question = barring.ask(volunteer, by=lead)

    [found] = owed.obligations(today=TODAY())
    assert (found.due_on, set(found.recipients)) == (TODAY() + 7 * DAY, {lead.pk, chair.pk})
    assert found.schedule.repeat_at_most is None

    decided(question, lead)
    assert list(owed.obligations(today=TODAY())) == []


def test_it_is_decided_once_with_reasons_by_somebody_who_may(scope, lead, coordinator, volunteer):
    question = barring.ask(volunteer, by=lead)
    with pytest.raises(Refused, match="cannot decide this"):
        decided(question, coordinator)
    with pytest.raises(Refused, match="what is decided, and why"):
        barring.decide(question, by=lead, answer=Answer.REFER, reasons=" ", decided_on=TODAY())
    with pytest.raises(Refused, match="asked later than that"):
        barring.decide(question, by=lead, answer=Answer.REFER, reasons="Harm", decided_on=TODAY() - DAY)

    found = decided(question, lead, Answer.REFER)

    assert (found.answer, found.decided_by, found.words["reasons"]) == (Answer.REFER, lead, "The LADO advised us.")
    with pytest.raises(Refused, match="decided already"):
        decided(question, lead)


@pytest.mark.parametrize(
    ("nation", "name"),
    [
        ("england", "Disclosure and Barring Service (DBS)"),
        ("wales", "Disclosure and Barring Service (DBS)"),
        ("northern-ireland", "Disclosure and Barring Service (DBS)"),
        ("scotland", "Disclosure Scotland"),
    ],
)
def test_the_page_names_the_service_of_the_nation(scope, nation, name, lead, volunteer, signed_in):
    Organisation.objects.update(nation=nation)
    question = barring.ask(volunteer, by=lead)

    page = signed_in(lead).get(url("barring", question.uid)).content.decode()

    assert name in page
    assert "resigned first" in page


def test_who_does_not_decide_does_not_learn_of_the_question(
    scope, lead, coordinator, safeguarding_trustee, chair, stranger, signed_in
):
    """The question about the lead is for the chair."""
    question = barring.ask(lead, by=chair)

    assert signed_in(coordinator).get(url("barring", question.uid)).status_code == 403
    for person in (safeguarding_trustee, lead, stranger):
        assert signed_in(person).get(url("barring", question.uid)).status_code == 404
    assert signed_in(chair).get(url("barring", question.uid)).status_code == 200


def test_the_lead_decides_on_the_page(scope, lead, volunteer, signed_in):
    client = signed_in(lead)
    asked = client.post(url("ask_barring", volunteer.pk))
    question = BarringQuestion.objects.get()
    assert asked.url == url("barring", question.uid)

    form = {"answer": "refer", "reasons": "Harm", "decided_on": f"{TODAY():%d/%m/%Y}", "reference": "R-1"}
    client.post(asked.url, form)

    page = client.get(asked.url).content.decode()
    assert ("Referred" in page, "R-1" in page) == (True, True)


def test_the_light_of_barring(scope, lead, volunteer):
    def light():
        return next(one for one in promises.commitments(today=TODAY()) if one.key == "volunteers.barring").state

    assert light() == State.NEW
    question = barring.ask(volunteer, by=lead)
    assert light() == State.AT_RISK
    BarringQuestion.objects.update(asked_on=TODAY() - 15 * DAY)
    assert light() == State.BROKEN
    decided(question, lead)
    assert light() == State.KEPT


def test_while_the_question_is_open_no_second_one_is_offered(scope, lead, volunteer, signed_in):
    client, asks = signed_in(lead), url("ask_barring", volunteer.pk)
    before = client.get(url("standing", volunteer.pk)).content.decode()
    question = barring.ask(volunteer, by=lead)
    during = client.get(url("standing", volunteer.pk)).content.decode()
    decided(question, lead)
    after = client.get(url("standing", volunteer.pk)).content.decode()

    assert [asks in page for page in (before, during, after)] == [True, False, True]
    assert url("barring", question.uid) in during
