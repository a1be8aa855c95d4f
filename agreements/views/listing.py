"""The list of agreements, and one agreement with everybody who must sign it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import audience, texts
from agreements.audience import Stage, by_person, stage_of
from agreements.changes import Changes
from agreements.forms.filtering import AgreementFilterForm, PeopleFilterForm
from agreements.models import Agreement, AgreementRequest, Letter
from agreements.permissions import SEE_SENTENCE, can_ask, can_design, can_export, can_record, can_see
from agreements.services import letters
from agreements.states import Status
from agreements.views.fetching import agreement_of
from audit.services import record
from audit.verbs import Verb
from people.models import Person, RoleLabel
from safeguard import spreadsheets
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import require

PAGE = 50
AGREEMENTS = 25


@dataclass(frozen=True)
class Line:
    """A person as the page of an agreement shows them."""

    person: Person
    request: AgreementRequest | None
    stage: Stage
    letter: Letter | None

    @property
    def can_be_chased(self) -> bool:
        return self.stage.key in {"not_asked", "offered", "opened", "declined", "again"}


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Those who look after agreements see them all; everybody else sees their own."""
    if not can_see(request.person):
        return redirect(address("agreements:mine"))
    today = timezone.localdate()
    closed = Q(status=Status.CLOSED)
    asked_for = Agreement.objects.filter(closed if request.GET.get("status") == Status.CLOSED else ~closed)
    page = page_of(request, asked_for, order="title", size=AGREEMENTS, within=Agreement.objects.all())
    shown = Agreement.objects.filter(pk__in=[agreement.pk for agreement in page.rows])
    counted = audience.with_progress(shown, today, Changes(page.rows).stale())
    context = {
        "agreements": counted.order_by("title", "pk"),
        "form": AgreementFilterForm(request.GET),
        "columns": [_("Agreement"), _("Status"), _("Signed"), _("Months")],
        "older": page.next,
        "may_design": can_design(request.person),
        "answers": AgreementRequest.objects.waiting_for_the_charity().filter(agreement__status=Status.OPEN).count(),
    }
    return render(request, "agreements/list.html", context)


@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has signed, who has not, and what to do about it."""
    require(can_see(request.person), SEE_SENTENCE)
    agreement, today = agreement_of(pk), timezone.localdate()
    stale = Changes([agreement]).stale()
    form = PeopleFilterForm(request.GET)
    people = chosen(agreement, form, today, stale)
    page = page_of(request, people, order="search_text", size=PAGE, within=audience.bound(agreement, today))
    [counted] = audience.with_progress(Agreement.objects.filter(pk=pk), today, stale)
    labels = RoleLabel.objects.by_role()
    context = {
        "agreement": agreement,
        "counted": counted,
        "unasked": counted.bound - counted.asked,
        "roles": [labels[role] for role in agreement.roles],
        "obstacles": texts.obstacles(agreement),
        "form": form,
        "columns": [_("Person"), _("Stands"), _("Last asked"), ""],
        "lines": lines_of(agreement, page.rows, today, stale),
        "previous": page.previous,
        "next": page.next,
        "may": may(request.person, agreement),
    }
    return render(request, "agreements/agreement.html", context)


def may(person: Person, agreement: Agreement) -> dict[str, bool]:
    """Which buttons stand on the page."""
    return {
        "design": can_design(person),
        "ask": can_ask(person) and agreement.is_open,
        "record": can_record(person) and agreement.is_open,
        "export": can_export(person),
    }


def chosen(agreement: Agreement, form: PeopleFilterForm, today: date, stale: Iterable[int]) -> QuerySet[Person]:
    """Those who must sign, as far as the filter asks for them."""
    people = audience.bound(agreement, today)
    stale = set(stale)
    if words := form.value("q"):
        people = people.matching(words)
    stage = form.value("stage")
    if stage == "outstanding":
        return audience.outstanding(people, agreement, today, stale)
    return audience.at_stage(people, agreement, stage, today, stale) if stage else people


def lines_of(agreement: Agreement, people: list[Person], today: date, stale: Iterable[int]) -> list[Line]:
    """In two queries however many people there are."""
    theirs = Q(person__in=people) | Q(person__merged_into__in=people)
    live = AgreementRequest.objects.live().filter(theirs, agreement=agreement)
    requests = by_person(live)
    asked = letters.last_asked(requests.values())
    stale = set(stale)
    return [
        Line(
            person,
            found := requests.get(person.pk),
            stage_of(found, today, stale),
            asked.get(found.pk) if found else None,
        )
        for person in people
    ]


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who must sign and how far they have come, as a file."""
    require(can_export(request.person), SEE_SENTENCE)
    agreement, today = agreement_of(pk), timezone.localdate()
    stale = Changes([agreement]).stale()
    people = list(audience.bound(agreement, today).order_by("search_text", "pk"))
    heading = [_("Name"), _("Stands"), _("Asked"), _("Signed on"), _("Runs out on"), _("How"), _("Code")]
    requests = by_person(AgreementRequest.objects.live().filter(agreement=agreement).select_related("signature"))
    rows = [_row(person, requests.get(person.pk), today, stale) for person in people]
    record(Verb.EXPORTED, agreement, by=request.person, detail={"people": len(rows)})
    name = f"{_('agreement')}-{agreement.pk}-{today:%Y-%m-%d}.csv"
    return spreadsheets.download(spreadsheets.to_csv(heading, rows), name, spreadsheets.CSV)


def _row(person: Person, asked: AgreementRequest | None, today: date, stale: Iterable[int]) -> list[str]:
    signature = asked.signature if asked and asked.is_answered else None
    return [
        person.name,
        str(stage_of(asked, today, set(stale)).label),
        f"{timezone.localdate(asked.offered_at):%Y-%m-%d}" if asked else "",
        f"{signature.signed_on:%Y-%m-%d}" if signature else "",
        f"{signature.expires_on:%Y-%m-%d}" if signature and signature.expires_on else "",
        str(signature.get_how_display()) if signature else "",
        signature.code if signature else "",
    ]
