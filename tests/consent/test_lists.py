"""Lists for whoever takes pictures at an event."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from audit.models import AuditEvent
from consent.models import Channel, Decision
from consent.services import events, lists
from consent.services.lists import Colour, Kind
from organisations.models import Settings
from safeguard import pdf
from safeguard.tickets import NO_PDF
from tests.consent.factories import a_carer, a_child, a_question, an_answer

pytestmark = pytest.mark.usefixtures("scope")

ROOM = "/o/harbour-lights/consent/events/"
DAY = date(2026, 7, 4)


@pytest.fixture
def asked():
    """What a charity asks: to take a picture, to show it inside, to show it to everybody."""
    places = (Channel.TAKEN, Channel.INTERNAL, Channel.FACEBOOK)
    return {place: a_question(place.label, channel=place) for place in places}


def a_child_with(asked, name, *, yes=(), no=(), **details):
    child = a_child(name, **details)
    carer = a_carer(child, f"Parent of {name}")
    for places, decision in ((yes, Decision.YES), (no, Decision.NO)):
        for place in places:
            an_answer(child, asked[place], carer, decision)
    return child


def colour(child, fair):
    return lists.colours_of([child], fair, timezone.localdate())[child.pk]


def a_fair(by, *people):
    fair = events.add(title="Summer fair", on=DAY, by=by)
    events.register(fair, add=people, by=by)
    return fair


T, I, F = Channel.TAKEN, Channel.INTERNAL, Channel.FACEBOOK  # noqa: E741  # for the table below


@pytest.mark.clause("IL-5")
@pytest.mark.parametrize(
    ("yes", "no", "expected"),
    [
        ((T, I, F), (), Colour.GREEN),
        ((T, I), (F,), Colour.YELLOW),
        ((T, I), (), Colour.YELLOW),
        ((T,), (I, F), Colour.RED),
        ((T, F), (I,), Colour.RED),
        ((I, F), (T,), Colour.RED),
        ((I, F), (), Colour.RED),
        ((), (T, I, F), Colour.RED),
        ((), (), Colour.RED),
    ],
)
def test_the_colour_says_what_may_be_done(volunteer, asked, yes, no, expected):
    assert colour(a_child_with(asked, "Mia Turner", yes=yes, no=no), a_fair(volunteer)) == expected


def test_where_nothing_is_asked_everybody_is_red(volunteer):
    assert colour(a_child(), a_fair(volunteer)) == Colour.RED


def test_a_charity_that_asks_inside_only_has_no_green(volunteer):
    inside = {I: a_question("Inside", channel=I)}

    assert colour(a_child_with(inside, "Mia Turner", yes=[I]), a_fair(volunteer)) == Colour.YELLOW


def test_who_was_not_asked_about_the_group_of_families_is_yellow_all_the_same(volunteer, asked):
    a_question("In the group", channel=Channel.PRIVATE_GROUP)
    child = a_child_with(asked, "Mia Turner", yes=[T, I, F])

    assert colour(child, a_fair(volunteer)) == Colour.YELLOW


def test_a_question_for_this_event_stands_before_the_general_one(volunteer, asked):
    child = a_child_with(asked, "Mia Turner", yes=[T, I], no=[F])
    fair, outing = a_fair(volunteer), events.add(title="Outing", on=DAY, by=volunteer)
    own = a_question("On Facebook, from the fair", channel=F, event=fair)
    an_answer(child, own, child.carer_links.get().carer)

    assert (colour(child, fair), colour(child, outing)) == (Colour.GREEN, Colour.YELLOW)


def test_a_phone_is_a_way_to_take_a_picture(volunteer, asked):
    asked |= {Channel.TAKEN_PHONE: a_question("By phone", channel=Channel.TAKEN_PHONE)}
    child = a_child_with(asked, "Mia Turner", yes=[Channel.TAKEN_PHONE, I, F])

    assert colour(child, a_fair(volunteer)) == Colour.GREEN


def test_the_list_names_those_without_a_yes_and_no_reasons(signed_in, volunteer, asked):
    children = [
        a_child_with(asked, "Green Turner", yes=[T, I, F]),
        a_child_with(asked, "Yellow Turner", yes=[T, I], no=[F]),
        a_child_with(asked, "Red Turner", no=[T, I, F]),
        a_child("Silent Turner"),
    ]
    fair = a_fair(volunteer, *children)

    page = signed_in(volunteer).post(f"{ROOM}{fair.pk}/print/no-pictures/", follow=True)

    shown = page.content.decode().split("<h1>", 1)[1].split("House rules", 1)[0]
    assert [name for name in ("Green", "Yellow", "Red", "Silent") if f"{name} Turner" in shown] == ["Red", "Silent"]
    assert "There is no yes" not in shown
    assert "answer" not in shown
    assert "Holds on this day only." in shown


def test_the_colours_stand_in_words_and_shapes(signed_in, volunteer, asked):
    child = a_child_with(asked, "Mia Turner", yes=[T, I, F])
    fair = a_fair(volunteer, child)

    page = signed_in(volunteer).post(f"{ROOM}{fair.pk}/print/colours/", follow=True).content.decode()

    for words in (
        "Green: every picture (circle)",
        "Yellow: for use inside only (triangle)",
        "Red: no pictures (square)",
    ):
        assert words in page
    assert all(shape in page for shape in "●▲■")


@pytest.mark.clause("IL-7")
@pytest.mark.clause("WR-33")
def test_the_house_rules_stand_on_every_list(signed_in, volunteer):
    """E-28: an age that nobody knows counts as under seven."""
    Settings.objects.update(personal_phone_photos=True)
    fair = a_fair(volunteer)

    for kind in ("no-pictures", "colours"):
        page = signed_in(volunteer).post(f"{ROOM}{fair.pk}/print/{kind}/", follow=True).content.decode()
        assert "Your own phone takes pictures only of what the group does here, and of nothing else." in page
        assert "Nobody under 7 is photographed or filmed with a phone." in page
        assert "Whose age is not known counts as under 7." in page


def test_where_own_phones_are_not_allowed_the_rules_say_so():
    rules = lists.house_rules(Settings.current())

    assert "Nobody takes pictures with their own phone. Use the charity's device." in rules
    assert not any("only of what the group does" in rule for rule in rules)


def test_who_printed_a_list_is_recorded(signed_in, volunteer, asked):
    fair = a_fair(volunteer, a_child())

    signed_in(volunteer).post(f"{ROOM}{fair.pk}/print/no-pictures/")

    event = AuditEvent.objects.get(verb="consent_printed")
    assert (event.actor_id, event.object_id, event.detail) == (
        volunteer.pk,
        str(fair.pk),
        {"list": "no-pictures", "people": 1},
    )


def test_the_worker_makes_a_pdf(signed_in, volunteer, asked, django_capture_on_commit_callbacks):
    fair = a_fair(volunteer, a_child("Mia Turner"))
    client = signed_in(volunteer)

    with django_capture_on_commit_callbacks(execute=True):
        asked_for = client.post(f"{ROOM}{fair.pk}/print/no-pictures/")
    page = client.get(asked_for.headers["Location"])
    file = client.get(page.context["pdf"])

    assert page.context["is_ready"]
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Content-Disposition"] == 'attachment; filename="no-pictures-2026-07-04.pdf"'
    assert "Mia Turner" in words_of(file.content)


def words_of(document):
    from io import BytesIO

    from pypdf import PdfReader

    return " ".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)


def test_a_list_is_opened_by_whoever_printed_it_and_by_nobody_else(signed_in, volunteer, lead):
    fair = a_fair(volunteer)
    ticket = lists.ask(fair, Kind.COLOURS, by=volunteer)
    path = f"{ROOM}{fair.pk}/lists/colours/"

    others = signed_in(lead).get(path, {"ticket": ticket})
    without = signed_in(volunteer).get(path)
    other_list = signed_in(volunteer).get(f"{ROOM}{fair.pk}/lists/no-pictures/", {"ticket": ticket})

    assert [answer.status_code for answer in (others, without, other_list)] == [302, 302, 302]
    assert signed_in(volunteer).get(path, {"ticket": ticket}).status_code == 200


@pytest.mark.parametrize("ticket", ["x", "\x00", "9" * 400, "a:b:c"])
def test_a_ticket_that_is_none_opens_nothing(signed_in, volunteer, ticket):
    fair = a_fair(volunteer)

    for page in ("", "pdf/"):
        answer = signed_in(volunteer).get(f"{ROOM}{fair.pk}/lists/colours/{page}", {"ticket": ticket})
        assert answer.status_code == 302


def test_a_ticket_ends(volunteer):
    fair = a_fair(volunteer)
    with time_machine.travel(timezone.now() - timedelta(hours=13)):
        ticket = lists.ask(fair, Kind.COLOURS, by=volunteer)

    assert lists.opens(ticket, fair, Kind.COLOURS, by=volunteer) is False


def test_a_kind_of_list_that_there_is_not_is_not_found(signed_in, volunteer):
    fair = a_fair(volunteer)

    assert signed_in(volunteer).post(f"{ROOM}{fair.pk}/print/nicest/").status_code == 404


def test_somebody_who_cannot_be_named_is_counted(signed_in, volunteer, lead, asked):
    hidden = a_child("Nadia Rahman", restricted=True)
    fair = a_fair(lead, hidden)

    page = signed_in(volunteer).post(f"{ROOM}{fair.pk}/print/no-pictures/", follow=True).content.decode()

    assert "Nadia" not in page
    assert "One more is in the register who is not on this list." in page


def test_sixty_people_cost_no_more_queries_than_one(volunteer, asked, django_assert_num_queries):
    group = [a_child(f"Child{number} Turner") for number in range(60)]
    small, large = a_fair(volunteer, group[0]), events.add(title="Outing", on=DAY, by=volunteer)
    events.register(large, add=group, by=volunteer)

    assert volunteer.roles  # asked for once

    with django_assert_num_queries(13):
        lists.sheet(small, Kind.COLOURS, by=volunteer)
    with django_assert_num_queries(13):
        assert lists.sheet(large, Kind.COLOURS, by=volunteer).names == 60


def test_without_type_the_page_is_printed_from_the_browser(signed_in, volunteer, asked):
    fair = a_fair(volunteer)
    ticket = lists.ask(fair, Kind.COLOURS, by=volunteer)
    cache.set(lists.PAPERS.place(ticket), NO_PDF, 60)

    page = signed_in(volunteer).get(f"{ROOM}{fair.pk}/lists/colours/", {"ticket": ticket}).content.decode()
    file = signed_in(volunteer).get(f"{ROOM}{fair.pk}/lists/colours/pdf/", {"ticket": ticket})

    assert "This computer makes no PDF." in page
    assert file.status_code == 302


def test_pdfs_can_be_made_here():
    assert pdf.is_available()
