"""Decisions to share information or not to share it (WY-83 to WY-92)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.golden_rules import edition_on, grounds, in_words
from incidents.models import Case, EntryKind, SharingDecision
from incidents.services import entries
from incidents.services.working import held_for_work, key_of_form
from incidents.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused

TOLD = {
    "told": gettext_lazy("They were told"),
    "later": gettext_lazy("They will be told"),
    "not": gettext_lazy("They were not told"),
}
AGREEMENT = {
    "obtained": gettext_lazy("They were asked and agreed"),
    "refused": gettext_lazy("They were asked and did not agree"),
    "sought": gettext_lazy("They were asked and have not answered"),
    "not_sought": gettext_lazy("They were not asked"),
    "unsafe": gettext_lazy("It was not safe to ask them"),
}
TESTS = {
    "necessary": gettext_lazy("Necessary: it is needed for what it is shared for"),
    "proportionate": gettext_lazy("Proportionate: no more than the worry calls for"),
    "relevant": gettext_lazy("Relevant: nothing that has no bearing on it"),
    "adequate": gettext_lazy("Adequate: enough to be understood"),
    "accurate": gettext_lazy("Accurate: correct and up to date; fact and opinion kept apart"),
    "timely": gettext_lazy("Timely: soon enough"),
    "secure": gettext_lazy("Secure: it is sent safely"),
}
NAMES_USED = {
    "no": gettext_lazy("No names were used"),
    "yes": gettext_lazy("Names were used"),
}


@dataclass(frozen=True)
class Missing:
    """Something that the rules ask for and nobody has written down yet."""

    field: str  # of the form, for its link
    sentence: str


@transaction.atomic
def decide(
    case: Case,
    *,
    by: Person,
    once: uuid.UUID,
    is_shared: bool,
    decided_at: datetime,
    words: Mapping[str, Any],
    adds_to: SharingDecision | None = None,
) -> SharingDecision:
    """Record what was decided about sharing, and why. It never changes.

    Only whether and why has to be said; what else the rules ask for can be added in a decision that `adds_to` the
    first. A form that is sent twice makes one. The rules of the day of the decision are kept with it. Raises Refused.
    """
    held_for_work(case)
    said = {name: value for name, value in words.items() if value}
    uid = key_of_form(case, once, is_shared, decided_at, said, adds_to and adds_to.pk)
    if earlier := SharingDecision.objects.filter(case=case, uid=uid).first():
        return earlier
    if adds_to is not None:
        adds_to = first_of(adds_to)
        is_shared = adds_to.is_shared
        if not said:
            raise Refused(_("Write down at least one thing that you want to add."))
    elif not str(said.get("reasons", "")).strip():
        raise Refused(_("Say why it is shared or not shared."))
    if decided_at > timezone.now():
        raise Refused(_("This time is still to come. Enter when it was decided."))
    _check_grounds(said.get("basis", []), is_shared, decided_at)
    edition = adds_to.edition if adds_to else edition_on(timezone.localdate(decided_at)).key
    made: SharingDecision = SharingDecision.objects.create(
        uid=uid,
        case=case,
        is_shared=is_shared,
        edition=edition,
        decided_by=by,
        decided_at=decided_at,
        adds_to=adds_to,
        words=said,
    )
    entries.write(
        case,
        by=by,
        kind=EntryKind.RECORD,
        text=_in_the_chronology(made, said),
        happened_at=decided_at,
        about=made,
        verb=Verb.DECIDED_SHARING,
    )
    return made


def _check_grounds(keys: Iterable[str], is_shared: bool, decided_at: datetime) -> None:
    """A ground counts from a day to a day (WY-88)."""
    day, known = timezone.localdate(decided_at), grounds(shared=is_shared)
    for key in keys:
        if key not in known:
            raise Refused(_("One of the grounds does not fit what you decided. Choose again."))
        if not known[key].holds_on(day):
            raise Refused(
                _("“%(ground)s” did not count on %(day)s; it counts from %(starts)s. Choose another ground.")
                % {"ground": known[key].label, "day": date_format(day), "starts": date_format(known[key].starts)}
            )


def first_of(decision: SharingDecision) -> SharingDecision:
    return decision.adds_to if decision.adds_to is not None else decision


def together(first: SharingDecision, additions: Sequence[SharingDecision]) -> dict[str, Any]:
    """The words of a decision with all that was added: of what was said twice, the newest; recipients add up."""
    said: dict[str, Any] = dict(first.words)
    for addition in additions:
        for name, value in addition.words.items():
            if not value:
                continue
            if name == "recipients":
                said[name] = [*(said[name] or []), *value]
            elif name == "tests":
                said[name] = (said[name] or {}) | value
            else:
                said[name] = value
    return said


def missing(said: Mapping[str, Any], *, is_shared: bool) -> list[Missing]:
    """What the rules ask for and was not said. It is asked for, and stands in nobody's way."""
    found = []

    def ask(field: str, sentence: str) -> None:
        found.append(Missing(field, sentence))

    basis = said.get("basis") or []
    if not basis:
        ask("basis", _("On which ground"))
    if "protocol" in basis and not (said.get("protocol") or {}).get("section"):
        ask("protocol", _("Which local protocol, and which of its sections"))
    if "consent" in basis and said.get("agreement") != "obtained":
        ask("agreement", _("You rely on their agreement, and it is not on record that they agreed"))
    if "detriment" in basis and not said.get("detriment"):
        ask("detriment", _("What harm sharing would do"))
    if not said.get("agreement"):
        ask("agreement", _("Whether they were asked to agree"))
    elif said["agreement"] in ("not_sought", "unsafe") and not said.get("agreement_reason"):
        ask("agreement_reason", _("Why they were not asked"))
    if not said.get("advice"):
        ask("advice", _("Whose advice was taken, or that none was needed"))
    if not said.get("wellbeing"):
        ask("wellbeing", _("What it means for the safety and well-being of everybody concerned"))
    if is_shared:
        _ask_about_what_is_sent(said, ask)
    return found


def _ask_about_what_is_sent(said: Mapping[str, Any], ask: Any) -> None:
    if not said.get("what"):
        ask("what", _("What is shared"))
    recipients = said.get("recipients") or []
    if not recipients:
        ask("recipients", _("With whom"))
    elif not all(one.get("why") for one in recipients):
        ask("recipients", _("Why each of them needs to know"))
    if not said.get("purpose"):
        ask("purpose", _("What for"))
    if not said.get("told"):
        ask("told", _("Whether they were told"))
    elif said["told"] == "not" and not said.get("told_reason"):
        ask("told_reason", _("Why they were not told"))
    if not said.get("identity"):
        ask("identity", _("Whose identity must be protected, or that nobody's must"))
    tests = said.get("tests") or {}
    if open_tests := [label for key, label in TESTS.items() if not tests.get(key)]:
        ask("tests", _("The tests: %(names)s") % {"names": ", ".join(str(one).partition(":")[0] for one in open_tests)})
    if not said.get("method"):
        ask("method", _("How it is sent safely"))


def names_of(recipients: Iterable[Mapping[str, str]]) -> str:
    return "; ".join(one.get("name", "") for one in recipients if one.get("name"))


def protocol_in_words(protocol: Mapping[str, str]) -> str:
    name = ", ".join(part for part in (protocol.get("name"), protocol.get("version")) if part)
    section = _("section %(section)s") % {"section": protocol["section"]} if protocol.get("section") else ""
    return ": ".join(part for part in (name, section) if part)


def _in_the_chronology(made: SharingDecision, said: Mapping[str, Any]) -> str:
    if made.adds_to is not None:
        heading = _("More was written down about a decision on sharing.")
    else:
        heading = _("It was decided to share information.") if made.is_shared else _("It was decided not to share.")
    facts = {
        _("What"): said.get("what"),
        _("With whom"): names_of(said.get("recipients") or []),
        _("What for"): said.get("purpose"),
        _("Ground"): in_words(said.get("basis") or []),
        _("Protocol"): protocol_in_words(said.get("protocol") or {}),
        _("Reasons"): said.get("reasons"),
    }
    return "\n".join(part for part in (heading, entries.facts(**facts)) if part)
