"""An applicant may ask what is known about them, whether they were taken on or not (UK GDPR, article 15)."""

import pytest

from audit.models import AuditEvent
from tests.volunteers import checked, factories
from volunteers.models import AppliedReference, ReferenceAnswer, Result, RiskAssessment
from volunteers.services import applicants, suitability
from volunteers.states import Stage
from volunteers.verbs import Verb

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def applicant(coordinator, lead):
    found = factories.application(at=Stage.DECISION, words={"why": "I would like to help with boats."})
    applicants.note_step(found, key="interview", on=found.stage_since, by=coordinator, note="Good with small children.")
    AppliedReference.objects.create(
        application=found, answer=ReferenceAnswer.BAD, words={"name": "Grace Hall", "said": "She is never on time."}
    )
    suitability.decide(found, outcome="suitable", reason="A good interview.", by=lead)
    return found


@pytest.fixture
def place(charity, applicant):
    return f"/o/{charity.slug}/volunteers/applications/{applicant.code}/"


def test_the_page_has_what_was_written_and_decided(signed_in, coordinator, applicant, place):
    RiskAssessment.objects.create(
        application=applicant,
        review_on=applicant.stage_since,
        decided_by=coordinator,
        words={"risk": "Alone in the boat house.", "measures": "Never alone."},
    )
    factories.permitted(applicant)
    client = signed_in(coordinator)

    assert f'href="{place}data/"' in client.get(place).content.decode()
    page = client.get(f"{place}data/").content.decode()

    expected = ["Ada Byron", "with boats", "small children", "A good interview.", "Never alone.", "a search engine?"]
    assert [words for words in expected if words not in page] == []


def test_what_a_referee_said_is_not_on_it(signed_in, coordinator, place):
    page = signed_in(coordinator).get(f"{place}data/").content.decode()

    assert "References (1)" in page
    assert "Grace Hall" not in page
    assert "never on time" not in page


def test_of_an_online_check_only_that_it_was_done(signed_in, coordinator, lead, chair):
    found = checked.concern(by=lead, to=chair).application
    page = signed_in(coordinator).get(f"{found.get_absolute_url()}data/").content.decode()

    assert "Online checks" in page
    found = [checked.FOUND["where"], checked.FOUND["relevance"], checked.HOW["terms"], checked.HOW["looked_at"]]
    assert [words for words in [*found, str(Result.CONCERN.label), "when they sign in"] if words in page] == []


def test_when_its_time_is_over_there_is_no_copy(signed_in, coordinator, applicant, place):
    applicant.shred()
    applicant.save()
    client = signed_in(coordinator)

    assert client.get(place).status_code == 200
    assert client.get(f"{place}data/").status_code == 404


def test_opening_it_is_noted(signed_in, coordinator, applicant, place):
    signed_in(coordinator).get(f"{place}data/")

    event = AuditEvent.objects.about(applicant).get(verb=Verb.DATA_SHOWN)
    assert event.actor_id == coordinator.pk


@pytest.mark.parametrize(("who", "status"), [("safeguarding_trustee", 403), ("trustee", 404), ("stranger", 404)])
def test_only_those_who_take_people_on_open_it(request, signed_in, place, who, status):
    assert signed_in(request.getfixturevalue(who)).get(f"{place}data/").status_code == status
