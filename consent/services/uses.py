"""Where pictures and stories are shown: recorded before they go out, or honestly when they are found to be shown.

Other rooms record their posts through `record_use`; it is named in consent.services.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from consent.models import (
    CHANNELS_OF,
    NAMED,
    SHOWN,
    TAKING,
    Answer,
    Check,
    Decision,
    Event,
    Means,
    Picture,
    Use,
    UseSubject,
    Verdict,
)
from consent.permissions import APPROVE
from consent.services import takedowns
from consent.services.finding import Finding, answer_for
from consent.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused

TWICE = timedelta(minutes=2)  # the same use again within this time is the same click again


@transaction.atomic
def record_use(
    *,
    what: str,
    means: str,
    channel: str,
    what_for: str,
    people: Collection[Person],
    by: Person,
    channel_name: str = "",
    place: str = "",
    link: str = "",
    identifying: bool = True,
    used_on: date | None = None,
    picture: Picture | None = None,
    check_made: Check | None = None,
    approved_by: Person | None = None,
    already_shown: bool = False,
) -> Use:
    """Record one place where these people are shown: a post, a page, a leaflet.

    `means` and `channel` are of consent.models.Means and Channel; `what_for` is the purpose, and chooses among
    questions for several purposes where it is one of theirs. A use in which people can be recognised needs today's yes
    of everybody in it (RW-33, BC-39, WY-42), and the word of a trustee where the question asks for one (RW-34): of
    `check_made`, or of `approved_by`, who records it themself. Raises Refused without them.

    With `already_shown` it was found to be shown: it is recorded in any case, and whatever lacks a yes is put on the
    list to take down. The same use sent twice within two minutes is recorded once.
    """
    used_on = used_on or timezone.localdate()
    people = list({person.pk: person for person in people}.values())
    _check_place(means, channel, channel_name, place, link)
    if used_on > timezone.localdate():
        raise Refused(_("This day is still to come."))
    if identifying and not people:
        raise Refused(_("Say who can be recognised or is named in it."))
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks come one after the other
    content = {
        "what": what,
        "means": means,
        "channel": channel,
        "channel_name": channel_name,
        "place": place,
        "link": link,
        "what_for": what_for,
        "identifying": identifying,
        "used_on": used_on,
        "picture": picture,
        "check_made": check_made,
    }
    if there := _just_recorded(content, people, by):
        return there
    finding = found_for(
        people,
        means=means,
        channel=channel,
        channel_name=channel_name,
        identifying=identifying,
        what_for=what_for,
        event=check_made.event if check_made else None,
    )
    approver = approved_by or _approver(check_made, means, channel)
    if not already_shown:
        _check_yes(finding, identifying)
        _check_approval(finding, approver, check_made, by)
    elif approver is not None and not APPROVE.allows(approver):
        approver = None
    use = Use.objects.create(**content, approved_by=approver, recorded_by=by)
    yes = _answers(people, finding)
    UseSubject.objects.bulk_create(UseSubject(use=use, person=p, answer=yes.get(p.pk)) for p in people)
    detail = {"people": len(people), "means": means, "channel": channel, "already_shown": already_shown}
    record(Verb.USED, use, by=by, detail=detail)
    if already_shown and identifying:
        takedowns.of_use(use, [one.person for one in finding.people if one.verdict != Verdict.YES], by=by)
    return use


def found_for(
    people: Iterable[Person],
    *,
    means: str,
    channel: str,
    channel_name: str,
    identifying: bool,
    what_for: str,
    event: Event | None = None,
) -> Finding:
    """Today's answer for a use; a purpose in words of one's own falls under the strictest of the questions."""
    people = list(people)

    def found(purpose: str) -> Finding:
        return answer_for(
            people,
            means=means,
            channel=channel,
            channel_name=channel_name,
            identifying=identifying,
            what_for=purpose,
            event=event,
        )

    exact = found(what_for)
    return exact if exact.was_asked else found("")


def _check_place(means: str, channel: str, channel_name: str, place: str, link: str) -> None:
    if means not in SHOWN or channel in TAKING or channel not in CHANNELS_OF[Means(means)]:
        raise Refused(_("This cannot be shown there. Choose another place."))
    if channel in NAMED and not channel_name.strip():
        raise Refused(_("Say which platform it is."))
    if not place.strip() and not link.strip():
        raise Refused(_("Enter the web address, or say where exactly it is shown, so that it can be found again."))


def _check_yes(finding: Finding, identifying: bool) -> None:
    if identifying and finding.verdict != Verdict.YES:
        raise Refused(
            _("There is not a yes for everybody in it, so it cannot be shown. “May I post this?” says what helps.")
        )


def _check_approval(finding: Finding, approver: Person | None, check_made: Check | None, by: Person) -> None:
    """A trustee has said yes to this, or is the one who records it."""
    if approver is not None and not APPROVE.allows(approver):
        raise Refused(_("%(person)s is no trustee. A trustee approves a use.") % {"person": approver})
    if approver is not None and approver != by and _approver_of(check_made) != approver:
        raise Refused(_("A trustee approves it themself: by an answer to “May I post this?”, or by recording it here."))
    if finding.needs_trustee and approver is None:
        raise Refused(_("A trustee approves this first. Send them the answer to “May I post this?”."))


def _approver(check_made: Check | None, means: str, channel: str) -> Person | None:
    """The trustee who said yes to this check; one about something else approves nothing here."""
    if check_made is None:
        return None
    if (check_made.means, check_made.channel) != (means, channel):
        raise Refused(_("What was asked about was something else. Ask “May I post this?” for this use."))
    return _approver_of(check_made)


def _approver_of(check_made: Check | None) -> Person | None:
    approval = getattr(check_made, "approval", None) if check_made else None
    return approval.by if approval is not None and approval.approved else None


def _answers(people: Collection[Person], finding: Finding) -> dict[int, Answer]:
    """The newest yes of each person to the questions that were looked at: what their being shown rests on."""
    keys = [person.pk for person in people]
    same = Q(subject__in=keys) | Q(subject__merged_into__in=keys)
    rows = Answer.objects.filter(same, question__in=finding.questions, decision=Decision.YES).in_order()
    return {answer.subject.merged_into_id or answer.subject_id: answer for answer in rows.select_related("subject")}


def _just_recorded(content: dict[str, object], people: Collection[Person], by: Person) -> Use | None:
    recent = Use.objects.filter(recorded_by=by, recorded_at__gt=timezone.now() - TWICE, **content)
    keys = {person.pk for person in people}
    for use in recent.prefetch_related("subjects"):
        if {subject.person_id for subject in use.subjects.all()} == keys:
            return use
    return None
