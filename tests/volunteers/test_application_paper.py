"""The application form to print: empty lines for what the form online asks, and the same words."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.volunteers import factories
from volunteers import wording
from volunteers.composing import application_paper
from volunteers.forms.applying import AboutForm, OnlineForm, ParentForm, RefereesForm, WhyForm
from volunteers.services import check_switch, settings

pytestmark = pytest.mark.django_db
PAGES = (AboutForm, ParentForm, WhyForm, RefereesForm, OnlineForm)


@pytest.fixture
def position(scope):
    return factories.position(
        "Boat club helper", internet_use="You answer messages of the club’s page.", minimum_age=16
    )


def at(name: str, *args) -> str:
    return reverse(f"volunteers:{name}", args=["harbour-lights", *args])


def plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def paper(client, person, position) -> str:
    client.force_login(person.user)
    answer = client.get(at("position_paper_form", position.pk))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_asks_all_that_the_form_online_asks(client, coordinator, chair, position):
    factories.checks_on(chair)
    way = settings.current()

    page = paper(client, coordinator, position)

    for form in PAGES:
        part = form(position=position, way=way, is_asked=True)
        assert str(part.title) in plain(page)
        for bound in part.visible_fields():
            assert str(bound.label) in plain(page)
            assert str(bound.help_text) in plain(page)
    questions = [
        one
        for section in application_paper.sections(position, way, position.organisation, is_asked=True)
        for one in section.questions
    ]
    assert page.count("paper-question__line") == sum(len(one.lines) for one in questions)
    assert page.count('class="paper-question__box"') == 3  # read, and yes or no
    assert "<input" not in page.split("paper-application")[1].split("</article>")[0]


def test_it_says_all_that_the_form_online_says(client, coordinator, chair, position):
    factories.checks_on(chair)
    way = settings.current()

    page = plain(paper(client, coordinator, position))

    said = [*wording.internet_use(way, position), wording.permission(way), wording.no_passwords(), wording.referees()]
    said += wording.young(position.organisation)
    said += [line for _title, lines in wording.privacy_settings() for line in lines]
    for words in said:
        assert plain(words) in page
    assert f"Words of the permission, version {way.permission_version}" in page
    assert "it is deleted after 6 months." in page
    assert "Signature" in page
    assert "What you save and do not send" not in page


def test_where_nobody_is_looked_up_the_permission_is_not_on_the_paper(client, coordinator, position):
    page = plain(paper(client, coordinator, position))

    assert check_switch.current() is None
    assert "May we look you up?" not in page
    assert "Do you agree that we look you up online?" not in page
    assert "We never ask for a password" in page


def test_where_only_grown_ups_may_apply_no_parent_is_asked_for(client, coordinator, scope):
    page = plain(paper(client, coordinator, factories.position("Driver", minimum_age=21)))

    assert "Name of your parent or carer" not in page
    assert "You are 21 or older." in page


def test_it_is_reached_where_the_link_for_applying_is(client, coordinator, position):
    client.force_login(coordinator.user)

    page = client.get(at("position", position.pk)).content.decode()

    assert at("position_paper_form", position.pk) in page
    position.ended_on = position.closes_on = "2026-01-01"
    position.save()
    assert client.get(at("position_paper_form", position.pk)).status_code == 404


def test_it_is_for_those_who_take_people_on(client, volunteer, stranger, position):
    client.force_login(volunteer.user)
    assert client.get(at("position_paper_form", position.pk)).status_code == 403
    client.force_login(stranger.user)
    assert client.get(at("position_paper_form", position.pk)).status_code == 404
