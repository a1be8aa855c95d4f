from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models import TextChoices
from django.test.utils import isolate_apps

from safeguard import transitions
from safeguard.refusals import Refused
from safeguard.transitions import Table, TransitionRefused


class Stage(TextChoices):
    PLANNED = "planned", "Planned"
    AT_SEA = "at_sea", "At sea"
    IN_PORT = "in_port", "In port"
    OVER = "over", "Over"


STEPS = {
    Stage.PLANNED: {Stage.OVER, Stage.AT_SEA},
    Stage.AT_SEA: {Stage.IN_PORT},
    Stage.IN_PORT: {Stage.AT_SEA, Stage.OVER},
    Stage.OVER: set(),
}
TABLE = Table(STEPS)

with isolate_apps():

    class Voyage(models.Model):
        STEPS = TABLE
        status = models.CharField(max_length=20, choices=Stage, default=Stage.PLANNED)
        master = models.CharField(max_length=20, default="")

        class Meta:
            app_label = "harbour"
            constraints = [TABLE.constraint("voyage_status")]

        def __str__(self):
            return f"Voyage {self.pk}"

    class Raft(models.Model):
        status = models.CharField(max_length=20)

        class Meta:
            app_label = "harbour"

        def __str__(self):
            return "Raft"


@pytest.fixture
def voyage(db):
    editor = connection.schema_editor()
    editor.execute(editor.table_sql(Voyage)[0], params=None)
    return Voyage.objects.create()


# Steps ---------------------------------------------------------------------------------------------------------------


def test_a_step_writes_the_status_and_its_stamps_together(voyage, django_assert_num_queries):
    with django_assert_num_queries(1):
        moved = transitions.transition(voyage, to=Stage.AT_SEA, master="Ada")

    assert moved is voyage
    assert (voyage.status, voyage.master) == (Stage.AT_SEA, "Ada")
    voyage.refresh_from_db()
    assert (voyage.status, voyage.master) == ("at_sea", "Ada")


@pytest.mark.parametrize(
    ("now", "to", "sentence"),
    [
        ("planned", "planned", "This voyage is already “Planned”."),
        ("planned", "in_port", "This voyage is “Planned”. From there it cannot become “In port”."),
        ("over", "at_sea", "This voyage is “Over”. From there it cannot become “At sea”."),
    ],
)
def test_a_step_that_is_not_in_the_table_is_refused_in_words(voyage, now, to, sentence):
    Voyage.objects.update(status=now)
    voyage.refresh_from_db()

    with pytest.raises(TransitionRefused) as refusal:
        transitions.transition(voyage, to=to, master="Ada")

    assert str(refusal.value) == sentence
    voyage.refresh_from_db()
    assert (voyage.status, voyage.master) == (now, "")


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        ("at_sea", "This voyage is already “At sea”."),
        ("over", "Somebody else was quicker: this voyage is now “Over”. Look at it again before you go on."),
    ],
)
def test_of_two_people_the_second_is_told(voyage, meanwhile, sentence):
    Voyage.objects.update(status=meanwhile, master="Grace")

    with pytest.raises(TransitionRefused) as refusal:
        transitions.transition(voyage, to=Stage.AT_SEA, master="Ada")

    assert str(refusal.value) == sentence
    assert (voyage.status, voyage.master) == ("planned", "")
    voyage.refresh_from_db()
    assert (voyage.status, voyage.master) == (meanwhile, "Grace")


def test_what_was_removed_in_the_meantime_cannot_be_moved(voyage):
    Voyage.objects.filter(pk=voyage.pk).delete()

    with pytest.raises(TransitionRefused, match=r"^This voyage is no longer there\.$"):
        transitions.transition(voyage, to=Stage.AT_SEA)


def test_a_refusal_can_be_shown_to_people():
    assert issubclass(TransitionRefused, Refused)


def test_a_model_without_steps_is_a_mistake():
    with pytest.raises(TypeError, match=r"harbour\.Raft has no STEPS"):
        transitions.transition(Raft(status="afloat"), to="sunk")


def test_a_status_that_the_table_does_not_know_is_a_mistake(voyage):
    with pytest.raises(ValueError, match="sunk"):
        transitions.transition(voyage, to="sunk")
    with pytest.raises(IntegrityError), transaction.atomic():
        Voyage.objects.update(status="sunk")


# Tables --------------------------------------------------------------------------------------------------------------


def test_a_table_says_something_about_every_status():
    with pytest.raises(ValueError, match=r"says nothing about Stage\.OVER"):
        Table({status: to for status, to in STEPS.items() if status != Stage.OVER})


def test_a_table_leads_to_every_status():
    with pytest.raises(ValueError, match=r"Nothing leads to Stage\.IN_PORT"):
        Table(STEPS | {Stage.AT_SEA: {Stage.OVER}})

    assert Table(STEPS | {Stage.AT_SEA: {Stage.OVER}}, first=[Stage.PLANNED, Stage.IN_PORT]).first == (
        Stage.PLANNED,
        Stage.IN_PORT,
    )


def test_a_table_knows_no_strangers():
    with pytest.raises(ValueError, match="'sunk'"):
        Table(STEPS | {Stage.OVER: {"sunk"}})


def test_a_table_is_drawn():
    assert TABLE.diagram().splitlines() == [
        "stateDiagram-v2",
        "    planned : Planned",
        "    at_sea : At sea",
        "    in_port : In port",
        "    over : Over",
        "    [*] --> planned",
        "    planned --> at_sea",
        "    planned --> over",
        "    at_sea --> in_port",
        "    in_port --> at_sea",
        "    in_port --> over",
        "    over --> [*]",
    ]


def test_a_page_has_a_title_and_the_drawing():
    page = transitions.page("voyage", TABLE)

    assert page.splitlines()[0] == "# Voyage: the statuses and the steps between them"
    assert page.split("```")[1] == f"mermaid\n{TABLE.diagram()}\n"


# The command ---------------------------------------------------------------------------------------------------------


def diagrams(*arguments):
    out = StringIO()
    call_command("diagrams", *arguments, stdout=out)
    return out.getvalue()


def test_the_drawings_are_written_once_and_are_then_true(tmp_path):
    count = len(transitions.pages())

    assert diagrams("--into", str(tmp_path)) == f"{count} drawings are true.\n"

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == transitions.pages()
    assert diagrams("--check", "--into", str(tmp_path)) == f"{count} drawings are true.\n"


def test_a_drawing_that_nothing_asks_for_is_untrue_and_goes_and_other_pages_stay(tmp_path):
    diagrams("--into", str(tmp_path))
    (tmp_path / "voyage.md").write_text(transitions.page("voyage", TABLE))
    (tmp_path / "README.md").write_text("How to read these.")

    with pytest.raises(CommandError, match=r"^Not what the code says: voyage\.md\."):
        diagrams("--check", "--into", str(tmp_path))

    diagrams("--into", str(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {"README.md", *transitions.pages()}
