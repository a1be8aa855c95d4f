"""The example charity has an applicant in every state."""

import pytest
from django.utils import timezone

from people.example import cast
from people.management.commands.load_example import load
from people.models import Person
from safeguard.scoping import acting_for
from volunteers.models import Application, CheckPermission, Placement
from volunteers.services.taking_on import was_here_before
from volunteers.states import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    charity = load("a pass phrase of the example")
    with acting_for(charity):
        yield charity


def test_every_state_has_an_example(loaded):
    today = timezone.localdate()

    stages = set(Application.objects.values_list("status", flat=True))

    assert stages == set(Stage)
    assert CheckPermission.objects.filter(is_given=False, application__status=Stage.STAGE_ONE).exists()
    assert [one.name for one in Application.objects.exclude(parent_name="")] == ["Callum Reid"]
    back = Application.objects.get(source="return")
    assert was_here_before(back, today) == [cast()["leaver"]]
    taken = Person.objects.get(name="Amara Cole")
    assert Placement.objects.filter(person=taken).exists()
