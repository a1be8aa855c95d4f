"""Rows of volunteers as the services leave them, for tests that begin in the middle."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from people.models import Person
from people.roles import Role
from policies.models import Policy, PolicyVersion
from safeguard.verification import new_code
from volunteers.models import Application, CheckPermission, CheckSwitch, Position, Topic
from volunteers.services import topics
from volunteers.states import Stage

BORN = date(1990, 5, 4)
LONG_AGO = datetime(2024, 9, 1, 12, tzinfo=UTC)


def position(title: str = "Club helper", **fields: Any) -> Position:
    return Position.objects.create(title=title, token=new_code().replace("-", "").lower()[:12], **fields)


def application(name: str = "Ada Byron", *, at: Stage = Stage.APPLIED, **fields: Any) -> Application:
    """Somebody who applied today, at this stage."""
    place = fields.pop("position", None) or Position.objects.first() or position()
    words = fields.pop("words", {"why": "I would like to help."})
    first = name.split()[0].lower()
    values = {"email": f"{first}@mail.example", "date_of_birth": BORN, "applied_at": timezone.now()} | fields
    closed = timezone.localdate() if at in (Stage.UNSUCCESSFUL, Stage.WITHDRAWN) else None
    return Application.objects.create(
        code=new_code()[:11], position=place, name=name, status=at, closed_on=closed, words=words, **values
    )


def permitted(found: Application, *, is_given: bool = True) -> CheckPermission:
    return CheckPermission.objects.create(
        application=found, wording="May we look you up with a search engine?", is_given=is_given
    )


def a_policy(title: str = "Volunteers online") -> PolicyVersion:
    policy = Policy.objects.create(title=title, slug="volunteers-online")
    return PolicyVersion.objects.create(policy=policy, number=1)


def checks_on(by: Person, **fields: Any) -> CheckSwitch:
    """Checks online are switched on, by the clause of a policy."""
    from organisations.models import Settings

    Settings.objects.update(online_checks=True)
    reason = "People here work alone with children."
    return CheckSwitch.objects.create(is_on=True, reason=reason, version=a_policy(), decided_by=by, **fields)


def a_topic(by: Person, title: str = "Online abuse and grooming", **fields: Any) -> Topic:
    """A training for volunteers, set up long ago; fields say otherwise."""
    values = {"roles": [Role.VOLUNTEER], "within_days": 28, "created_at": LONG_AGO} | fields
    return topics.add(by=by, title=title, **values)
