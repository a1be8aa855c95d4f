"""One person's consent: who sees what, and that nobody learns what somebody else answered (E-29)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from consent.models import Channel, Decision
from consent.person_links import links
from people.models import CareLink
from people.roles import Role
from safeguard.addresses import address
from safeguard.scoping import acting_for
from tests.consent.factories import a_carer, a_child, a_question, an_answer, look_after, words_of

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def family():
    """A mother who says yes and a father who says no."""
    child, question = a_child(), a_question()
    mother, father = a_carer(child), a_carer(child, "Otto Turner")
    an_answer(child, question, mother)
    an_answer(child, question, father, Decision.NO, note="Rang twice")
    return child, question, mother, father


def page_of(browser, child):
    answer = browser.get(address("consent:person", child.pk))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("WY-31")
def test_those_who_keep_consent_read_who_said_what_in_answer_to_which_words(family, lead, signed_in):
    child, question, _mother, _father = family
    words_of(question, 2, text="May we show the picture on our page?")

    page = page_of(signed_in(lead), child)

    wanted = ["Yes: Anna Turner", "No: Otto Turner", "Rang twice", "words no. 1", "Those who decide do not agree"]
    assert [words for words in wanted if words not in page] == []


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.STAFF, Role.WEB_MANAGER, Role.TRUSTEE, Role.LINE_MANAGER])
def test_everybody_else_reads_what_counts_and_nothing_more(family, new_person, signed_in, role):
    page = page_of(signed_in(new_person("Vera Lindqvist", role)), family[0])

    assert "There is no yes for this." in page
    hidden = ["Anna", "Otto", "Rang twice", "do not agree", "settle"]
    assert [words for words in hidden if words in page] == []


def test_a_disagreement_reads_like_any_other_no(family, volunteer, signed_in):
    """E-29: from the page of a child whose parents disagree nobody can tell that they do."""
    quiet = a_child("Leo Smith")
    an_answer(quiet, family[1], a_carer(quiet, "Berta Smith"), Decision.NO)
    browser = signed_in(volunteer)

    pages = [page_of(browser, child).split("<h2>", 1)[1].split("</main>", 1)[0] for child in (family[0], quiet)]

    assert pages[0] == pages[1]


def test_a_keeper_who_is_a_carer_reads_no_answer_of_the_other(family, new_person, signed_in):
    """E-29: also who works here learns nothing of the other parent by it."""
    keeper = new_person("Otto Miller", Role.LEAD)
    look_after(family[0], keeper)

    page = page_of(signed_in(keeper), family[0])

    assert [words for words in ("Anna", "Otto Turner", "Rang twice") if words in page] == []


@pytest.mark.parametrize("role", [Role.CARER, Role.BENEFICIARY, Role.ADMINISTRATOR, Role.DONOR])
def test_carers_and_others_have_no_such_page(family, new_person, client, role):
    person = new_person("Carla Carer", role)
    CareLink.objects.create(cared_for=family[0], carer=person, relationship="mother")
    client.force_login(person.user)
    urls = [address("consent:people"), address("consent:withdraw"), address("consent:uses")]
    urls += [address(name, family[0].pk) for name in ("consent:person", "consent:withdraw_for", "consent:ability")]

    assert [client.get(url).status_code for url in urls] == [403] * len(urls)


def test_a_name_that_one_does_not_see_is_not_there(family, volunteer, new_person, signed_in):
    child = family[0]
    type(child).objects.filter(pk=child.pk).update(restricted=True)
    browser = signed_in(volunteer)

    statuses = [browser.get(address(name, child.pk)).status_code for name in ("consent:person", "consent:withdraw_for")]

    assert statuses == [404, 404]


def test_a_stranger_finds_nothing(family, stranger, other_charity, client):
    client.force_login(stranger.user)
    with acting_for(other_charity):
        urls = [
            address(name, family[0].pk)
            for name in ("consent:person", "consent:withdraw_for", "consent:ability", "consent:unplaced")
        ]
        urls.append(address("consent:settle", family[0].pk, family[1].pk))
    client_statuses = [client.get(url).status_code for url in urls]

    # The chair of another charity judges nobody, there as here.
    assert client_statuses == [404, 404, 403, 404, 403]


def test_looking_at_answers_is_noted_and_a_volunteers_look_is_not(family, lead, volunteer, client):
    for person in (volunteer, lead):
        client.force_login(person.user)
        page_of(client, family[0])

    viewed = AuditEvent.objects.filter(verb="viewed", object_id=str(family[0].pk))
    assert list(viewed.values_list("actor_id", flat=True)) == [lead.pk]


def test_a_court_order_stands_on_top(family, lead, volunteer, client):
    CareLink.objects.filter(carer=family[3]).update(court_order="No pictures to the father")
    shown = []
    for person in (lead, volunteer):
        client.force_login(person.user)
        shown.append("No pictures to the father" in page_of(client, family[0]))

    assert shown == [True, False]


def test_who_still_has_to_be_asked_is_named_to_keepers(lead, signed_in):
    child = a_child()
    a_carer(child)
    a_question()

    assert "Still to be asked:" in page_of(signed_in(lead), child)


@pytest.mark.parametrize("number", [1, 12])
def test_more_questions_ask_no_more_queries(lead, signed_in, django_assert_num_queries, number):
    child = a_child()
    mother = a_carer(child)
    for one in range(number):
        an_answer(child, a_question(f"Question {one}", channel=Channel.WEBSITE), mother)
    browser = signed_in(lead)
    page_of(browser, child)

    with django_assert_num_queries(QUERIES):
        page_of(browser, child)


QUERIES = 26


def test_answers_of_an_entry_that_was_made_twice_are_read_with_it(family, lead, signed_in):
    """E-17."""
    child, question = family[0], family[1]
    twin = a_child()
    an_answer(twin, question, a_carer(twin, "Gerda Turner"), note="Of the twin")
    type(twin).objects.filter(pk=twin.pk).update(merged_into=child)

    assert "Of the twin" in page_of(signed_in(lead), child)


def test_people_are_found_by_part_of_their_name(family, volunteer, signed_in):
    a_child("Leo Smith")
    browser = signed_in(volunteer)

    found = browser.get(address("consent:people", q="tur")).content.decode()
    nobody = browser.get(address("consent:people", q="zz\x00")).content.decode()

    assert ("Mia Turner" in found, "Leo Smith" in found, "Nobody was found" in nobody) == (True, False, False)


def test_the_persons_page_leads_here_for_those_who_may(family, lead, volunteer, new_person):
    carer, child = new_person("Carla Carer", Role.CARER), family[0]

    assert [len(list(links(child, by))) for by in (lead, volunteer, carer)] == [2, 2, 0]
    assert list(links(family[2], lead)) == []


def test_on_the_page_of_a_person_stands_the_way_to_their_consent(family, lead, signed_in):
    browser, way = signed_in(lead), address("consent:person", family[0].pk)

    pages = [browser.get(person.get_absolute_url()).content.decode() for person in (family[0], family[2])]

    assert [way in page for page in pages] == [True, False]


def test_an_adult_of_tomorrow_is_asked_by_their_own_name(lead, signed_in):
    """E-26: on the birthday the page asks for the person's own answer."""
    today = timezone.localdate()
    adult, question = a_child("Ada Byron", today.replace(year=today.year - 18)), a_question()
    an_answer(adult, question, a_carer(adult), said_on=today - timedelta(days=30))

    page = page_of(signed_in(lead), adult)

    assert "This person decides for themself and needs to be asked." in page
