"""Who looks after whom, by what right, and what the pages say about it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from people import links, services
from people.models import Authority, CareLink, Person, Purpose, Relationship, RoleHolding
from people.roles import Role
from people.services.families import CareRefused
from people.services.merging import MergeRefused
from safeguard.scoping import acting_for

pytestmark = pytest.mark.django_db

URL = "/o/harbour-lights/people/"
TODAY = timezone.localdate
DAY = timedelta(days=1)
MOTHER = {"relationship": Relationship.MOTHER, "authority": Authority.PARENTAL}


def text(answer) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").replace("&quot;", '"').split())


@pytest.fixture
def child(new_person):
    return new_person("Mia Turner", Role.BENEFICIARY, signs_in=False, date_of_birth=date(2016, 5, 4))


@pytest.fixture
def mother(new_person):
    return new_person("Anna Turner", Role.CARER, date_of_birth=date(1985, 1, 2), phone="07700 900555")


@pytest.fixture
def care(charity, child, mother, coordinator):
    with acting_for(charity):
        return services.add_carer(child, mother, by=coordinator, court_order="Lives with her mother", **MOTHER)


# --- Services ------------------------------------------------------------------------------------------------------


def test_a_carer_is_recorded_and_the_audit_names_neither_the_carer_nor_the_right(scope, child, mother, coordinator):
    link = services.add_carer(child, mother, by=coordinator, contact_first=True, **MOTHER)

    event = AuditEvent.objects.newest_first().first()
    assert (link.is_confirmed, link.starts_on, link.contact_first) == (False, TODAY(), True)
    assert (event.verb, event.object_id, event.detail, event.changed) == ("carer_named", str(child.pk), {}, [])


@pytest.mark.parametrize(
    ("relationship", "roles"),
    [
        (Relationship.MOTHER, {Role.VOLUNTEER, Role.CARER}),
        (Relationship.SUPPORT_WORKER, {Role.VOLUNTEER}),
        (Relationship.SOCIAL_WORKER, {Role.VOLUNTEER}),
    ],
)
def test_whoever_looks_after_somebody_is_a_carer_unless_it_is_their_profession(
    scope, child, volunteer, coordinator, relationship, roles
):
    services.add_carer(child, volunteer, by=coordinator, relationship=relationship)

    assert Person.objects.get(pk=volunteer.pk).roles == roles


def test_a_carer_who_is_not_in_the_list_comes_into_it(scope, child, coordinator):
    link = services.add_new_carer(child, name="Ben Turner", phone="07700 900556", by=coordinator, **MOTHER)

    assert (link.carer.name, link.carer.roles, link.carer.phone) == ("Ben Turner", {Role.CARER}, "07700 900556")


def test_what_cannot_be_is_refused(scope, child, mother, coordinator, care):
    def refused(cared_for, carer):
        with pytest.raises(CareRefused) as found:
            services.add_carer(cared_for, carer, by=coordinator, **MOTHER)
        return str(found.value)

    assert refused(child, child) == "Nobody is their own carer."
    assert refused(child, mother) == "Anna Turner is a carer of Mia Turner already."
    assert refused(mother, child) == "Anna Turner is recorded as the carer of Mia Turner. It cannot be both."


def test_another_right_has_to_be_confirmed_again(scope, care, lead, coordinator):
    services.confirm_authority(care, seen="Birth certificate", by=lead)

    same = services.change_care(care, by=coordinator, lives_with=True)
    other = services.change_care(care, by=coordinator, authority=Authority.ORDER)

    assert (same.is_confirmed, same.authority_seen, same.authority_confirmed_by) == (True, "Birth certificate", lead)
    assert (other.is_confirmed, other.authority_seen, other.authority_confirmed_by) == (False, "", None)


def test_nobody_confirms_an_unknown_right_or_their_own(scope, care, child, lead, coordinator, mother):
    unknown = services.add_carer(child, coordinator, by=lead, relationship=Relationship.RELATIVE)

    with pytest.raises(CareRefused, match="First say what right"):
        services.confirm_authority(unknown, seen="x", by=lead)
    with pytest.raises(CareRefused, match="Somebody else has to confirm"):
        services.confirm_authority(care, seen="x", by=mother)
    with pytest.raises(CareRefused, match="still to come"):
        services.confirm_authority(care, seen="x", by=lead, on=TODAY() + DAY)


def test_care_ends_once_and_not_before_it_began(scope, care, coordinator):
    with pytest.raises(CareRefused, match="It cannot end before that"):
        services.end_care(care, on=TODAY() - DAY, by=coordinator)
    with pytest.raises(CareRefused, match="still to come"):
        services.end_care(care, on=TODAY() + DAY, by=coordinator)

    services.end_care(care, on=TODAY(), by=coordinator)

    assert CareLink.objects.get(pk=care.pk).ends_on == TODAY()
    with pytest.raises(CareRefused, match="ended already"):
        services.end_care(care, on=TODAY(), by=coordinator)
    with pytest.raises(CareRefused, match="ended already"):
        services.change_care(care, by=coordinator, lives_with=True)


@pytest.mark.parametrize("who", ["child", "mother"])
def test_the_dead_get_no_new_ties_and_their_links_open_nothing(scope, child, mother, coordinator, who):
    """E-23: of carers as of anybody."""
    dead = {"child": child, "mother": mother}[who]
    token = links.issue(dead, Purpose.RESPOND)
    services.record_death(dead, on=TODAY(), by=coordinator)

    with pytest.raises(CareRefused):
        services.add_carer(child, mother, by=coordinator, **MOTHER)
    with pytest.raises(links.LinkUnusable):
        links.open_link(token, Purpose.RESPOND)
    assert Person.objects.get(pk=dead.pk).can_be_mailed is False


# --- Pages ---------------------------------------------------------------------------------------------------------


@pytest.mark.clause("IL-66")
def test_the_page_says_whom_to_contact_first(signed_in, charity, coordinator, child, mother, care):
    with acting_for(charity):
        services.change_care(care, by=coordinator, contact_first=True)
        services.change(child, by=coordinator, contact_preference="carer_first")

    page = text(signed_in(coordinator).get(f"{URL}{child.pk}/"))

    assert "Contact the parents or carers first: Anna Turner (Mother)." in page
    assert ("Not confirmed yet" in page, "Lives with her mother" in page) == (True, True)
    assert f'href="{URL}{child.pk}/carers/{care.pk}/confirm/"' in page


@pytest.mark.parametrize(
    ("role", "sees_order", "may_confirm", "may_change"),
    [
        (Role.CHAIR, True, True, True),
        (Role.LEAD, True, True, True),
        (Role.COORDINATOR, True, True, True),
        (Role.SAFEGUARDING_TRUSTEE, True, False, False),
        (Role.TRUSTEE, False, False, False),
    ],
)
def test_who_sees_a_court_order_and_confirms_a_right(
    signed_in, new_person, child, care, role, sees_order, may_confirm, may_change
):
    client = signed_in(new_person("Olu Reader", role))

    page = text(client.get(f"{URL}{child.pk}/"))
    confirm = client.get(f"{URL}{child.pk}/carers/{care.pk}/confirm/").status_code
    change = client.get(f"{URL}{child.pk}/carers/{care.pk}/change/").status_code

    assert "Lives with her mother" in page or not sees_order
    assert ("A court has ordered" in page, confirm == 200, change == 200) == (sees_order, may_confirm, may_change)


def test_a_carer_is_added_confirmed_changed_and_ended_by_the_pages(signed_in, charity, coordinator, child):
    client, pages = signed_in(coordinator), f"{URL}{child.pk}/carers/"
    given = {"new_name": "Ben Turner", "relationship": "father", "authority": "parental", "starts_on": "1.9.2024"}

    client.post(pages + "add/", given)
    with acting_for(charity):
        link = CareLink.objects.get()
    client.post(f"{pages}{link.pk}/confirm/", {"seen": "Birth certificate", "on": "2.9.2024"})
    client.post(f"{pages}{link.pk}/change/", {"relationship": "father", "authority": "parental", "contact_first": "on"})
    with acting_for(charity):
        link.refresh_from_db()
        assert (link.authority_seen, link.contact_first, link.carer.name) == ("Birth certificate", True, "Ben Turner")
    answer = client.post(f"{pages}{link.pk}/end/", {"on": "2.9.2024"}, follow=True)
    again = client.post(f"{pages}{link.pk}/end/", {"on": "2.9.2024"})

    assert "It is recorded that this has ended." in text(answer)
    assert "This has ended already." in text(again)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Say who the carer is."),
        ({"new_name": "   "}, "Say who the carer is."),
        ({"new_name": "X" * 301}, "at most 300 characters"),
        ({"new_name": "A\x00B"}, "Null characters are not allowed."),
        ({"new_name": "Ben", "relationship": "uncle"}, "Select a valid choice."),
        ({"new_name": "Ben", "relationship": ""}, "Answer this question."),
        ({"new_name": "Ben", "new_email": "none"}, "Enter an e-mail address such as name@example.org."),
        ({"new_name": "Ben", "new_phone": "ring"}, "Enter a telephone number"),
        ({"new_name": "Ben", "starts_on": "1.1.2090"}, "This day is still to come."),
        ({"carer": "99999999999999999999999999"}, "Select a valid choice."),
        ({"carer": "[half"}, "Select a valid choice."),
    ],
)
def test_bad_answers_get_a_sentence_and_lose_nothing(signed_in, coordinator, child, given, sentence):
    typed = {"relationship": "mother", "authority": "parental", "starts_on": "1.9.2024", "court_order": "As typed"}

    answer = signed_in(coordinator).post(f"{URL}{child.pk}/carers/add/", typed | given)

    assert (answer.status_code, sentence in text(answer), "As typed" in text(answer)) == (200, True, True)


def test_a_tie_of_somebody_else_is_not_found_under_this_address(signed_in, coordinator, child, mother, care):
    client = signed_in(coordinator)

    answers = [client.get(f"{URL}{mother.pk}/carers/{care.pk}/{step}/") for step in ("change", "confirm", "end")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


# --- Dates of birth ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "question"),
    [
        ("1.1.1900", "This is more than a hundred years ago."),
        ("2.1.1985", "born on the same day"),
        ("1.1.1970", "older than the parent or carer"),
    ],
)
def test_an_odd_date_of_birth_is_asked_about_once(signed_in, charity, coordinator, child, care, born, question):
    """E-12: warned, then taken as it was typed; or left out."""
    client, page = signed_in(coordinator), f"{URL}{child.pk}/change/"

    asked = client.post(page, {"name": "Mia Turner", "date_of_birth": born})
    client.post(page, {"name": "Mia Turner", "date_of_birth": born, "sure": "on"})

    assert (question in text(asked), 'name="sure"' in text(asked)) == (True, True)
    with acting_for(charity):
        day, month, year = map(int, born.split("."))
        assert Person.objects.get(pk=child.pk).date_of_birth == date(year, month, day)
    client.post(page, {"name": "Mia Turner", "date_of_birth": ""})
    with acting_for(charity):
        assert Person.objects.get(pk=child.pk).date_of_birth is None


def test_a_carer_born_on_the_childs_day_is_asked_about(signed_in, charity, coordinator, child, new_person):
    twin = new_person("Copied Date", date_of_birth=child.date_of_birth)
    client, page = signed_in(coordinator), f"{URL}{child.pk}/carers/add/"
    given = {"carer": twin.pk, "relationship": "mother", "authority": "parental", "starts_on": "1.9.2024"}

    asked = client.post(page, given)
    answer = client.post(page, given | {"sure": "on"})

    assert ("Was one typed for the other?" in text(asked), answer.status_code) == (True, 302)


def test_whoever_manages_people_writes_down_what_protects_somebody(signed_in, charity, coordinator, child):
    given = {
        "name": "Mia Turner",
        "adult_at_risk": "on",
        "contact_preference": "carer_only",
        "interpreter": "Dari, by telephone",
        "age_band": "8 to 10",
    }

    signed_in(coordinator).post(f"{URL}{child.pk}/change/", given)

    with acting_for(charity):
        after = Person.objects.get(pk=child.pk)
    assert (after.adult_at_risk, after.contact_preference, after.interpreter) == (
        True,
        "carer_only",
        "Dari, by telephone",
    )


def test_nobody_leads_a_team_who_is_only_cared_for(signed_in, charity, coordinator, child, volunteer):
    with acting_for(charity):
        helper = Person.objects.get(pk=child.pk)
        page = signed_in(coordinator).get(f"{URL}{volunteer.pk}/change/")
        offered = list(page.context["form"].fields["line_manager"].queryset)
        RoleHolding.objects.create(person=helper, role=Role.VOLUNTEER, starts_on=TODAY())
        again = signed_in(coordinator).get(f"{URL}{volunteer.pk}/change/")

        assert (child in offered, child in list(again.context["form"].fields["line_manager"].queryset)) == (False, True)


def test_a_parent_who_works_here_writes_down_nothing_about_their_own_family(
    signed_in, charity, coordinator, lead, child, mother, care
):
    """E-20, E-29: otherwise the other parent's no would count as long as this one lets it."""
    with acting_for(charity):
        services.add_carer(child, coordinator, by=lead, relationship=Relationship.FATHER, authority=Authority.PARENTAL)
    browser = signed_in(coordinator)
    care_url = f"{URL}{child.pk}/carers/{care.pk}/"
    where = [f"{URL}{child.pk}/carers/add/", f"{care_url}change/", f"{care_url}confirm/", f"{care_url}end/"]

    page = text(browser.get(f"{URL}{child.pk}/"))
    answers = [browser.post(url, {"on": f"{TODAY():%d.%m.%Y}", "seen": "I know it"}) for url in where]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert "This is about your own family." in text(answers[0])
    assert (care_url in page, "Add a carer" in page) == (False, False)
    with acting_for(charity):
        care.refresh_from_db()
    assert (care.ends_on, care.is_confirmed) == (None, False)
    assert "Add a carer" in text(signed_in(lead).get(f"{URL}{child.pk}/"))


def test_nobody_leads_the_links_of_their_own_family_to_another_address(
    signed_in, charity, coordinator, lead, child, mother, care
):
    """E-29: on the links that go there the other parent answers, or the child."""
    with acting_for(charity):
        services.add_carer(child, coordinator, by=lead, relationship=Relationship.FATHER, authority=Authority.PARENTAL)
    before = mother.email

    for person in (mother, child):
        url = f"{URL}{person.pk}/change/"
        page = text(signed_in(coordinator).get(url))
        signed_in(coordinator).post(url, {"name": person.name, "email": "mine@example.org"})
        assert "A colleague changes the e-mail address of somebody of your own family." in page
    with acting_for(charity):
        assert Person.objects.get(pk=mother.pk).email == before
        assert Person.objects.get(pk=child.pk).email != "mine@example.org"
    assert 'name="email"' in text(signed_in(lead).get(f"{URL}{mother.pk}/change/"))


def test_nobody_joins_entries_of_their_own_family(
    signed_in, charity, coordinator, lead, child, mother, care, new_person
):
    """Otherwise what the other parent said becomes what somebody else said."""
    partner = new_person("Paula Stone", Role.CARER, signs_in=False)
    with acting_for(charity):
        services.add_carer(child, coordinator, by=lead, relationship=Relationship.FATHER, authority=Authority.PARENTAL)
        Person.objects.filter(pk=mother.pk).update(user=None, date_of_birth=None)

        with pytest.raises(MergeRefused, match="your own family"):
            services.merge(partner, Person.objects.get(pk=mother.pk), told_apart_by="I know", by=coordinator)

    page = signed_in(coordinator).get(f"{URL}{partner.pk}/merge/{mother.pk}/")
    assert (page.status_code, "your own family" in text(page)) == (403, True)
    assert signed_in(lead).get(f"{URL}{partner.pk}/merge/{mother.pk}/").status_code == 200


def test_where_nobody_else_manages_people_a_parent_writes_down_their_own_family(scope, signed_in, coordinator, child):
    """E-87: a small charity is not stuck."""
    CareLink.objects.create(cared_for=child, carer=coordinator, relationship=Relationship.FATHER, starts_on=TODAY())

    assert signed_in(coordinator).get(f"{URL}{child.pk}/carers/add/").status_code == 200
