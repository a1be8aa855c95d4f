"""What was handed out to somebody, and that it came back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.services import record
from people.models import Person
from safeguard.refusals import Refused
from volunteers.models import Issued
from volunteers.permissions import may_hand_out
from volunteers.verbs import Verb

NOT_YOURS = gettext_lazy("Somebody else notes this: it is about you, your family, or somebody whom you do not lead.")


@transaction.atomic
def hand_out(person: Person, *, by: Person, kind: str, what: str, issued_on: date, number: str = "") -> Issued:
    """Note what somebody got. The same on the same day is one. Raises Refused."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not may_hand_out(by, person):
        raise Refused(str(NOT_YOURS))
    today = timezone.localdate()
    if not person.is_here(today):
        raise Refused(_("%(person)s has left, and gets nothing any more.") % {"person": person})
    if issued_on > today:
        raise Refused(_("Enter today, or a day before."))
    named = {"kind": kind, "what": what, "number": number, "issued_on": issued_on}
    twin = Issued.objects.filter(person=person, returned_on=None, **named).first()
    if twin is not None:
        return twin
    issued: Issued = Issued.objects.create(
        person=person, kind=kind, what=what, number=number, issued_on=issued_on, issued_by=by
    )
    record(Verb.ISSUED, issued, by=by)
    return issued


@transaction.atomic
def take_back(issued: Issued, *, by: Person, returned_on: date) -> Issued:
    """It came back. Raises Refused; whoever had it never says so themself."""
    issued = Issued.objects.select_for_update(no_key=True).select_related("person").get(pk=issued.pk)
    if not may_hand_out(by, issued.person):
        raise Refused(str(NOT_YOURS))
    if issued.returned_on is not None:
        raise Refused(_("This came back already."))
    if not issued.issued_on <= returned_on <= timezone.localdate():
        raise Refused(_("Enter a day between the day on which it was handed out and today."))
    issued.returned_on, issued.returned_to = returned_on, by
    issued.save(update_fields=["returned_on", "returned_to"])
    record(Verb.RETURNED, issued, by=by)
    return issued
