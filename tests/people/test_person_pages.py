"""One person's page, and what is done from it."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from organisations.models import Project
from people import services
from people.models import Person, RoleHolding
from people.roles import Role
from safeguard.scoping import acting_for

pytestmark = pytest.mark.django_db

URL = "/o/harbour-lights/people/"
TODAY = timezone.localdate


def text(answer) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").replace("&quot;", '"').split())


def again(person):
    with acting_for(person.organisation):
        return Person.objects.get(pk=person.pk)


# --- Adding --------------------------------------------------------------------------------------------------------


def test_a_coordinator_adds_somebody_without_an_address(signed_in, charity, coordinator):
    client = signed_in(coordinator)

    answer = client.post(
        URL + "add/",
        {"name": "  Stanley   Parkin ", "known_as": "Stan", "joined_on": "1.9.2026", "roles": ["volunteer"]},
    )

    with acting_for(charity):
        stan = Person.objects.get(known_as="Stan")
        assert (stan.name, stan.joined_on, stan.roles) == ("Stanley Parkin", date(2026, 9, 1), {Role.VOLUNTEER})
        assert answer.headers["Location"] == f"{URL}{stan.pk}/"
        assert RoleHolding.objects.get(person=stan).appointed_by == "Cory Bell"


def test_a_namesake_is_shown_and_never_in_the_way(signed_in, charity, coordinator, volunteer):
    client = signed_in(coordinator)
    given = {"name": "vera lindqvist", "joined_on": "1.9.2026"}

    asked = client.post(URL + "add/", given)
    assert "Perhaps this person is in the list already" in text(asked)
    assert f'href="{URL}{volunteer.pk}/"' in text(asked)
    client.post(URL + "add/", given | {"anyway": "1"})

    with acting_for(charity):
        assert Person.objects.filter(name__iexact="vera lindqvist").count() == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Answer this question."),
        ("name", "   ", "Answer this question."),
        ("name", "X" * 301, "Ensure this value has at most 300 characters"),
        ("email", "no address", "Enter an e-mail address such as name@example.org."),
        ("phone", "ring her", "Enter a telephone number, such as 07700 900123."),
        ("joined_on", "31 February 2026", "31 February"),
        ("joined_on", "May 2026", "Enter the day as well, such as 17 June 2020."),
        ("date_of_birth", "1.1.2090", "This day is still to come."),
        ("line_manager", "999999", "Select a valid choice"),
        ("name", "A\x00B", "Null characters are not allowed."),
    ],
)
def test_bad_answers_get_a_sentence_and_keep_what_was_typed(signed_in, charity, coordinator, field, value, sentence):
    given = {"name": "Ann Other", "joined_on": "1.9.2026", "known_as": "Annie the Typed"} | {field: value}

    answer = signed_in(coordinator).post(URL + "add/", given)

    assert (answer.status_code, sentence in text(answer), "Annie the Typed" in text(answer)) == (200, True, True)


# --- Changing ------------------------------------------------------------------------------------------------------


def test_somebody_changes_their_own_contact_details_and_nothing_else(signed_in, charity, volunteer):
    client = signed_in(volunteer)

    client.post(
        f"{URL}{volunteer.pk}/change/",
        {
            "known_as": "V",
            "phone": "07700 900123",
            "name": "Somebody Else",
            "restricted": "on",
            "email": "v@example.org",
        },
    )

    after = again(volunteer)
    assert (after.name, after.known_as, after.phone, after.restricted) == ("Vera Lindqvist", "V", "07700 900123", False)


def test_a_refused_change_leaves_the_page_with_the_old_name(signed_in, charity, chair, volunteer):
    answer = signed_in(chair).post(f"{URL}{chair.pk}/change/", {"name": "Changed Name", "email": "none"})

    assert (answer.status_code, again(chair).name) == (200, "Margaret Hale")


def test_the_page_shows_roles_periods_team_and_history(signed_in, charity, chair, volunteer, lead):
    with acting_for(charity):
        services.change(volunteer, line_manager=lead, phone="07700 900123", by=chair)
    client = signed_in(chair)

    own, leads = text(client.get(f"{URL}{volunteer.pk}/")), text(client.get(f"{URL}{lead.pk}/"))

    assert ("1 September 2024" in own, "07700 900123" in own, "Volunteer" in own) == (True, True, True)
    assert ("What was recorded about this person" in own, "Vera Lindqvist</bdi></a></li>" in leads) == (True, True)


def test_a_volunteer_sees_the_own_page_without_the_history(signed_in, charity, volunteer):
    page = text(signed_in(volunteer).get(f"{URL}{volunteer.pk}/"))

    assert ("Your own page" in page, "What was recorded" in page, "Send an invitation" in page) == (True, False, False)


def test_namesakes_are_told_apart_by_project_and_year(signed_in, scope, chair, volunteer):
    project = Project.objects.create(name="Quayside Club")
    Person.objects.create(name="Vera Lindqvist", project=project, joined_on=date(2021, 5, 4))

    page = text(signed_in(chair).get(f"{URL}{volunteer.pk}/"))

    assert "Joined on 4 May 2021, project: Quayside Club." in page


# --- Roles ---------------------------------------------------------------------------------------------------------


def test_the_chair_gives_and_ends_a_role(signed_in, charity, chair, volunteer):
    client = signed_in(chair)

    client.post(f"{URL}{volunteer.pk}/roles/give/", {"role": "trustee", "starts_on": "1.1.2026", "appointed_by": "AGM"})
    with acting_for(charity):
        holding = RoleHolding.objects.get(person=volunteer, role=Role.TRUSTEE)
    client.post(f"{URL}{volunteer.pk}/roles/{holding.pk}/end/", {"on": "1.3.2026", "reason": "Moved"})

    with acting_for(charity):
        holding = RoleHolding.objects.get(pk=holding.pk)
    assert (holding.appointed_by, holding.starts_on, holding.ends_on, holding.reason) == (
        "AGM",
        date(2026, 1, 1),
        date(2026, 3, 1),
        "Moved",
    )


def test_what_cannot_be_done_now_is_said_on_the_page(signed_in, charity, chair, volunteer):
    client = signed_in(chair)
    with acting_for(charity):
        own = RoleHolding.objects.get(person=chair)

    twice = client.post(f"{URL}{volunteer.pk}/roles/give/", {"role": "volunteer", "starts_on": "1.1.2026"})
    chairless = client.post(f"{URL}{chair.pk}/roles/{own.pk}/end/", {"on": "1.3.2026"})

    assert "holds this role on these days already" in text(twice)
    assert "Appoint the next chair first" in text(chairless)


def test_a_role_of_somebody_else_is_not_ended_under_this_address(signed_in, charity, chair, volunteer, lead):
    with acting_for(charity):
        holding = RoleHolding.objects.get(person=lead)

    assert signed_in(chair).get(f"{URL}{volunteer.pk}/roles/{holding.pk}/end/").status_code == 404


def test_a_volunteer_lays_down_the_own_role(signed_in, charity, volunteer):
    with acting_for(charity):
        holding = RoleHolding.objects.get(person=volunteer)

    signed_in(volunteer).post(f"{URL}{volunteer.pk}/roles/{holding.pk}/end/", {"on": "1.3.2026"})

    with acting_for(charity):
        assert Person.objects.get(pk=volunteer.pk).roles == frozenset()


# --- Coming and going ----------------------------------------------------------------------------------------------


def test_the_check_out_is_gone_through_before_anybody_leaves(signed_in, charity, coordinator, volunteer):
    client, url = signed_in(coordinator), f"{URL}{volunteer.pk}/leave/"

    page = text(client.get(url))
    unread = client.post(url, {"on": f"{TODAY():%d.%m.%Y}"})
    client.post(url, {"on": f"{TODAY():%d.%m.%Y}", "confirmed": "on", "reason": "Moved"})

    assert ("Role: Volunteer" in page, "Sign-in" in page) == (True, True)
    assert "Go through the list, then tick this box." in text(unread)
    assert again(volunteer).left_on == TODAY()


def test_leaving_coming_back_and_dying_by_the_pages(signed_in, charity, coordinator, volunteer):
    client = signed_in(coordinator)
    on = {"on": f"{TODAY():%d.%m.%Y}"}

    assert "has not left" in text(client.post(f"{URL}{volunteer.pk}/return/", on))
    client.post(f"{URL}{volunteer.pk}/leave/", on | {"confirmed": "on"})
    assert "has left already" in text(client.post(f"{URL}{volunteer.pk}/leave/", on | {"confirmed": "on"}))
    client.post(f"{URL}{volunteer.pk}/return/", on)
    assert again(volunteer).is_here(TODAY())
    client.post(f"{URL}{volunteer.pk}/died/", on)
    assert "is recorded already" in text(client.post(f"{URL}{volunteer.pk}/died/", on))
    assert "Died on" in text(client.get(f"{URL}{volunteer.pk}/"))
    client.post(f"{URL}{volunteer.pk}/died/correct/")
    assert "Left on" in text(client.get(f"{URL}{volunteer.pk}/"))
    client.post(f"{URL}{volunteer.pk}/died/correct/")

    assert (again(volunteer).deceased_on, again(volunteer).left_on) == (None, TODAY())


def test_somebody_who_leaves_soon_is_marked_so(signed_in, charity, coordinator, volunteer):
    with acting_for(charity):
        services.leave(volunteer, on=TODAY() + timedelta(days=14), by=coordinator)
    client = signed_in(coordinator)

    assert "Leaves on" in text(client.get(f"{URL}{volunteer.pk}/"))
    assert "Leaves on" in text(client.get(URL))


# --- Inviting ------------------------------------------------------------------------------------------------------


def test_the_invitation_of_the_page_goes_out(
    signed_in, charity, coordinator, new_person, django_capture_on_commit_callbacks
):
    nora = new_person("Nora Quinn", email="nora@home.example", signs_in=False)
    client = signed_in(coordinator)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{URL}{nora.pk}/invite/", follow=True)

    assert ("An invitation is on its way" in text(answer), [m.to for m in mail.outbox]) == (
        True,
        [["nora@home.example"]],
    )
    assert "Invited on" in text(client.get(f"{URL}{nora.pk}/"))


def test_who_cannot_be_invited_is_said_on_the_page(signed_in, charity, coordinator, new_person):
    stan = new_person("Stan Parkin", email="", signs_in=False)

    answer = signed_in(coordinator).post(f"{URL}{stan.pk}/invite/", follow=True)

    assert "has no e-mail address that we may use" in text(answer)


def test_a_sign_in_is_taken_away_by_the_page(signed_in, charity, coordinator, volunteer):
    signed_in(coordinator).post(f"{URL}{volunteer.pk}/take-sign-in/")

    assert again(volunteer).user is None
