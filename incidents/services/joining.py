"""Cases that belong together: joined into one, taken apart again, linked without being joined; a report moved.

Nothing here lets anybody see more than before: what is joined is seen by those who see the stricter of the two, whoever
has stepped aside from one of them steps aside from both, each page of a joined case shows only cases that its reader
may see, and a link says nothing in a case of one that fewer people see.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from incidents.access import WORK, can
from incidents.joined import must_be_open
from incidents.models import Case, CaseLink, EntryKind, Report, Routing
from incidents.services import entries, searching
from incidents.services.access import (
    keep_away_alike,
    require_above_those_who_lost,
    see_alike,
    together,
    with_a_say,
)
from incidents.states import CaseStatus
from incidents.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused
from safeguard.transitions import transition


@transaction.atomic
def join(case: Case, *, into: Case, by: Person, why: str = "") -> Case:
    """Handle two cases as one: `case` is joined to `into`, and every first account stays as it came (E-62).

    What was joined to `case` before comes along. Where one of them is seen by fewer people, so are both from then on
    (E-52). Raises Refused when one of them is closed, and when `by` may not work on both, before or afterwards.
    """
    _may_belong_together(case, into, by)
    cases = list({one.pk: one for one in (case, into, *together(case), *together(into))}.values())
    said_who = [(one, with_a_say(one)) for one in cases]
    _step_aside_from_both(case, into, by)
    see_alike(cases, by=by)
    for one, people in said_who:
        require_above_those_who_lost(one, people, by=by)
    if not (can(by, case, WORK) and can(by, into, WORK)):
        raise Refused(
            _(
                "Fewer people see one of these cases, and both would be seen by those alone: you would lose one of "
                "them. Somebody who keeps both puts them together. Or link them instead."
            )
        )
    transition(case, to=CaseStatus.JOINED, joined_to=into)
    Case.objects.filter(joined_to=case).update(joined_to=into)
    said = entries.facts(**{_("Joined to another case"): _("Everything is written there from now on."), _("Why"): why})
    entries.write(case, by=by, kind=EntryKind.RECORD, text=said, about=into, verb=Verb.JOINED)
    said = _("Another case was joined to this one. It stays as it is, and is shown here to whoever may see it.")
    entries.write(into, by=by, kind=EntryKind.RECORD, text=said, about=case, verb=Verb.JOINED)
    return case


@transaction.atomic
def part(case: Case, *, by: Person, why: str = "") -> Case:
    """Take a joined case apart again: it is handled by itself from now on. Nobody comes back who stepped aside."""
    into = case.joined_to
    if into is None:
        raise Refused(_("This case is not joined to another one."))
    _works_on_both(case, into, by)
    transition(case, to=CaseStatus.OPEN, joined_to=None)
    for here, there in ((case, into), (into, case)):
        said = entries.facts(**{_("Taken apart again"): _("The two cases are handled by themselves."), _("Why"): why})
        entries.write(here, by=by, kind=EntryKind.RECORD, text=said, about=there, verb=Verb.PARTED)
    return case


@transaction.atomic
def link(case: Case, *, other: Case, by: Person, why: str) -> CaseLink:
    """Note that two cases have to do with each other. The chronologies say so without a word of the other case.

    The same link is made once, whichever of the two it was made from.
    """
    must_be_open(case)
    if case == other:
        raise Refused(_("Choose another case than this one."))
    _works_on_both(case, other, by)
    Case.objects.select_for_update(no_key=True).get(pk=min(case.pk, other.pk))
    both = CaseLink.objects.filter(ended_at=None, case__in=(case, other), other__in=(case, other))
    if (there := both.first()) is not None:
        return there
    try:
        with transaction.atomic():
            made: CaseLink = CaseLink.objects.create(case=case, other=other, by=by, words={"why": why})
    except IntegrityError:
        return both.get()
    _say_in_both(made, _("This case was linked with another one."), Verb.LINKED, by)
    return made


@transaction.atomic
def unlink(made: CaseLink, *, by: Person) -> None:
    """End a link; doing it twice ends it once."""
    _works_on_both(made.case, made.other, by)
    if CaseLink.objects.filter(pk=made.pk, ended_at=None).update(ended_at=timezone.now()):
        _say_in_both(made, _("The link with another case was ended."), Verb.PARTED, by)


def _say_in_both(made: CaseLink, said: str, verb: str, by: Person) -> None:
    """In the chronologies, but in none of a case that not everybody sees who handles concerns: that would tell its
    readers that there is one. There the link says it alone, to those who see both."""
    for one, other in ((made.case, made.other), (made.other, made.case)):
        if other.routing == Routing.LEADS:
            entries.write(one, by=by, kind=EntryKind.RECORD, text=said, about=made, verb=verb)
    if Routing.LEADS not in (made.case.routing, made.other.routing):
        record(verb, made, by=by)


@transaction.atomic
def move(report: Report, *, to: Case, by: Person, why: str) -> Report:
    """Put a report that was filed wrongly to the case where it belongs, word for word; both cases say so."""
    came_from = report.case
    _may_belong_together(came_from, to, by)
    if len(set(Case.objects.filter(pk__in=(came_from.pk, to.pk)).values_list("routing", flat=True))) > 1:
        raise Refused(
            _("These two cases are not handled by the same people, so nothing moves between them. Link them instead.")
        )
    for one in together(to):
        keep_away_alike(came_from, one, by=by)
    if not Report.objects.filter(pk=report.pk, case=came_from).update(case=to):
        raise Refused(_("Somebody else was quicker: this report is no longer in this case."))
    report.case = to
    said = entries.facts(**{_("A report was moved to another case"): _("It had been filed wrongly."), _("Why"): why})
    entries.write(came_from, by=by, kind=EntryKind.RECORD, text=said, about=report, verb=Verb.PARTED)
    said = _("A report was moved here from another case, where it had been filed wrongly.")
    entries.write(to, by=by, kind=EntryKind.RECORD, text=said, about=report, verb=Verb.JOINED)
    searching.index(came_from)
    searching.index(to)
    return report


def _may_belong_together(case: Case, into: Case, by: Person) -> None:
    if case == into:
        raise Refused(_("Choose another case than this one."))
    must_be_open(case)
    must_be_open(into)
    _works_on_both(case, into, by)


def _works_on_both(case: Case, other: Case, by: Person) -> None:
    if not (can(by, case, WORK) and can(by, other, WORK)):
        raise Refused(_("You can do this only with cases on which you work. Ask whoever handles the other one."))


def _step_aside_from_both(case: Case, into: Case, by: Person) -> None:
    """And from all that is joined to the one or the other already."""
    keep_away_alike(case, into, by=by)
    for one in (*together(case), *together(into)):
        keep_away_alike(into, one, by=by)
