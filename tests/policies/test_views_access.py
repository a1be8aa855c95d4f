"""Who gets which page: a colleague without the role, somebody from another charity, the wrong method."""

import pytest
from django.urls import reverse

from policies.models import Policy
from policies.services import amendments, companions, reviews, versions
from safeguard.partial_dates import PartialDate
from safeguard.scoping import acting_for
from tests.policies import factories

OF_POLICY = [
    ("details", 403),
    ("withdraw", 403),
    ("companions", 403),
    ("add_reference", 403),
    ("add_extract", 403),
    ("open_review", 403),
    ("amend", 403),
    ("policy", 200),
    ("about", 200),
    ("history", 200),
    ("compare", 200),
]
OF_VERSION = [
    ("version", 403),
    ("edit", 403),
    ("discard", 403),
    ("comments", 403),
    ("ask", 403),
    ("approve", 403),
    ("minute", 403),
    ("sign_off", 403),
    ("send_back", 403),
]
POSTED_ONLY = ["open_draft", "autosave", "take_back", "mark_read", "remove_companion", "remove_reference"]


@pytest.fixture
def everything(policy_in_force, lead, trustee):
    """A policy in force with a draft, a review, an amendment, a companion and a reference."""
    policy = policy_in_force.policy
    draft = versions.open_draft(policy, by=lead)
    amendment = amendments.draft(policy_in_force, by=trustee, heading="A", body="<p>B</p>", dated=PartialDate(2026))
    return {
        "policy": policy,
        "draft": draft,
        "review": reviews.open_review(policy, by=lead, readers=[trustee]),
        "amendment": amendment,
        "companion": companions.add(policy, by=lead, title="Trips"),
        "reference": companions.add_reference(policy, by=lead, title="Law"),
        "comment": reviews.comment(draft, by=trustee, text="Hm."),
    }


def address(name, charity, *args):
    return reverse(f"policies:{name}", args=[charity.slug, *args])


def keyed(everything, charity):
    """Addresses with the key of a row in them."""
    slug, draft = everything["policy"].slug, everything["draft"]
    return {
        "companion": address("companion", charity, slug, everything["companion"].pk),
        "reference": address("reference", charity, slug, everything["reference"].pk),
        "check_reference": address("check_reference", charity, slug, everything["reference"].pk),
        "review": address("review", charity, slug, everything["review"].pk),
        "ask_readers": address("ask_readers", charity, slug, everything["review"].pk),
        "complete_review": address("complete_review", charity, slug, everything["review"].pk),
        "cancel_review": address("cancel_review", charity, slug, everything["review"].pk),
        "amendment": address("amendment", charity, slug, everything["amendment"].pk),
        "amendment_in_force": address("amendment_in_force", charity, slug, everything["amendment"].pk),
        "amendment_prolong": address("amendment_prolong", charity, slug, everything["amendment"].pk),
        "amendment_end": address("amendment_end", charity, slug, everything["amendment"].pk),
        "settle": address("settle", charity, slug, draft.number, everything["comment"].pk),
    }


@pytest.mark.parametrize(("name", "status"), OF_POLICY)
def test_a_volunteer_reads_and_changes_nothing(client, charity, everything, volunteer, name, status):
    client.force_login(volunteer.user)

    assert client.get(address(name, charity, "pictures")).status_code == status


@pytest.mark.parametrize(("name", "status"), OF_VERSION)
def test_a_volunteer_does_not_see_a_draft(client, charity, everything, volunteer, name, status):
    client.force_login(volunteer.user)

    assert client.get(address(name, charity, "pictures", 2)).status_code == status


def test_a_volunteer_is_refused_wherever_a_row_is_named(client, charity, everything, volunteer):
    client.force_login(volunteer.user)

    found = {name: client.get(url).status_code for name, url in keyed(everything, charity).items()}

    assert found == dict.fromkeys(found, 403)


def test_the_chair_reaches_every_page(client, charity, everything, chair):
    client.force_login(chair.user)
    urls = [address(name, charity, "pictures") for name, _status in OF_POLICY]
    urls += [address(name, charity, "pictures", 2) for name, _status in OF_VERSION]
    urls += [*keyed(everything, charity).values(), address("list", charity), address("definitions", charity)]
    urls += [
        address("new", charity),
        address("new_blank", charity),
        address("import", charity),
        address("queue", charity),
    ]
    urls += [address("new_starter", charity, "complaints")]

    found = {url: client.get(url).status_code for url in urls}

    assert {url: status for url, status in found.items() if status not in (200, 302)} == {}


@pytest.mark.parametrize("name", ["new", "new_blank", "import", "queue"])
def test_a_volunteer_begins_nothing(client, charity, volunteer, name):
    client.force_login(volunteer.user)

    assert client.get(address(name, charity)).status_code == 403


def test_an_owner_without_a_role_is_led_back_to_their_policy(client, charity, policy_in_force, volunteer):
    policy = policy_in_force.policy
    policy.owner = volunteer
    policy.save()
    client.force_login(volunteer.user)

    text = client.get(address("import", charity) + "?policy=pictures").content.decode()

    assert address("new", charity) not in text
    assert f'class="back-link" href="{policy.get_absolute_url()}"' in text


def test_a_refusal_names_whom_to_ask(client, charity, policy_in_force, volunteer):
    client.force_login(volunteer.user)

    text = client.get(address("withdraw", charity, "pictures")).content.decode()

    assert "Ask Margaret Hale" in text


def test_rows_of_another_charity_are_not_there(client, charity, chair, everything, other_charity, stranger):
    with acting_for(other_charity):
        theirs = factories.a_draft("Theirs", by=stranger)
        reference = companions.add_reference(theirs.policy, by=stranger, title="Law")
    client.force_login(chair.user)

    asked = [
        client.get(address("policy", charity, "theirs")),
        client.get(address("version", charity, "theirs", 1)),
        client.post(address("edit", charity, "theirs", 1), {"title": "Mine", "revision": 1}),
        client.get(address("reference", charity, "pictures", reference.pk)),
        client.post(address("remove_reference", charity, "pictures", reference.pk)),
        client.get(address("review", charity, "theirs", everything["review"].pk)),
    ]

    assert [answer.status_code for answer in asked] == [404] * 6
    with acting_for(other_charity):
        assert Policy.objects.get().references.count() == 1


def test_rows_of_another_policy_are_not_there(client, charity, chair, everything, lead):
    factories.a_draft("Other", by=lead)
    client.force_login(chair.user)
    kinds = ["companion", "reference", "check_reference", "review", "complete_review", "amendment"]
    rows = ["companion", "reference", "reference", "review", "review", "amendment"]

    found = [
        client.get(address(kind, charity, "other", everything[row].pk)).status_code
        for kind, row in zip(kinds, rows, strict=True)
    ]

    assert found == [404] * 6


@pytest.mark.parametrize("name", POSTED_ONLY)
def test_what_changes_something_is_posted(client, charity, everything, chair, name):
    client.force_login(chair.user)
    keys = {
        "autosave": [2],
        "take_back": [2],
        "mark_read": [everything["review"].pk],
        "remove_companion": [everything["companion"].pk],
        "remove_reference": [everything["reference"].pk],
    }

    assert client.get(address(name, charity, "pictures", *keys.get(name, []))).status_code == 405


@pytest.mark.parametrize("name", ["list", "policy", "history", "compare"])
def test_what_only_shows_takes_no_post(client, charity, policy_in_force, chair, name):
    client.force_login(chair.user)
    args = [] if name == "list" else ["pictures"]

    assert client.post(address(name, charity, *args)).status_code == 405
