"""The example charity: loaded once, with every persona and every state, and a way in."""

import stat
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.utils import timezone

from audit.verifying import verify
from organisations import example as organisations
from organisations.models import AgencyContact, Organisation, Project, Settings
from people import example
from people.ages import age_of, birthday
from people.commitments import commitments
from people.models import Authority, CareLink, Person, RoleHolding, User
from people.roles import Role
from safeguard.commitments import State
from safeguard.scoping import acting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db) -> Organisation:
    """The charity and its people, without what other apps add."""
    charity = organisations.load()
    with acting_for(charity):
        example.load(charity, "pass phrase of the cast")
    return charity


def test_all_of_it_is_loaded_once_and_says_how_to_sign_in(settings, tmp_path, capsys, client):
    settings.VAR = tmp_path
    call_command("load_example")
    first, people = capsys.readouterr().out, User.objects.count()

    call_command("load_example")

    again, path = capsys.readouterr().out, tmp_path / "example-password"
    password = path.read_text().strip()
    assert (again, Organisation.objects.count(), User.objects.count()) == (first, 1, people)
    assert ("margaret@harbourlights.example" in first, password in first) == (True, True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert client.login(username="margaret@harbourlights.example", password=password)
    assert EmailAddress.objects.get(email="margaret@harbourlights.example").verified is True
    assert verify(Organisation.objects.get()).broken is None


def test_everybody_who_tries_the_software_can_look_round_at_once(loaded, client):
    client.force_login(User.objects.get(email="margaret@harbourlights.example"))

    page = client.get("/o/harbour-lights/settings/").content.decode()

    assert "in this example charity it is off, so that you can look round" in " ".join(page.split())


def test_every_persona_and_every_state_is_there(loaded):
    today = timezone.localdate()
    with acting_for(loaded):
        cast = example.cast()
        assert set(cast) == set(example.CAST)
        roles = {holding.role for holding in RoleHolding.objects.on(today)}
        assert {role for role in Role if role not in roles} == {
            Role.VISITOR,
            Role.DONOR,
            Role.EXTERNAL,
        }
        assert cast["wife"].email == cast["husband"].email != ""
        assert (cast["oldest_volunteer"].email, cast["no_mail"].can_be_mailed, cast["kept_back"].restricted) == (
            "",
            False,
            True,
        )
        assert (cast["leaver"].is_here(today), cast["deceased"].is_here(today), cast["returned"].is_here(today)) == (
            False,
            False,
            True,
        )
        assert (cast["leaving_soon"].is_here(today), cast["leaving_soon"].left_on > today) == (True, True)
        assert cast["returned"].periods.count() == 2
        assert cast["deputy_lead"].holds(Role.LEAD)
        soon = today + timedelta(days=30)
        assert RoleHolding.objects.get(person=cast["third_trustee"]).ends_on < soon
        assert Settings.current().second_factor_roles == []
        assert Project.objects.running(today).count() == 3
        assert AgencyContact.objects.stale(today).count() > 0
        assert AgencyContact.objects.exclude(last_verified_on=None).count() > 0
        assert {c.state for c in commitments(today=today)} == {State.KEPT, State.AT_RISK}


def test_ages_are_those_of_the_personas(loaded):
    today = timezone.localdate()
    with acting_for(loaded):
        born = {
            p.name: p.date_of_birth for p in Person.objects.filter(name__in=["Ellie D'Arcy-Smith", "Stanley Parkin"])
        }

    ages = {name: (today - day).days * 100 // 36525 for name, day in born.items()}
    assert ages == {"Ellie D'Arcy-Smith": 17, "Stanley Parkin": 82}


def test_the_families_show_every_way_of_looking_after_somebody(loaded):
    today = timezone.localdate()
    with acting_for(loaded):
        cast = example.cast()
        links = CareLink.objects.on(today)
        assert {link.authority for link in links} == set(Authority) - {Authority.ORDER, Authority.ATTORNEY}
        assert {link.is_confirmed for link in links} == {True, False}
        assert links.filter(carer=cast["carer"]).count() == 3
        assert {link.authority for link in links.filter(cared_for=cast["child_robin"])} == {Authority.PARENTAL}
        assert links.filter(cared_for=cast["child_robin"], authority_confirmed_on=None).count() == 0
        assert all(link.starts_on <= link.authority_confirmed_on <= today for link in links if link.is_confirmed)
        members = Person.objects.current(today).holding(Role.BENEFICIARY)
        ages = {person.name: age_of(person, today) for person in members}
        assert (ages["Mia Osei"], ages["Noah Okoro"], ages["Finlay Drummond"]) == (9, 0, None)
        assert birthday(cast["child_jasmine"].date_of_birth, 18) == today + timedelta(days=40)
        assert [
            person.joined_on for person in members if person.date_of_birth and person.joined_on < person.date_of_birth
        ] == []
        assert {
            email.partition("@")[2] for email in Person.objects.exclude(email="").values_list("email", flat=True)
        } == {
            "harbourlights.example",
            "families.example",
        }
