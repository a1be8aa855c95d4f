"""What the answer says in words that can be read over a shoulder, and what would make a yes possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from consent.models import Check, Question, Verdict
from consent.models.checks import Choice
from consent.services.finding import Finding, PersonFinding

KINDS: dict[str, str] = {Verdict.YES: "yes", Verdict.ASK: "ask", Verdict.NO: "no"}

CHOICES = {
    Verdict.YES: (Choice.POST, Choice.NOT_POST),
    Verdict.ASK: (Choice.ASK, Choice.CROP, Choice.BLUR, Choice.RETAKE, Choice.OTHER_CHANNEL, Choice.NOT_POST),
    Verdict.NO: (Choice.CROP, Choice.BLUR, Choice.RETAKE, Choice.OTHER_CHANNEL, Choice.NOT_POST),
}
NOT_BEFORE_IT_IS_TAKEN = (Choice.CROP, Choice.BLUR, Choice.OTHER_CHANNEL)


@dataclass(frozen=True)
class Remedy:
    """Something that would help. `question` is the place to which everybody said yes, `without` those who stay out."""

    title: str
    text: str
    question: Question | None = None
    without: Sequence[PersonFinding] = ()
    asks: bool = False


def headline(finding: Finding | Check) -> str:
    """The answer in the fewest words. None of them says why."""
    if finding.verdict == Verdict.NO:
        return _("No, not like this")
    if finding.verdict == Verdict.ASK:
        return _("Ask first")
    if finding.needs_trustee:
        return _("Yes, once a trustee approves")
    return _("Yes")


def outcome(check: Check, *, has_changed: bool) -> tuple[str, str]:
    """(words, kind) of what was asked, with what a trustee said since and with what the answer is today."""
    if check.needs_trustee and hasattr(check, "approval") and not check.approval.approved:
        return _("No, a trustee does not approve it"), "no"
    if has_changed:
        return _("Not any more: ask again"), "ask"
    if check.is_cleared and check.needs_trustee:
        return _("Yes, a trustee has approved it"), "yes"
    if check.needs_trustee:
        return headline(check), "ask"
    return headline(check), KINDS[check.verdict]


def choices_of(finding: Finding) -> list[Choice]:
    """What somebody may do about it. To have people asked is no way out where only their names are missing."""
    left_out: set[Choice] = set(NOT_BEFORE_IT_IS_TAKEN) if finding.is_taking else set()
    if finding.unsure and not finding.to_ask:
        left_out.add(Choice.ASK)
    return [choice for choice in CHOICES[finding.verdict] if choice not in left_out]


def remedies(finding: Finding) -> list[Remedy]:
    """What would make it possible, the simplest first (E-34)."""
    found = []
    if finding.blocking and finding.without_blocking is not None:
        found.append(_without(finding))
    if not finding.is_taking:
        found += [_elsewhere(question) for question in finding.elsewhere]
    if finding.to_ask:
        found.append(
            Remedy(
                _("Have them asked"),
                _("The coordinator can ask: %(names)s.") % {"names": names(finding.to_ask)},
                asks=True,
            )
        )
    if finding.unsure:
        text = _("Ask somebody who was there, or cut out whoever is not known, and ask here again.")
        found.append(Remedy(_("Find out who is in it"), text))
    return found


def _without(finding: Finding) -> Remedy:
    who = {"names": names(finding.blocking)}
    title = _("Take it without them") if finding.is_taking else _("Cut them out, blur them, or take it again")
    text = {
        Verdict.YES: _("Without %(names)s the answer is yes."),
        Verdict.ASK: _("Without %(names)s the answer is “ask first”."),
        Verdict.NO: "",
    }[finding.without_blocking or Verdict.NO]
    return Remedy(title, text % who, without=finding.blocking)


def _elsewhere(question: Question) -> Remedy:
    place = question.channel_name or question.get_channel_display()
    text = _("There is a yes for everybody in it: %(what_for)s.") % {"what_for": question.what_for}
    return Remedy(_("Show it somewhere else: %(place)s") % {"place": place}, text, question=question)


def names(people: Sequence[PersonFinding]) -> str:
    return str(get_text_list([str(one.person) for one in people], _("and")))
