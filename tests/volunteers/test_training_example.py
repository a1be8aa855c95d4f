"""The example charity shows every state of training, and every page of it opens."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.example import cast
from people.management.commands.load_example import load
from people.models import Person
from safeguard.scoping import acting_for
from volunteers.models import Completion, InductionCertificate, Topic, TrainingOffer, TrainingSession
from volunteers.services.training import State, items_of, with_gaps
from volunteers.topic_suggestions import SUGGESTIONS


@pytest.fixture
def example(db):
    charity = load("a pass phrase of the example")
    with acting_for(charity):
        yield charity


def pages() -> list[tuple[str, int | None]]:
    people = [cast()[key].pk for key in ("volunteer", "returned", "coordinator", "kept_back")]
    topics = list(Topic.objects.values_list("pk", flat=True))
    unsigned = Topic.objects.filter(agreement=None).values_list("pk", flat=True)
    return [
        *((name, None) for name in ("topics", "topic_add", "gaps")),
        *((name, pk) for name in ("topic", "topic_change", "topic_end") for pk in topics),
        *((name, pk) for name in ("topic_offer", "session_add") for pk in unsigned),
        *(("session", pk) for pk in TrainingSession.objects.values_list("pk", flat=True)),
        *(("completion_back", pk) for pk in Completion.objects.standing().values_list("pk", flat=True)[:1]),
        *(("training_of", pk) for pk in people),
    ]


def test_the_lead_opens_every_page_and_each_state_is_there(client, example):
    client.force_login(Person.objects.get(email__startswith="dana").user)
    today, people = timezone.localdate(), cast()

    answers = {
        (name, pk): client.get(reverse(f"volunteers:{name}", args=[example.slug, *([pk] if pk else [])])).status_code
        for name, pk in pages()
    }

    assert {page for page, status in answers.items() if status != 200} == set()
    assert set(Topic.objects.values_list("suggestion", flat=True)) >= {one.key for one in SUGGESTIONS}
    keys = [person.pk for person in people.values()]
    states = {item.state for items in items_of(keys, today).values() for item in items}
    assert states >= {State.DONE, State.EXPIRED, State.MISSING}
    assert with_gaps(Topic.objects.all(), today).exists()
    assert InductionCertificate.objects.get().person == people["volunteer"]
    assert {due < today for due in TrainingOffer.objects.filter(closed_on=None).values_list("due_on", flat=True)} == {
        True,
        False,
    }
    assert Completion.objects.exclude(taken_back_at=None).exists()
