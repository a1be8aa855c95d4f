"""People in a case: entered, and struck through where somebody was entered wrongly."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.joined import must_be_open
from incidents.models import Case, EntryKind, Part, Party
from incidents.services import access, entries, searching
from incidents.verbs import Verb
from people.models import Person, PersonQuerySet
from people.permissions import SEE_PEOPLE, SEE_RESTRICTED
from people.roles import INSIDERS
from people.visibility import cared_for_visible_to, not_only_cared_for
from safeguard.refusals import Refused

TWO_CLICKS = timedelta(minutes=1)


def to_choose_from(by: Person) -> PersonQuerySet:
    """The charity's people whose names this person sees anyway, those who have left among them."""
    today = timezone.localdate()
    everybody: PersonQuerySet = Person.objects.filter(merged_into=None)
    if not SEE_PEOPLE.allows(by):
        seen, work = cared_for_visible_to(by, today), not_only_cared_for(today)
        everybody = everybody.filter(pk__in=seen.order_by().values("pk")) | everybody.filter(
            pk__in=work.order_by().values("pk")
        )
    return everybody if SEE_RESTRICTED.allows(by) else everybody.filter(restricted=False)


@transaction.atomic
def enter(
    case: Case,
    *,
    by: Person,
    part: str,
    name: str = "",
    person: Person | None = None,
    is_child: str = "",
    works_here: bool = False,
    nation: str = "",
    **words: str,
) -> Party:
    """Enter somebody by the part that they play, whether or not the charity knows them otherwise.

    A person whom the concern is about sees nothing of the case from then on, and maybe `by` neither: ask `can`. The
    same, sent twice, is one. Raises Refused when the case is closed.
    """
    must_be_open(case)
    party = _make(case, by, part, name, person, is_child, works_here, nation, words)
    if party is None:
        return _sent_before(case, by, part, name, person, words)  # type: ignore[return-value]
    said = entries.facts(**{str(party.get_part_display()): party.words["name"]})
    entries.write(case, by=by, kind=EntryKind.RECORD, text=said, about=party, verb=Verb.NAMED)
    searching.index(case)
    if person is not None and part == Part.CONCERN:
        cases = [case, *Case.objects.filter(joined_to=case)]  # what was joined to it is about them as well
        for one in cases:
            access.subject_entered(one, person, by=by)
        access.route_alike(cases, by=by)
    return party


def _make(
    case: Case,
    by: Person,
    part: str,
    name: str,
    person: Person | None,
    is_child: str,
    works_here: bool,
    nation: str,
    words: dict[str, str],
) -> Party | None:
    """None where it was sent a moment ago."""
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if _sent_before(case, by, part, name, person, words) is not None:
        return None
    party: Party = Party.objects.create(
        case=case,
        part=part,
        person=person,
        is_child=is_child,
        works_here=works_here or (person is not None and person.holds(*INSIDERS)),
        nation=nation,
        added_by=by,
        words={"name": _name(name, person), **words},
    )
    return party


def _name(name: str, person: Person | None) -> str:
    return name.strip() or (person.name if person else _("Not known"))


def _sent_before(
    case: Case, by: Person, part: str, name: str, person: Person | None, words: dict[str, str]
) -> Party | None:
    since = timezone.now() - TWO_CLICKS
    found = Party.objects.standing().filter(case=case, part=part, person=person, added_by=by, added_at__gte=since)
    said = dict.fromkeys(Party.WORDS, "") | {"name": _name(name, person)} | words
    return next((party for party in found.order_by("-pk") if party.words == said), None)


@transaction.atomic
def strike(party: Party, *, by: Person, why: str, replaced_by: Party | None = None) -> Party:
    """Strike somebody through who was entered wrongly: the line stays readable, and the chronology says why (E-57).

    Raises Refused when the case is closed, when it was done already, and for a replacement that is none.
    """
    case = party.case
    must_be_open(case)
    if replaced_by is not None and (
        replaced_by == party or replaced_by.case_id != case.pk or replaced_by.struck_at is not None
    ):
        raise Refused(_("Choose somebody else of this case, who is not struck through."))
    struck = {"struck_at": timezone.now(), "struck_by": by, "replaced_by": replaced_by}
    if not Party.objects.standing().filter(pk=party.pk).update(**struck):
        raise Refused(_("This person was struck through already."))
    for name, value in struck.items():
        setattr(party, name, value)
    said = entries.facts(
        **{
            _("Struck through"): f"{party.words['name']} ({party.get_part_display()})",
            _("Why it was wrong"): why,
            _("In their place"): replaced_by.words["name"] if replaced_by else "",
        }
    )
    entries.write(case, by=by, kind=EntryKind.CORRECTION, text=said, about=party, verb=Verb.STRUCK)
    searching.index(case)
    return party
