"""Every place of people and settings: closed to a colleague without the role, with a sentence that says whom to ask."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from organisations.models import AgencyContact, LocalProtocol, Organisation, Project
from people.models import PeopleImport, Person, RoleHolding
from people.roles import Role
from safeguard.scoping import acting_for

pytestmark = pytest.mark.django_db

PEOPLE = [
    "",
    "export/csv/",
    "add/",
    "import/",
    "import/{upload}/",
    "import/{upload}/check/",
    "import/{upload}/result/",
    "import/{upload}/not-taken-in/",
    "import/{upload}/discard/",
    "{other}/",
    "{other}/change/",
    "{other}/roles/give/",
    "{other}/roles/{holding}/end/",
    "{other}/leave/",
    "{other}/check-out/",
    "{other}/check-out/add/",
    "{other}/return/",
    "{other}/died/",
    "{other}/died/correct/",
    "{other}/invite/",
    "{other}/take-sign-in/",
]
SETTINGS = [
    "",
    "set-up/",
    "charity/name/",
    "charity/address/",
    "charity/neighbours/",
    "charity/colour/",
    "logo/",
    "logo/remove/",
    "rules/contact/",
    "rules/accounts/",
    "rules/pictures/",
    "rules/workers/",
    "rules/policies/",
    "second-step/",
    "roles/",
    "agencies/",
    "agencies/add/",
    "agencies/{agency}/",
    "agencies/{agency}/checked/",
    "agencies/{agency}/remove/",
    "projects/",
    "projects/add/",
    "projects/{project}/",
    "projects/{project}/remove/",
    "protocols/",
    "protocols/add/",
    "protocols/{protocol}/",
    "protocols/{protocol}/remove/",
]
ONLY_POST = ("discard/", "correct/", "invite/", "take-sign-in/", "remove/", "checked/")
PAGES = [f"people/{place}" for place in PEOPLE] + [f"settings/{place}" for place in SETTINGS]


@pytest.fixture
def keys(charity, chair, new_person):
    other = new_person("Olga Other", Role.VOLUNTEER)
    with acting_for(charity):
        return {
            "other": other.pk,
            "holding": RoleHolding.objects.get(person=other).pk,
            "upload": PeopleImport.objects.create(
                made_by=chair, file_name="p.csv", columns=["Name"], rows=[[2, ["A"]]]
            ).pk,
            "agency": AgencyContact.objects.create(name="Police", purpose="Crime").pk,
            "project": Project.objects.create(name="Club").pk,
            "protocol": LocalProtocol.objects.create(name="Sharing").pk,
        }


@pytest.mark.parametrize("place", PAGES)
def test_a_colleague_without_the_role_is_refused_and_told_whom_to_ask(
    signed_in, charity, chair, volunteer, keys, place
):
    client, url = signed_in(volunteer), f"/o/harbour-lights/{place.format(**keys)}"
    with acting_for(charity):
        before = AuditEvent.objects.count()

    answers = [client.post(url, {"name": "X", "role": "chair"})]
    if not place.endswith(ONLY_POST):
        answers.append(client.get(url))

    assert {answer.status_code for answer in answers} == {403}
    assert ["Margaret Hale" in answer.content.decode() for answer in answers] == [True] * len(answers)
    with acting_for(charity):
        assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("place", PAGES)
def test_the_chair_can_open_every_page(signed_in, charity, chair, keys, place):
    client, url = signed_in(chair), f"/o/harbour-lights/{place.format(**keys)}"
    answer = client.get(url)

    expected = 405 if place.endswith(ONLY_POST) else 302 if place.endswith(("check/", "result/")) else 200
    assert answer.status_code == expected


@pytest.mark.parametrize("place", PAGES)
def test_a_form_that_is_sent_empty_is_shown_again_and_never_breaks(signed_in, charity, chair, keys, place):
    answer = signed_in(chair).post(f"/o/harbour-lights/{place.format(**keys)}", {"nonsense": "1"})

    assert answer.status_code in (200, 302, 405)


@pytest.mark.parametrize(
    "place", ["people/who-can-do-what/", "people/who-to-call/", "people/{me}/", "people/{me}/change/"]
)
def test_what_everybody_of_the_charity_may_open(signed_in, volunteer, place):
    assert signed_in(volunteer).get(f"/o/harbour-lights/{place.format(me=volunteer.pk)}").status_code == 200


@pytest.mark.parametrize(
    "place", ["people/{pk}/", "people/{pk}/change/", "people/{pk}/leave/", "people/{pk}/roles/give/"]
)
def test_a_person_of_another_charity_does_not_exist_here(signed_in, chair, stranger, place):
    client = signed_in(chair)

    answers = [
        client.get(f"/o/harbour-lights/{place.format(pk=stranger.pk)}"),
        client.post(f"/o/harbour-lights/{place.format(pk=stranger.pk)}"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("kind", [AgencyContact, Project, LocalProtocol])
def test_a_row_of_another_charity_does_not_exist_here(signed_in, chair, other_charity, kind):
    names = {AgencyContact: "agencies", Project: "projects", LocalProtocol: "protocols"}
    with acting_for(other_charity):
        row = kind.objects.create(name="Theirs")
    client = signed_in(chair)

    for action in ("", "remove/"):
        assert (
            client.post(f"/o/harbour-lights/settings/{names[kind]}/{row.pk}/{action}", {"name": "X"}).status_code == 404
        )
    with acting_for(other_charity):
        assert kind.objects.get().name == "Theirs"


def test_another_charitys_project_cannot_be_chosen(signed_in, chair, charity, other_charity, volunteer):
    with acting_for(other_charity):
        theirs = Project.objects.create(name="Theirs")

    answer = signed_in(chair).post(
        f"/o/harbour-lights/people/{volunteer.pk}/change/", {"name": "Vera Lindqvist", "project": theirs.pk}
    )

    assert "Select a valid choice" in answer.content.decode()


@pytest.mark.parametrize("section", ["charity/nothing/", "rules/nothing/"])
def test_pages_that_do_not_exist(signed_in, chair, section):
    assert signed_in(chair).get(f"/o/harbour-lights/settings/{section}").status_code == 404


def test_nobody_lets_themself_leave_or_die_or_loses_the_own_sign_in(signed_in, chair):
    client = signed_in(chair)

    answers = [
        client.post(f"/o/harbour-lights/people/{chair.pk}/{place}/") for place in ("leave", "died", "take-sign-in")
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_a_coordinator_is_told_that_the_chair_records_that_an_officer_leaves(signed_in, chair, coordinator, lead):
    answer = signed_in(coordinator).get(f"/o/harbour-lights/people/{lead.pk}/leave/")

    assert (answer.status_code, "Ask Margaret Hale" in answer.content.decode()) == (403, True)


def test_what_is_kept_back_cannot_be_opened_by_changing_the_person(signed_in, chair, coordinator, new_person):
    person = new_person("Nadia Rahman", restricted=True)

    assert signed_in(coordinator).get(f"/o/harbour-lights/people/{person.pk}/change/").status_code == 403


@pytest.mark.parametrize("role", ["chair", "trustee", "lead", "administrator", "safeguarding_trustee"])
def test_nobody_but_the_chair_gives_an_office_whatever_the_form_says(
    signed_in, charity, chair, coordinator, administrator, volunteer, role
):
    for giver, to in ((coordinator, volunteer), (administrator, administrator), (coordinator, coordinator)):
        client = signed_in(giver)
        client.post(f"/o/harbour-lights/people/{to.pk}/roles/give/", {"role": role, "starts_on": "1.1.2025"})
        client.post("/o/harbour-lights/people/add/", {"name": "X", "roles": [role], "joined_on": "1.1.2025"})

    with acting_for(charity):
        assert Person.objects.current().holding(role, on=timezone.localdate()).count() == (
            role in ("chair", "administrator")
        )
        assert Organisation.objects.count() == 1


def test_the_lead_names_a_deputy_and_nothing_more(signed_in, charity, chair, lead, volunteer):
    client, url = signed_in(lead), f"/o/harbour-lights/people/{volunteer.pk}/roles/give/"

    refused = client.post(url, {"role": "lead", "starts_on": "1.1.2025"})
    with acting_for(charity):
        assert RoleHolding.objects.filter(person=volunteer, role="lead").count() == 0
    tomorrow = timezone.localdate() + timedelta(days=1)
    given = client.post(
        url, {"role": "lead", "starts_on": "1.1.2025", "ends_on": f"{tomorrow:%d.%m.%Y}", "deputy_for": lead.pk}
    )

    assert "The chair appoints for good." in refused.content.decode()
    assert given.status_code == 302
    with acting_for(charity):
        assert RoleHolding.objects.get(person=volunteer, role="lead").deputy_for == lead
