"""What was typed is given back to whoever typed it here, and to nobody whom a strange site sends."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.usefixtures("scope")

STRANGE = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Referer": "https://evil.example/page"},
    {"Origin": "http://testserver.evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


def opens_a_way_in(client, **headers):
    address = reverse("incidents:open_glass", args=["harbour-lights", 1])
    return client.post(address, {"hours": "24", "note": "two words"}, headers=headers)


@pytest.mark.parametrize("headers", STRANGE)
@pytest.mark.parametrize("who", ["signed in", "signed out"])
def test_a_form_of_a_strange_site_is_not_offered_to_be_sent_once_more(headers, who, chair):
    client = Client(enforce_csrf_checks=True)
    if who == "signed in":
        client.force_login(chair.user)

    answer = opens_a_way_in(client, **headers)

    assert answer.status_code in (302, 403)
    assert 'name="hours"' not in answer.text


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}])
def test_a_form_of_ours_is_given_back(headers, chair):
    client = Client(enforce_csrf_checks=True)
    client.force_login(chair.user)

    answer = opens_a_way_in(client, **headers)

    assert answer.status_code == 403
    assert 'name="hours" value="24"' in answer.text
    assert "two words" in answer.text


def test_what_is_given_back_is_text_and_goes_to_no_other_site(chair):
    client = Client(enforce_csrf_checks=True)
    client.force_login(chair.user)
    words = '"><script>alert(1)</script> and <img src=x onerror=alert(1)>'
    address = reverse("incidents:raise", args=["harbour-lights"])

    text = client.post(f"{address}?next=//evil.example", {'x"><b>': words, "what": words}).text

    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "<b>" not in text
    assert f'action="{address}?next=//evil.example"' in text
