import pytest
from django.utils.translation import override

from audit import presenting, services, verbs
from audit.models import AuditEvent
from organisations.models import Project
from policies.models import ImportDraft


@pytest.fixture
def draft(scope, chair):
    return ImportDraft.objects.create(person=chair)


def test_a_line_speaks_the_language_of_the_charity(draft, chair, time_machine):
    time_machine.move_to("2026-07-01 09:30:05Z")
    services.transition(draft, to="ready", by=chair, failure="")

    (line,) = presenting.timeline(draft)
    assert (line.when, line.by, line.title) == ("1 Jul 2026, 10:30:05 BST", "Margaret Hale", "Moved on")
    assert (line.kind, line.text) == ("Import", "Being read → Ready to check · failure")


def test_facts_are_told_in_words(scope):
    detail = {"rows_kept": 3, "complete": False, "missing": ["date", "author"], "note": None}
    services.record("imported", scope, by=None, detail=detail)

    (line,) = presenting.timeline(scope)
    assert (line.by, line.title, line.kind) == ("The software", "Imported", "Organisation")
    assert line.text == "complete: no, missing: date, author, note: –, rows kept: 3"


def test_a_record_outlives_the_things_that_it_tells_of(scope):
    """Kinds, fields, statuses and verbs that the software no longer has stand as they were written."""
    gone = AuditEvent(
        number=1, verb="was_moored", object_type="boats.boat", changed=["long_mast"], states=["wet", "dry"], detail={}
    )
    gone.at = services.timezone.now()

    line = presenting.line(gone)
    assert (line.title, line.kind, line.text) == ("Was moored", "boats.boat", "wet → dry · long_mast")

    gone.object_type = "organisations.project"
    assert presenting.line(gone).text == "wet → dry · long mast"
    gone.object_type = "no such thing"
    assert presenting.line(gone).kind == "no such thing"


def test_a_history_is_one_query_and_the_newest_events(scope, chair, django_assert_num_queries):
    project = Project.objects.create(name="Sailing")
    for turn in range(5):
        services.record("changed", project, by=chair, changed=["name"], detail={"turn": turn})
    services.record("changed", scope, by=chair)

    with django_assert_num_queries(1):
        lines = presenting.timeline(project, limit=3)

    assert [line.text for line in lines] == ["name · turn: 4", "name · turn: 3", "name · turn: 2"]


def test_every_verb_has_words_and_those_of_the_apps_are_known(monkeypatch):
    assert verbs.label("viewed") == "looked at"
    assert {verb for verb, _words in verbs.choices()} >= set(verbs.Verb.values)
    assert [words for _verb, words in verbs.choices()] == sorted(words for _verb, words in verbs.choices())


def test_verbs_are_told_in_the_language_of_the_reader():
    verbs.label("viewed")

    with override("cy"):
        assert verbs.label("viewed") == str(verbs.Verb.VIEWED.label)
