from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy

from audit import chain, services
from audit.models import AuditEvent, AuditHead
from organisations.models import Project
from people.models import User
from policies.models import ImportDraft
from safeguard.scoping import NoActiveOrganisation, WrongOrganisation, acting_for
from safeguard.transitions import TransitionRefused


@pytest.fixture
def project(scope):
    return Project.objects.create(name="Sailing")


def test_an_event_says_who_did_what_to_what(project, chair):
    before = datetime.now(UTC)

    event = services.record("changed", project, by=chair, changed=["starts_on", "name", "name"], detail={"rows": 3})

    event = AuditEvent.objects.get(pk=event.pk)
    assert before <= event.at <= datetime.now(UTC)
    assert event.content() == {
        "organisation_id": project.organisation_id,
        "number": 1,
        "at": event.at,
        "actor_id": chair.pk,
        "actor_label": "Margaret Hale",
        "verb": "changed",
        "object_type": "organisations.project",
        "object_id": str(project.pk),
        "object_label": "Sailing",
        "changed": ["name", "starts_on"],
        "states": None,
        "detail": {"rows": 3},
    }


def test_events_form_a_chain(project, chair, trustee):
    first = services.record("created", project, by=chair)
    second = services.record("moved", project, by=trustee, states=("planned", "running"))

    first, second = AuditEvent.objects.as_chain()
    assert (first.number, first.previous_hash) == (1, "0" * 64)
    assert first.hash == chain.hash_of(first.content(), "0" * 64)
    assert (second.number, second.previous_hash, second.states) == (2, first.hash, ["planned", "running"])
    assert second.hash == chain.hash_of(second.content(), first.hash)
    assert str(services.head(project.organisation)) == f"2:{second.hash}"


def test_each_organisation_has_a_chain_of_its_own(scope, other_charity, chair, stranger):
    services.record("changed", scope, by=chair)
    with acting_for(other_charity):
        event = services.record("changed", other_charity, by=stranger)
        assert (event.number, event.previous_hash) == (1, chain.BEGINNING)
        assert [event.actor_label for event in AuditEvent.objects.all()] == ["Simon Strange"]

    assert [event.actor_label for event in AuditEvent.objects.all()] == ["Margaret Hale"]


@pytest.mark.parametrize(
    ("by", "label"),
    [
        (None, ""),
        ("Carer, by link", "Carer, by link"),
        (User(pk=77, email="root@example.org"), "root@example.org"),
        ("Zoë \x00\ud800" + "x" * 300, "Zoë ?" + "x" * 194 + "…"),
    ],
)
def test_the_software_a_label_or_a_user_is_no_person(scope, by, label):
    event = services.record("changed", scope, by=by)

    event.refresh_from_db()
    assert (event.actor_id, event.actor_label) == (None, label)
    assert event.hash == chain.hash_of(event.content(), chain.BEGINNING)


def test_a_confidential_thing_is_named_by_its_audit_label(project):
    project.audit_label = "Case 7"

    assert services.record("viewed", project, by=None).object_label == "Case 7"


def test_details_come_back_as_they_were_hashed(scope):
    detail = {
        "when": datetime(2026, 4, 20, 9, 30, tzinfo=UTC),
        "day": date(2026, 4, 20),
        "key": UUID(int=5),
        "words": gettext_lazy("Café “Ω” 日本"),
        "count": 2**53 - 1,
        "flag": True,
        "nothing": None,
        "rows": (3, 1),
        "names": {"b", "a"},
        "long": "x" * 300,
    }

    event = services.record("imported", scope, by=None, detail=detail)

    stored = AuditEvent.objects.get()
    assert stored.detail == {
        "when": "2026-04-20T09:30:00.000000Z",
        "day": "2026-04-20",
        "key": "00000000-0000-0000-0000-000000000005",
        "words": "Café “Ω” 日本",
        "count": 9007199254740991,
        "flag": True,
        "nothing": None,
        "rows": [3, 1],
        "names": ["a", "b"],
        "long": "x" * 199 + "…",
    }
    assert chain.hash_of(stored.content(), chain.BEGINNING) == event.hash


@pytest.mark.parametrize("value", [1.5, {"nested": 1}, object(), 2**53, b"bytes"])
def test_what_a_database_may_give_back_otherwise_is_no_detail(scope, value):
    with pytest.raises(TypeError, match="is no detail"):
        services.record("changed", scope, by=None, detail={"value": value})

    assert AuditEvent.objects.count() == 0


def test_content_does_not_fit_into_details(scope):
    with pytest.raises(ValueError, match="are content, not a detail: pages"):
        services.record("changed", scope, by=None, detail={"pages": ["x" * 190] * 30})


def test_nothing_is_recorded_outside_a_scope_or_for_another_organisation(charity, other_charity, chair, stranger):
    with acting_for(other_charity):
        theirs = Project.objects.create(name="Planting")
    with pytest.raises(NoActiveOrganisation):
        services.record("changed", charity, by=chair)

    with acting_for(charity):
        with pytest.raises(WrongOrganisation):
            services.record("changed", theirs, by=chair)
        with pytest.raises(WrongOrganisation):
            services.record("changed", other_charity, by=chair)
        with pytest.raises(WrongOrganisation):
            services.record("changed", charity, by=stranger)
        assert AuditEvent.objects.count() == 0


def test_a_change_that_is_taken_back_leaves_no_event_and_no_gap(project, chair):
    services.record("created", project, by=chair)

    def rename_and_fail():
        project.name = "Rowing"
        project.save()
        services.record("changed", project, by=chair)
        raise RuntimeError("The mail could not be written.")

    with pytest.raises(RuntimeError), transaction.atomic():
        rename_and_fail()
    services.record("viewed", project, by=chair)

    project.refresh_from_db()
    assert project.name == "Sailing"
    assert [(event.number, event.verb) for event in AuditEvent.objects.as_chain()] == [(1, "created"), (2, "viewed")]


def test_an_event_costs_three_queries(project, chair, django_assert_num_queries):
    services.record("created", project, by=chair)

    with django_assert_num_queries(3):  # the head and its lock, the event, the head
        services.record("changed", project, by=chair)


def test_the_head_before_the_first_event_is_the_beginning(scope):
    assert str(services.head(scope)) == f"0:{chain.BEGINNING}"
    assert AuditHead.objects.count() == 0
    assert services.head_to_show(scope) is None


def test_canonical_json_is_what_the_documentation_says():
    content = {
        "organisation_id": 4,
        "number": 12,
        "at": datetime(2026, 4, 20, 10, 30, 0, 5, tzinfo=UTC),
        "actor_id": None,
        "actor_label": "Zoë",
        "verb": "moved",
        "object_type": "policies.policyversion",
        "object_id": "9",
        "object_label": "Social media",
        "changed": [],
        "states": ["draft", "in_review"],
        "detail": {"b": 1, "a": True},
    }

    assert chain.canonical(content) == (
        '{"actor_id":null,"actor_label":"Zoë","at":"2026-04-20T10:30:00.000005Z","changed":[],'
        '"detail":{"a":true,"b":1},"number":12,"object_id":"9","object_label":"Social media",'
        '"object_type":"policies.policyversion","organisation_id":4,"states":["draft","in_review"],"verb":"moved"}'
    )
    assert chain.hash_of(content, chain.BEGINNING) == "f2a3aaee1c59eec93b27d3475d1875f589f369985ea4aebdd500f819c7897bca"


@pytest.fixture
def draft(scope, chair):
    return ImportDraft.objects.create(person=chair)


def test_a_transition_is_recorded_with_its_stamps(draft, chair):
    services.transition(draft, to="failed", by=chair, verb="refused", failure="It is a picture.")

    draft.refresh_from_db()
    assert (draft.status, draft.failure) == ("failed", "It is a picture.")
    event = AuditEvent.objects.get()
    assert (event.verb, event.states, event.changed) == ("refused", ["waiting", "failed"], ["failure"])
    assert "picture" not in chain.canonical(event.content())


def test_a_transition_needs_no_verb_of_its_own(draft):
    services.transition(draft, to="ready", by=None)

    assert [event.verb for event in AuditEvent.objects.all()] == ["moved"]


def test_a_transition_that_is_refused_is_not_recorded(draft, chair):
    with pytest.raises(TransitionRefused):
        services.transition(draft, to="taken_in", by=chair)

    draft.refresh_from_db()
    assert (draft.status, AuditEvent.objects.count()) == ("waiting", 0)


def test_a_transition_that_cannot_be_recorded_does_not_happen(draft, stranger):
    with pytest.raises(WrongOrganisation):
        services.transition(draft, to="ready", by=stranger)

    draft.refresh_from_db()
    assert draft.status == "waiting"
