"""How long requests about data, holds, disposals and copies are kept."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.retention import OUR_DEFAULT, end_of
from rights.models import DataRequest, LegalHold, Paper, Pause, RequestNote
from safeguard.retention import Rows, Rule, Then

ANSWERED = _("The regulator and the person may ask how a request was answered.")
CERTIFICATE = _("It is the proof that something was disposed of, and by whom it was approved. It has no content.")
THREE_YEARS = 36


def empty(rows: Rows) -> int:
    """Nobody can be told from what is left: the kind, the days, and whether it was answered in time."""
    blank: dict[str, Any] = {"asker": None, "asker_name": "", "reach": "", "about": None, "about_name": "", "words": ""}
    changed = rows.update(**blank, extension_reason="–", acknowledged_how="")
    rows.exclude(outcome="").update(outcome="–")
    return changed


def unnamed(rows: Rows) -> Rows:
    return rows.exclude(asker_name="", about_name="")


def remove_files(paper: Paper) -> None:
    """What is left of a copy whose row went."""
    for name in (paper.pdf, paper.json):
        if name:
            default_storage.delete(name)


RULES = [
    Rule(
        "rights.RequestNote",
        _("Notes on requests about data"),
        ANSWERED,
        months=THREE_YEARS,
        counted_from=_("the day on which the request was answered"),
        over=lambda day: RequestNote.objects.filter(request__answered_on__lte=day),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: RequestNote.objects.filter(Q(request__about=person.pk) | Q(request__asker=person.pk)),
        on_erasure=Then.KEEP,
        needed_because=ANSWERED,
    ),
    Rule(
        "rights.Pause",
        _("When the clock of a request stood still"),
        ANSWERED,
        months=THREE_YEARS,
        counted_from=_("the day on which the request was answered"),
        over=lambda day: Pause.objects.filter(request__answered_on__lte=day),
        then=Then.DELETE,
        source=OUR_DEFAULT,
    ),
    Rule(
        "rights.Paper",
        _("Copies of data that were made"),
        _("Who took data away is asked when it turns up somewhere."),
        months=24,
        counted_from=_("the day on which the copy was asked for; its files are removed by the worker after two weeks"),
        over=lambda day: Paper.objects.filter(asked_at__lte=end_of(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: Paper.objects.filter(person=person.pk),
        forget=remove_files,
    ),
    Rule("rights.DisposalItem", _("The rows of disposal lists (numbers only)"), CERTIFICATE, as_long_as=_("for ever")),
    Rule(
        "rights.Ending",
        _("Certificates of single records that were made unreadable"),
        CERTIFICATE,
        as_long_as=_("for ever"),
    ),
    Rule("rights.Disposal", _("Disposal lists and their certificates"), CERTIFICATE, as_long_as=_("for ever")),
    Rule(
        "rights.DataRequest",
        _("Requests and complaints about data"),
        ANSWERED,
        months=THREE_YEARS,
        counted_from=_("the day on which the request was answered"),
        over=lambda day: unnamed(DataRequest.objects.filter(answered_on__lte=day)),
        then=Then.ANONYMISE,
        source=OUR_DEFAULT,
        of=lambda person: DataRequest.objects.filter(Q(about=person.pk) | Q(asker=person.pk)),
        on_erasure=Then.KEEP,
        needed_because=ANSWERED,
        anonymise=empty,
    ),
    Rule(
        "rights.LegalHold",
        _("Legal holds"),
        _("Why something was not disposed of must have an answer."),
        months=72,
        counted_from=_("the day on which the hold was lifted or ended"),
        over=lambda day: LegalHold.objects.filter(Q(lifted_at__lte=end_of(day)) | Q(ends_on__lte=day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
    ),
    Rule(
        "rights.RetentionPeriod",
        _("The charity's own periods"),
        _("They are the charity's decisions."),
        as_long_as=_("until the charity decides otherwise"),
    ),
]
