"""What a case asks of whoever opens it. It asks and tells whom to call; nothing here stands in anybody's way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from incidents.models import Answer, Case, Record, RecordKind, Referral
from incidents.numbers import CALL_FIRST, Number
from incidents.presenting import page_in
from incidents.procedures import concerns_worker, is_about_worker
from incidents.services.triage import UNSURE
from incidents.tags import COMPLAINT, REFER_NOW, Match, among_group, matching, of_group
from incidents.types import among
from organisations.models import AgencyKind, Settings
from policies.models import Policy
from safeguard.addresses import address
from safeguard.local_times import in_words

OUTSIDE = (AgencyKind.WORKER_CONCERN, AgencyKind.POLICE, AgencyKind.CHILDREN, AgencyKind.ADULTS)
"""Who is asked when nobody is sure; the first that the charity's nation has."""

POLICE = (AgencyKind.EMERGENCY, AgencyKind.POLICE)


@dataclass(frozen=True)
class Prompt:
    """For templates/incidents/case/prompt.html."""

    kind: str
    title: str
    text: str = ""
    lines: list[str] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    url: str = ""
    action: str = ""
    source: str = ""


def prompts(case: Case, directory: Collection[Number], ties: Collection[str] = ()) -> list[Prompt]:
    """What matters most stands first. Two queries, and one more where a policy is named. `ties` are what ties whoever
    opens it to those who are in it."""
    if case.is_finished or case.is_shredded:
        return []
    told = dict(Referral.objects.filter(case=case).order_by("-referred_at").values_list("kind", "referred_at"))
    referred = set(told)
    recorded = set(Record.objects.filter(case=case).values_list("kind", flat=True))
    found = [
        _emergency(case, directory, told),
        _refer_now(case, directory, referred),
        _too_close(case, ties),
        _images(case),
        _not_sure(case, directory, referred),
        _suspension(case, recorded),
        _classed(case),
        _not_sorted(case),
    ]
    return [one for one in found if one]


def policies_for(case: Case) -> list[tuple[Match, list[Policy]]]:
    """Under which policies the kinds of this case are handled, and which of the charity's that may be (WY-45). One
    query."""
    found = matching(case.types)
    if not found:
        return []
    wanted = Q()
    for word in {word for match in found for word in match.words}:
        wanted |= Q(title__icontains=word)
    there = list(Policy.objects.filter(wanted, withdrawn_on=None).order_by("sort_title"))
    return [
        (match, [one for one in there if any(word in one.title.lower() for word in match.words)]) for match in found
    ]


def _emergency(case: Case, directory: Collection[Number], told: Mapping[str, datetime]) -> Prompt | None:
    """What was told stands in its place, with when. Danger goes on being asked about until the case says that it is
    over."""
    first = min((at for kind, at in told.items() if kind in POLICE), default=None)
    if case.danger_now in (Answer.YES, Answer.UNSURE):
        title = _("Somebody may be in danger now: ring first")
    elif case.crime in (Answer.YES, Answer.UNSURE) and first is not None:
        text = _("What comes of it is written down under Referrals.")
        title = _("It may be a crime: the police were told on %(when)s") % {"when": in_words(first)}
        return Prompt("good", title, text, url=page_in(case, "referrals"), action=_("Look at the referrals"))
    elif case.crime in (Answer.YES, Answer.UNSURE):
        title = _("It may be a crime: tell the police")
    else:
        return None
    text = _("You need nobody's leave to ring the police or the council. Write it down afterwards.")
    if first is not None:
        text = _("Told on %(when)s. If it is not over, ring again.") % {"when": in_words(first)}
    numbers = _at_once(case, directory)
    url = "" if case.is_finished else page_in(case, "called")
    return Prompt("bad", title, text, numbers=numbers, url=url, action=_("I have rung 999 or the police"))


def _at_once(case: Case, directory: Collection[Number]) -> list[Number]:
    """Whom to ring first; also the officer, where it may be about somebody who works with us."""
    kinds = {*CALL_FIRST, AgencyKind.WORKER_CONCERN} if is_about_worker(case) else set(CALL_FIRST)
    return [one for one in directory if one.kind in kinds and one.phone]


def _refer_now(case: Case, directory: Collection[Number], referred: Collection[str]) -> Prompt | None:
    ticked = among_group(case.tags, REFER_NOW)
    if not ticked or set(referred) & set(CALL_FIRST):
        return None
    return Prompt(
        "bad",
        _("Refer this now"),
        _("This goes to the police or the council at once, before anything else is asked:"),
        lines=[tag.label for tag in ticked],
        numbers=_at_once(case, directory),
        url=page_in(case, "refer"),
        action=_("Write down whom you told"),
        source=ticked[0].source,
    )


def _too_close(case: Case, ties: Collection[str]) -> Prompt | None:
    """A conflict of interest (E-52)."""
    if not ties:
        return None
    return Prompt(
        "bad",
        _("Are you too close to this? Then step aside"),
        _("Somebody else handles it then. You need not say why, and the page says first who that is."),
        lines=list(ties),
        url=page_in(case, "step_aside"),
        action=_("Step aside"),
    )


def _images(case: Case) -> Prompt | None:
    """The questions of the first look at a sexual image (fact 16), until one of them is ticked."""
    if not any(kind.images and kind.sexual for kind in among(case.types)) or among_group(case.tags, REFER_NOW):
        return None
    questions = of_group(REFER_NOW)
    return Prompt(
        "soon",
        _("Is any of this so, or may it be?"),
        _("One yes, or not being sure, is enough to tell the police or the council at once. Nobody looks at an image."),
        lines=[tag.label for tag in questions],
        url=f"{page_in(case, 'sort')}#refer_now",
        action=_("Tick what is so"),
        source=questions[0].source,
    )


def _not_sure(case: Case, directory: Collection[Number], referred: Collection[str]) -> Prompt | None:
    about_worker = UNSURE in case.tests or case.about_worker == Answer.UNSURE
    if not about_worker and UNSURE not in case.types:
        return None
    if set(referred) & set(OUTSIDE):
        return None
    wanted = OUTSIDE if about_worker else OUTSIDE[1:]
    numbers = [one for one in directory if one.kind == wanted[0]] if about_worker else []
    numbers = numbers or [one for one in directory if one.kind in wanted]
    names = _(" or ").join(dict.fromkeys(one.name for one in numbers)) or _("the council or the police")
    return Prompt(
        "soon",
        _("Not sure? Ask somebody outside the charity"),
        _("Nobody has to be sure before asking. Ask: %(names)s.") % {"names": names},
        numbers=numbers,
        url=page_in(case, "refer"),
        action=_("Write down whom you asked"),
    )


def _suspension(case: Case, recorded: Collection[str]) -> Prompt | None:
    """A complaint alone is enough to ask; nothing need be found first (RW-47)."""
    if not concerns_worker(case) or RecordKind.SUSPENSION in recorded or not Settings.current().prompt_suspension:
        return None
    return Prompt(
        "soon",
        _("Should they step back from their work meanwhile?"),
        _(
            "A complaint is enough to ask this; nothing has to be found first. Stepping back is neutral and says"
            " nothing of guilt. Ask first whoever leads the case outside the charity, and write down why or why not."
        ),
        url=address("incidents:make_record", case.code, RecordKind.SUSPENSION.value),
        action=_("Write down what was decided"),
    )


def _classed(case: Case) -> Prompt | None:
    """As what a breach or a complaint is handled (RW-32)."""
    of_us = [kind for kind in among(case.types) if kind.group == "complaint" or kind.key == "breach"]
    if not of_us or among_group(case.tags, COMPLAINT):
        return None
    return Prompt(
        "info",
        _("A safeguarding complaint, a data-protection complaint, or both?"),
        _("Say as what this is handled, so that both sides of it are looked after."),
        url=f"{page_in(case, 'sort')}#complaint_as",
        action=_("Say as what it is handled"),
    )


def _not_sorted(case: Case) -> Prompt | None:
    if case.triaged_at is not None:
        return None
    return Prompt(
        "info",
        _("Nobody has sorted this concern yet"),
        _("Say what kind it is and how severe. It takes a minute, and you can change it at any time."),
        url=page_in(case, "sort"),
        action=_("Sort this concern"),
    )
