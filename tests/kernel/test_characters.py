"""The character that no database takes leads nowhere, on every database."""

import pytest

from safeguard.characters import without_nul


@pytest.mark.parametrize(
    "path",
    [
        "/o/harbour-lights/agreements/signatures/%00/",
        "/o/%00/",
        "/sign/%00/",
        "/invitation/%00/",
    ],
)
def test_an_address_with_it_leads_nowhere(path, signed_in, chair):
    answer = signed_in(chair).get(path)

    assert (answer.status_code, "default-src 'none'" in answer.headers["Content-Security-Policy"]) == (404, True)


def test_a_policy_of_such_a_name_is_not_there(signed_in, chair):
    assert signed_in(chair).get("/o/harbour-lights/policies/import/?policy=no%00such").status_code == 404


def test_a_percent_sign_that_means_itself_does_no_harm(signed_in, chair, charity):
    assert signed_in(chair).get(f"/o/{charity.slug}/people/?q=100%25").status_code == 200


def test_the_rest_of_a_text_stays():
    assert without_nul("May\x00 2020") == "May 2020"
