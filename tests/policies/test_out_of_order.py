"""Buttons pressed twice, late, out of order, or by hand: nothing happens that the page would not have offered."""

import pytest

from policies.models import Reference
from policies.services import sign_off, versions
from policies.states import Status
from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from tests.policies.bringing import IMPORT, sample, taken_in

PICTURES = "/o/harbour-lights/policies/pictures/"


def post(client, path, **fields):
    return client.post(f"{PICTURES}versions/1/{path}/", {"reason": "Why not", **fields}, follow=True)


@pytest.mark.parametrize("text", ["policy_in_force", "approved_text", "text_in_review"])
def test_only_a_draft_is_given_up(text, request, signed_in, lead):
    version = request.getfixturevalue(text)
    before = version.status

    post(signed_in(lead), "discard")

    version.refresh_from_db()
    assert version.status == before


@pytest.mark.parametrize("text", ["policy_in_force", "text_in_review", "draft"])
def test_only_an_approved_text_is_sent_back(text, request, signed_in, chair):
    version = request.getfixturevalue(text)
    before = version.status

    post(signed_in(chair), "send-back")

    version.refresh_from_db()
    assert (version.status, version.policy.versions.count()) == (before, 1)


def test_the_services_say_so_in_a_sentence(policy_in_force, lead, chair):
    with pytest.raises(Refused, match="“In force”"):
        versions.discard(policy_in_force, by=lead)
    with pytest.raises(Refused, match="“In force”"):
        sign_off.send_back(policy_in_force, by=chair, reason="Too late")


# --- What was signed here is replaced by those who approve -----------------------------------------------------------


@pytest.mark.parametrize("by", ["coordinator", "administrator", "lead"])
def test_a_file_does_not_take_the_place_of_what_the_chair_signed(by, request, signed_in, charity, policy_in_force):
    desk = signed_in(request.getfixturevalue(by))

    answer = taken_in(desk, sample("stoneleigh"), to=f"{IMPORT}?policy=pictures", title="Pictures", author="Ada Byron")

    policy_in_force.refresh_from_db()
    assert (policy_in_force.status, policy_in_force.policy.versions.count()) == (Status.IN_FORCE, 1)
    assert "was signed here" in answer.context["form"].non_field_errors()[0]
    assert answer.context["form"]["author"].value() == "Ada Byron"


@pytest.mark.parametrize(("by", "standing"), [("trustee", "in_force"), ("lead", "draft"), ("lead", "superseded")])
def test_a_trustee_brings_it_in_and_everybody_else_as_a_draft_or_as_history(
    by, standing, request, signed_in, charity, policy_in_force
):
    desk = signed_in(request.getfixturevalue(by))

    taken_in(desk, sample("stoneleigh"), to=f"{IMPORT}?policy=pictures", title="Pictures", standing=standing)

    assert policy_in_force.policy.versions.get(number=2).status == standing


# --- Addresses that run ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,<script>", "\tjava\nscript:alert(1)", "vbscript:x"]
)
def test_a_link_that_runs_is_kept_as_words_and_leads_nowhere(link, signed_in, charity, coordinator):
    one = {
        "link-TOTAL_FORMS": "1",
        "link-0-keep": "on",
        "link-0-title": "Law",
        "link-0-kind": "law",
        "link-0-link": link,
    }

    answer = taken_in(signed_in(coordinator), sample("stoneleigh"), document_classes=["policy"], **one)

    with acting_for(charity):
        assert list(Reference.objects.exclude(link="").exclude(link__startswith="http").values_list("link")) == []
    assert answer.status_code == 200


# --- What is not in force yet ----------------------------------------------------------------------------------------


def test_what_is_kept_beside_a_draft_is_for_those_who_work_on_it(signed_in, draft, volunteer, lead):
    draft.appendices.create(anchor="x", title="The list that nobody knows yet")

    pages = [signed_in(person).get(f"{PICTURES}about/").content.decode() for person in (volunteer, lead)]

    assert ["The list that nobody knows yet" in page for page in pages] == [False, True]


def test_an_amendment_that_is_still_written_is_for_those_who_write(signed_in, policy_in_force, volunteer, trustee):
    policy_in_force.amendments.create(number=1, heading="A secret plan", body="<p>x</p>", dated="2026")

    pages = [signed_in(person).get(f"{PICTURES}history/").content.decode() for person in (volunteer, trustee)]

    assert ["A secret plan" in page for page in pages] == [False, True]
