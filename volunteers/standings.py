"""What pages show of where somebody stands: the status to those who see standings, the reasons to those who decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.access import visible_to
from incidents.models import Case, Part, Party, Record, RecordKind
from incidents.procedures import concerns_worker
from organisations.models import Settings
from people.models import CheckOutKind, Person, PersonQuerySet
from people.roles import TRUSTEES, WORKERS, Role
from volunteers.models import BarringQuestion, ChangeKind, StandingChange, VolunteerStanding
from volunteers.permissions import SEE_EARLIER, SUSPEND, is_own, may_suspend, standings_seen_by
from volunteers.states import Standing

KINDS = {Standing.ACTIVE: "good", Standing.SUSPENDED: "soon", Standing.ENDED: "quiet"}
SERVING = WORKERS | TRUSTEES | {Role.LEAD, Role.ASSESSOR}
CASES = 50


@dataclass(frozen=True)
class Where:
    """A standing in words, also of somebody who was here before standings were written down."""

    status: Standing
    since: date | None
    review_on: date | None

    @property
    def label(self) -> str:
        return str(self.status.label)

    @property
    def kind(self) -> str:
        return KINDS[self.status]


def where(person: Person, standing: VolunteerStanding | None, today: date) -> Where:
    """Whoever left or died has ended, also before that was written down; a suspension stays one until it is decided."""
    is_here = person.is_here(today)
    if standing is not None and (is_here or standing.status != Standing.ACTIVE):
        return Where(Standing(standing.status), standing.since, standing.review_on)
    if is_here:
        return Where(Standing.ACTIVE, person.joined_on, None)
    return Where(Standing.ENDED, person.left_on or person.deceased_on, None)


def serving(by: Person, today: date, *, status: str = "", words: str = "") -> PersonQuerySet:
    """Those who serve or served, as far as `by` sees them: whoever has a standing, and who holds a role of work."""
    # A paused role is held: those who are suspended are what this list is for.
    held = Person.objects.current(today).filter(holdings__role__in=SERVING).order_by().values("pk")
    found = standings_seen_by(by, today).filter(Q(standing__isnull=False) | Q(pk__in=held), merged_into=None)
    here = Q(pk__in=Person.objects.current(today).order_by().values("pk"))
    if status == Standing.ACTIVE:
        found = found.filter(here, Q(standing__status=status) | Q(standing=None))
    elif status == Standing.ENDED:
        found = found.filter(Q(standing__status=status) | Q(standing__status=Standing.ACTIVE) & ~here)
    elif status:
        found = found.filter(standing__status=status)
    people: PersonQuerySet = found.matching(words).select_related("standing", "project")
    return people


def cases_to_choose(by: Person) -> list[Case]:
    """The newest concerns that somebody sees and that are not finished."""
    return list(visible_to(by).unfinished().order_by("-opened_at", "-pk")[:CASES])


def history_of(person: Person, by: Person) -> list[dict[str, Any]]:
    """For components/timeline.html, the newest first. What a concern says is for those who see it (RW-46).

    Of a time before somebody came back, only who may see that is shown anything (E-21).
    """
    entries = Q(person=person) | Q(person__merged_into=person)  # what is never changed stays where it was decided
    changes = list(StandingChange.objects.filter(entries).select_related("decided_by", "case"))
    if (since := _seen_since(person, by)) is not None:
        earlier = [n for n, one in enumerate(changes) if one.kind == ChangeKind.ENDED and one.on <= since]
        changes = [one for one in changes[max(earlier, default=-1) + 1 :] if one.on >= since]
    reads = may_suspend(by, person)
    keys = {change.case_id for change in changes if change.case_id}
    seen = set(visible_to(by).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    return [_event(change, reads=reads, sees=change.case_id in seen) for change in reversed(changes)]


def _event(change: StandingChange, *, reads: bool, sees: bool) -> dict[str, Any]:
    event = {"title": change.get_kind_display(), "when": date_format(change.on), "by": change.decided_by, "lines": []}
    if not reads:
        return event
    lines: list[tuple[str, str, str]] = []
    if change.is_shredded:
        lines.append((_("Reason"), _("Destroyed at the end of its time."), ""))
    elif change.case_id and not sees:
        lines.append((_("Reason"), _("It stands in a record that you do not see."), ""))
    else:
        lines += [(str(change.WORDS[name]), text, "") for name, text in change.words.items() if text]
    if change.case is not None and sees:
        lines.append((_("Concern"), change.case.code, change.case.get_absolute_url()))
    if change.review_on:
        lines.append((_("To be looked at again on"), date_format(change.review_on), ""))
    return event | {"lines": lines}


def _seen_since(person: Person, by: Person) -> date | None:
    """The first day of the present time of service, where somebody sees nothing before it; None for all of it.

    A suspension that was never decided goes on in the new time, and so does the sight of it.
    """
    is_back = person.is_here(timezone.localdate()) and person.periods.filter(ends_on__lte=person.joined_on).exists()
    if not is_back or (SEE_EARLIER.allows(by) and not is_own(by, person)):
        return None
    running = VolunteerStanding.objects.filter(person=person, status=Standing.SUSPENDED).first()
    return min(person.joined_on, running.since) if running is not None else person.joined_on


def suspended_by(person: Person, by: Person) -> bool:
    """Whether they are suspended, and by whom it was done last."""
    last = StandingChange.objects.filter(person=person).order_by("-recorded_at", "-pk").first()
    return last is not None and (last.kind, last.decided_by_id) == (ChangeKind.SUSPENDED, by.pk)


def switched_off(person: Person, by: Person) -> list[str]:
    """What the last suspension switched off: when it is over, each is to be put on again."""
    found = person.check_outs.filter(kind=CheckOutKind.SUSPENSION)
    if (since := _seen_since(person, by)) is not None:
        found = found.filter(begun_on__gte=since)
    last = found.order_by("-begun_on", "-pk").first()
    return [] if last is None else list(last.items.order_by("pk").values_list("title", flat=True))


def questions_of(person: Person, by: Person) -> list[BarringQuestion]:
    if not may_suspend(by, person):
        return []
    return list(BarringQuestion.objects.filter(person=person).select_related("decided_by"))


@dataclass(frozen=True)
class ToConsider:
    """A complaint about somebody who works here, on which nobody has decided whether they step back meanwhile."""

    person: Person
    case: Case


def to_consider(by: Person) -> list[ToConsider]:
    """Those of the concerns that `by` sees. In the case itself it is asked, reminded and recorded (RW-47)."""
    if not SUSPEND.allows(by) or not Settings.current().prompt_suspension:
        return []
    decided = Record.objects.filter(kind=RecordKind.SUSPENSION).order_by().values("case")
    open_cases = visible_to(by).unfinished().exclude(pk__in=decided).defer("sealed")
    cases = [case.pk for case in open_cases if concerns_worker(case)]
    at_rest = VolunteerStanding.objects.exclude(status=Standing.ACTIVE).order_by().values("person")
    parties = Party.objects.standing().filter(part=Part.CONCERN, person__isnull=False, case__in=cases)
    rows = parties.exclude(person__in=at_rest).select_related("person", "case").order_by("pk")[:CASES]
    return [ToConsider(party.person, party.case) for party in rows]
