"""An agency asks the charity to wait (E-60). Steps are not asked for meanwhile; duties are."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.models import Case, EntryKind, Hold
from incidents.services.entries import facts, write
from incidents.services.working import held_for_work
from incidents.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused
from safeguard.scoping import ScopedQuerySet


def standing() -> ScopedQuerySet:
    """Every hold that has not ended. `.exclude(case__in=standing().values("case"))` leaves held cases out."""
    return Hold.objects.filter(ended_at=None)


def is_held(case: Case) -> bool:
    return standing().filter(case=case).exists()


def hold_on(case: Case) -> Hold | None:
    found: Hold | None = standing().filter(case=case).select_related("by").first()
    if found is not None:
        found.case = case
    return found


@transaction.atomic
def hold(
    case: Case,
    *,
    by: Person,
    agency: str,
    contact: str = "",
    reason: str = "",
    look_again_on: date | None = None,
) -> Hold:
    """Wait at the request of an agency. Raises Refused when the case is finished or waits already."""
    case = held_for_work(case)
    if is_held(case):
        raise Refused(_("This case is on hold already. Take it off hold first if somebody else asks now."))
    words = {"agency": agency, "contact": contact, "reason": reason}
    made: Hold = Hold.objects.create(case=case, by=by, look_again_on=look_again_on, words=words)
    said = {
        _("Asked by"): agency,
        _("Name and number"): contact,
        _("What for"): reason,
        _("We ask again on"): date_format(look_again_on) if look_again_on else "",
    }
    text = _("Put on hold at the request of an agency.") + "\n" + facts(**said)
    write(case, by=by, kind=EntryKind.RECORD, text=text, about=made, verb=Verb.HELD)
    return made


@transaction.atomic
def ask_again(case: Case, *, by: Person, on: date | None, said: str = "") -> Hold:
    """The agency still wants the charity to wait: when it is asked next."""
    found = Hold.objects.select_for_update(no_key=True).filter(case=case, ended_at=None).first()
    if found is None:
        raise Refused(_("This case is not on hold."))
    found.look_again_on = on
    found.save(update_fields=["look_again_on"])
    day = {_("We ask again on"): date_format(on) if on else "", _("What they said"): said}
    text = _("The agency was asked again, and the case stays on hold.") + "\n" + facts(**day)
    write(case, by=by, kind=EntryKind.RECORD, text=text, about=found, verb=Verb.HELD)
    return found


@transaction.atomic
def resume(case: Case, *, by: Person, why: str = "") -> Hold:
    """Go on with the steps. Raises Refused when the case does not wait."""
    found = Hold.objects.select_for_update(no_key=True).filter(case=case, ended_at=None).first()
    if found is None:
        raise Refused(_("This case is not on hold."))
    found.ended_at, found.ended_by = timezone.now(), by
    found.save(update_fields=["ended_at", "ended_by"])
    text = _("Taken off hold.") + (f"\n{why}" if why else "")
    write(case, by=by, kind=EntryKind.RECORD, text=text, about=found, verb=Verb.RESUMED)
    return found
