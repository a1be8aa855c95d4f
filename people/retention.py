"""How long people and what belongs to them are kept."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import links
from people.models import (
    CareLink,
    CheckOut,
    CheckOutItem,
    Merge,
    PeopleImport,
    Person,
    PersonalLink,
    RoleHolding,
    ServicePeriod,
)
from safeguard.retention import Rows, Rule, Then

OUR_DEFAULT = _("Our default, not a rule of law: set and justify your own period.")
LIMITATION = _(
    "Six years is the usual time for claims in England, Wales and Northern Ireland (in Scotland five). "
    "Our default, to be confirmed by the charity: no statute fixes it for this record."
)
ERASED = "Erased person"  # kept in English: it is data, and stands in other records


def end_of(day: date) -> datetime:
    """The last moment of a day by the charity's clocks."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)


def gone_by(day: date) -> Q:
    """Left or died on `day` or before, for filters on people; the later of the two counts."""
    left, died = Q(left_on__lte=day), Q(deceased_on__lte=day)
    return (left & (Q(deceased_on=None) | died)) | (died & (Q(left_on=None) | left))


def people_gone_by(day: date) -> Rows:
    """An entry that was merged has gone when the one that was kept has."""
    kept = Person.objects.filter(gone_by(day), merged_into=None).order_by().values("pk")
    return Person.objects.filter(Q(pk__in=kept) | Q(merged_into__in=kept))


def not_yet_anonymous(day: date) -> Rows:
    """With the entries that were merged into one that has gone."""
    return people_gone_by(day).exclude(name__startswith=f"{ERASED} ")


def entries_of(person: Any) -> Rows:
    """A person, and the entries that turned out to be the same one."""
    return Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person.pk))


def take_out_who_it_was(rows: Rows) -> int:
    """Nothing is left of somebody but a number, the days of their service and the roles that they held."""
    count = 0
    for person in rows:
        user = person.user
        links.revoke(person)
        for name, value in _nobody(person).items():
            setattr(person, name, value)
        person.save()
        if user and not Person.objects.across_organisations().filter(user=user).exists():
            user.delete()
        count += 1
    return count


def _nobody(person: Person) -> dict[str, Any]:
    blank = ("known_as", "email", "phone", "safe_contact", "language", "age_band", "interpreter", "contact_preference")
    values: dict[str, Any] = {name: Person._meta.get_field(name).get_default() for name in blank}
    return values | {
        "name": f"{ERASED} {person.pk}",
        "user": None,
        "date_of_birth": None,
        "adult_at_risk": False,
        "do_not_email": True,
        "restricted": True,
        "line_manager": None,
        "project": None,
        "left_on": person.left_on or person.deceased_on or timezone.localdate(),
        "deceased_on": None,
    }


RULES = [
    Rule(
        "people.Person",
        _("Name, contact details and date of birth"),
        _("Questions about somebody's time with the charity, and claims, come years later."),
        months=72,
        counted_from=_("the day on which the person left or died"),
        over=not_yet_anonymous,
        then=Then.ANONYMISE,
        source=LIMITATION,
        of=entries_of,
        anonymise=take_out_who_it_was,
    ),
    Rule(
        "people.ServicePeriod",
        _("From when to when somebody was with the charity"),
        _("A number and two days; whether somebody was here must be answerable."),
        as_long_as=_("as long as the charity is kept here, without a name once the person's record is anonymous"),
        of=lambda person: ServicePeriod.objects.filter(person=person.pk),
        on_erasure=Then.ANONYMISE,
        anonymise=lambda rows: rows.update(reason=""),
    ),
    Rule(
        "people.RoleHolding",
        _("Roles, from when to when"),
        _("Who was the lead on a certain day must have an answer years later."),
        as_long_as=_("as long as the charity is kept here, without a name once the person's record is anonymous"),
        of=lambda person: RoleHolding.objects.filter(person=person.pk),
        on_erasure=Then.ANONYMISE,
        anonymise=lambda rows: rows.update(reason=""),
    ),
    Rule(
        "people.CareLink",
        _("Who looks after whom, and with what right"),
        _("Answers about consent were given by that right."),
        months=72,
        counted_from=_("the day on which the person who is looked after left or died"),
        over=lambda day: CareLink.objects.filter(cared_for__in=people_gone_by(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: CareLink.objects.filter(Q(cared_for=person.pk) | Q(carer=person.pk)),
        needed=lambda rows, person, today: rows.filter(
            Q(ends_on=None) | Q(ends_on__gte=today), cared_for__in=Person.objects.current(today)
        ).exclude(carer__in=people_gone_by(today)),
        needed_because=_("The person who is looked after is still here: end the link on their page first."),
    ),
    Rule(
        "people.CheckOutItem",
        _("What was handed over and given back, thing by thing"),
        _("It shows that nothing stayed in the hands of somebody who left."),
        as_long_as=_("as long as the check-out itself"),
        of=lambda person: CheckOutItem.objects.filter(check_out__person=person.pk),
        on_erasure=Then.DELETE,
        concerns=lambda person: CheckOutItem.objects.filter(check_out__person=person.pk),
    ),
    Rule(
        "people.CheckOut",
        _("Check-outs of those who left or were suspended"),
        _("Whether keys, devices and access came back may be asked years later."),
        months=72,
        counted_from=_("the day on which the list was closed"),
        over=lambda day: CheckOut.objects.filter(closed_at__lte=end_of(day)),
        then=Then.DELETE,
        source=LIMITATION,
        of=lambda person: CheckOut.objects.filter(person=person.pk),
        needed=lambda rows, person, today: rows.filter(closed_at=None),
        needed_because=_("Something is still to be handed over: finish the check-out first."),
    ),
    Rule(
        "people.Merge",
        _("Two entries that were one person"),
        _("A merge can be undone."),
        months=72,
        counted_from=_("the day on which they were merged"),
        over=lambda day: Merge.objects.filter(merged_at__lte=end_of(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: Merge.objects.filter(Q(kept=person.pk) | Q(duplicate=person.pk)),
    ),
    Rule(
        "people.PeopleImport",
        _("Spreadsheets of people that were read in"),
        _("Rows that could not be read in are put right and fetched; after that nobody needs them."),
        months=3,
        counted_from=_("the day on which the spreadsheet was brought in"),
        over=lambda day: PeopleImport.objects.filter(made_at__lte=end_of(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: PeopleImport.objects.filter(made_by=person.pk),
    ),
    Rule(
        "people.RoleLabel",
        _("What the charity calls its roles"),
        _("It is about the charity itself."),
        as_long_as=_("as long as the charity is kept here"),
    ),
    Rule(
        "people.PersonalLink",
        _("Personal links that were sent (their fingerprints)"),
        _("Whether a link was opened may be asked."),
        months=12,
        counted_from=_("the day on which the link ran out"),
        over=lambda day: PersonalLink.objects.filter(expires_at__lte=end_of(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: PersonalLink.objects.filter(person=person.pk),
    ),
    Rule(
        "people.User",
        _("Sign-ins"),
        _("One sign-in may serve several charities."),
        as_long_as=_("as long as a person of some charity uses it; it goes when the last of them is made anonymous"),
    ),
]
