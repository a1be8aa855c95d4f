"""What the charity promises about reminders: they run, and they arrive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.roles import TRUSTEES, Role
from reminders.models import Digest, Job, JobRun
from safeguard.addresses import address
from safeguard.commitments import Commitment, State

ANSWERED_BY = TRUSTEES | {Role.LEAD, Role.COORDINATOR}


def commitments(*, today: date) -> Iterator[Commitment]:
    yield _running()
    yield _delivered(today)


def _running() -> Commitment:
    run = JobRun.last_finished(Job.SEND)
    late = timedelta(seconds=max(900, settings.REMINDERS_SEND_SECONDS * 5))
    if run is None:
        state, reason = State.NEW, _("The first look is still to come.")
    else:
        when = date_format(timezone.localtime(run.started_at), "j F Y, H:i")
        fresh = timezone.now() - run.started_at < late
        state = State.KEPT if fresh else State.BROKEN
        reason = _("Last looked: %(when)s.") % {"when": when}
        if not fresh:
            reason += " " + _(
                "Ask whoever runs the computer to start the worker. What is due stands in the list meanwhile."
            )
    return Commitment(
        "reminders.running", _("Reminders are running"), state, reason, address("reminders:sent"), ANSWERED_BY
    )


def _delivered(today: date) -> Commitment:
    failed = Digest.objects.undelivered_since(today - timedelta(days=14)).values("person").distinct().count()
    reason = (
        ngettext(
            "One person could not be reached by e-mail in the last two weeks.",
            "%(n)s people could not be reached by e-mail in the last two weeks.",
            failed,
        )
        % {"n": failed}
        if failed
        else _("Every mail of the last two weeks was accepted.")
    )
    state = State.AT_RISK if failed else State.KEPT
    return Commitment(
        "reminders.delivered",
        _("Reminders arrive"),
        state,
        reason,
        address("reminders:sent"),
        ANSWERED_BY,
        number=failed,
    )
