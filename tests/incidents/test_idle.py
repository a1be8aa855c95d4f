"""A page of the log that is left alone opens only after proving again who it is (E-84)."""

import time

import pytest
from django.urls import reverse

from incidents import idle
from tests.incidents.conftest import PASSWORD
from tests.incidents.factories import make_case

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def page():
    return reverse("incidents:case", args=["harbour-lights", make_case().code])


def away(client, seconds, *, proved=True):
    """As if everything in this session had happened that long ago."""
    session = client.session
    session[idle.SEEN] = [moment - seconds for moment in session[idle.SEEN]]
    if proved:
        records = session["account_authentication_methods"]
        session["account_authentication_methods"] = [one | {"at": one["at"] - seconds} for one in records]
    session.save()


def is_asked(answer):
    return answer.status_code == 302 and "reauthenticate" in answer.url


def test_whoever_signed_in_and_proved_it_comes_in(in_the_log, lead, page):
    assert in_the_log(lead).get(page).status_code == 200


def test_who_is_only_signed_in_does_not(client, lead, page):
    client.force_login(lead.user)

    assert is_asked(client.get(page))


def test_after_a_quarter_of_an_hour_away_it_is_proved_again(in_the_log, lead, page, settings):
    client = in_the_log(lead)
    client.get(page)
    away(client, settings.INCIDENTS_IDLE_SECONDS + 1)

    assert is_asked(client.get(page))


def test_whoever_proved_it_again_comes_back_in(in_the_log, lead, page, settings):
    client = in_the_log(lead)
    client.get(page)
    away(client, settings.INCIDENTS_IDLE_SECONDS + 1)

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.get(page).status_code == 200


def test_whoever_works_in_it_is_not_asked_every_ten_minutes(in_the_log, lead, page, settings):
    client = in_the_log(lead)
    client.get(page)
    away(client, settings.INCIDENTS_IDLE_SECONDS - 60)

    assert client.get(page).status_code == 200


def test_a_proof_that_is_older_than_the_last_look_does_not_count(in_the_log, lead, page, settings):
    """However long a proof is good for elsewhere."""
    settings.INCIDENTS_IDLE_SECONDS = 30
    client = in_the_log(lead)
    client.get(page)
    away(client, 60, proved=False)
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [one | {"at": time.time() - 120} for one in records]
    session.save()

    assert is_asked(client.get(page))


def test_after_a_whole_day_even_the_busy_are_asked(in_the_log, lead, page):
    client = in_the_log(lead)
    client.get(page)
    session = client.session
    seen, came = session[idle.SEEN]
    session[idle.SEEN] = [seen, came - idle.LONGEST - 1]
    session["account_authentication_methods"] = [{"method": "password", "at": came - idle.LONGEST}]
    session.save()

    assert is_asked(client.get(page))


def test_not_every_page_writes_the_session(in_the_log, lead, page):
    client = in_the_log(lead)
    client.get(page)
    before = client.session[idle.SEEN]
    client.get(page)

    assert client.session[idle.SEEN] == before


def test_what_the_session_holds_are_two_times(in_the_log, lead, page):
    client = in_the_log(lead)
    client.get(page)

    assert [type(one) for one in client.session[idle.SEEN]] == [float, float]
