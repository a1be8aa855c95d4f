"""The steps of a case and its clocks; and what is due in all the cases that somebody may know of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import clocks, presenting, procedures
from incidents.access import WORK, can, case_or_404, opened, visible_to
from incidents.doors import in_the_log
from incidents.forms.steps import DecideForm, UndoForm
from incidents.lingering import lingering
from incidents.models import Case, Step
from incidents.sections import sections
from incidents.services import holding
from incidents.services import steps as services
from incidents.states import StepStatus
from incidents.unopened import unopened, unread
from incidents.views.log import tabs
from organisations.models import AgencyContact, AgencyKind
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation

AT_MOST = 200  # cases on the page of what is due
URGENT = (AgencyKind.EMERGENCY, AgencyKind.POLICE, AgencyKind.RADICALISATION)


@dataclass(frozen=True)
class Row:
    """One step as the page shows it."""

    step: Step
    written: procedures.StepText | None
    note: str
    tag: tuple[str, str]
    due: str

    @property
    def is_open(self) -> bool:
        return self.step.status == StepStatus.OPEN


@dataclass(frozen=True)
class Group:
    label: str
    guidance: tuple[str, ...]
    rows: list[Row]


@in_the_log
def steps(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code)
    opened(case, by=request.person)
    found = list(Step.objects.filter(case=case, withdrawn_at=None).select_related("decided_by"))
    held, of_case = holding.is_held(case), procedures.of_case(case)
    rows = [row_of(step, case, held=held) for step in found]
    may_work = not case.is_finished and not case.is_shredded and can(request.person, case, WORK)
    context = {
        "case": case,
        "sections": sections(request, case),
        "groups": groups(rows),
        "procedures": of_case,
        "clocks": [] if case.is_shredded else clocks.of(case),
        "notes": procedures.notes(of_case, request.organisation.nation),
        "places": procedures.places(of_case),
        "questions": procedures.questions(of_case),
        "field_lists": procedures.field_lists(of_case, request.organisation.nation),
        "urgent": urgent(case),
        "today": timezone.localdate(),
        "held": held,
        "may_work": may_work,
        "done": sum(not row.is_open for row in rows),
        "total": len(rows),
    }
    return render(request, "incidents/steps/steps.html", context)


def urgent(case: Case) -> list[AgencyContact]:
    """The numbers that stand above everything else, from the charity's own list (RW-84); the officer's among them where
    it may be about somebody who works with us."""
    kinds = (*URGENT, AgencyKind.WORKER_CONCERN) if procedures.is_about_worker(case) else URGENT
    return list(AgencyContact.objects.in_order().filter(kind__in=kinds).exclude(phone=""))


def row_of(step: Step, case: Case, *, held: bool = False) -> Row:
    step.case = case
    written = procedures.step_text(step.procedure, step.key, active_organisation().nation)
    note = presenting.words_of(step)["note"]
    due = in_words(step.due_at) if step.due_at and step.status == StepStatus.OPEN else ""
    return Row(step, written, note, tag_of(step, held=held), due)


def tag_of(step: Step, *, held: bool) -> tuple[str, str]:
    if step.status == StepStatus.DONE:
        return "good", _("Done")
    if step.status == StepStatus.NOT_NEEDED:
        return "quiet", _("Not needed")
    if step.due_at and step.due_at < timezone.now() and not held:
        return "bad", _("Overdue")
    return ("soon", _("To do")) if step.is_required else ("info", _("If it fits"))


def groups(rows: Iterable[Row]) -> list[Group]:
    """Under the heading of the part in which each step is written, in the order of the steps."""
    found: dict[str, Group] = {}
    for row in rows:
        key = row.step.procedure
        known = procedures.procedures().get(key)
        group = found.setdefault(key, Group(known.label if known else key, known.guidance if known else (), []))
        group.rows.append(row)
    return list(found.values())


def _step(case: Case, uid: str) -> Step:
    found: Step = get_object_or_404(Step.objects.select_related("decided_by"), case=case, uid=uid)
    found.case = case
    return found


@in_the_log
def step(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    """Done, or not needed and why."""
    case = case_or_404(request, code, WORK)
    found = _step(case, uid)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is written down."))
            return redirect("incidents:steps", request.organisation.slug, case.code)
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "undo_form": UndoForm(),
        "row": row_of(found, case),
        "back": address("incidents:steps", case.code),
    }
    return render(request, "incidents/steps/step.html", context)


@in_the_log
def done(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    """One press from the list."""
    case = case_or_404(request, code, WORK)
    if request.method != "POST":
        return redirect("incidents:step", request.organisation.slug, case.code, uid)
    try:
        services.decide(_step(case, uid), to=StepStatus.DONE, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("incidents:steps", request.organisation.slug, case.code)


@in_the_log
def undo(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    if request.method != "POST":
        return redirect("incidents:step", request.organisation.slug, case.code, uid)
    form = UndoForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        services.undo(_step(case, uid), by=request.person, why=why)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is to be done again. What was written before stays in the chronology."))
    return redirect("incidents:steps", request.organisation.slug, case.code)


@dataclass(frozen=True)
class Waiting:
    """A case in which something is due."""

    case: Case
    heading: str
    clocks: list[clocks.Clock]
    overdue: int
    lingering: int
    held: bool
    unopened: bool = False
    unread: bool = False


@in_the_log
def due(request: HttpRequest) -> HttpResponse:
    """What nobody has opened or read, clocks that run, steps that are overdue and steps that nobody has looked at for a
    while, in the cases that somebody may know of. The same few queries for any number of cases."""
    cases = list(visible_to(request.person).unfinished().order_by("opened_at", "pk")[:AT_MOST])
    context = {"waiting": waiting(cases), "tabs": tabs(request)}
    return render(request, "incidents/steps/due.html", context)


def waiting(cases: list[Case]) -> list[Waiting]:
    held = set(holding.standing().filter(case__in=cases).values_list("case_id", flat=True))
    overdue: dict[int, int] = {}
    late = Step.objects.to_do().filter(case__in=cases, withdrawn_at=None, is_required=True, due_at__lt=timezone.now())
    for key in late.exclude(case__in=held).values_list("case_id", flat=True):
        overdue[key] = overdue.get(key, 0) + 1
    keys = [case.pk for case in cases]
    new = set(unopened().filter(pk__in=keys).values_list("pk", flat=True))
    told = set(unread().filter(pk__in=keys).values_list("pk", flat=True))
    running, untouched = clocks.of_all(cases), lingering(cases, today=timezone.localdate())
    found = []
    for case in cases:
        mine = [one for one in running[case.pk] if one.is_running and (one.is_duty or case.pk not in held)]
        behind, quiet = overdue.get(case.pk, 0), untouched[case.pk].number if case.pk in untouched else 0
        fresh, wrote = case.pk in new, case.pk in told
        if mine or behind or quiet or fresh or wrote:
            heading = presenting.heading(case)
            found.append(Waiting(case, heading, mine, behind, quiet, case.pk in held, unopened=fresh, unread=wrote))
    return sorted(found, key=_pressing)


def _pressing(one: Waiting) -> tuple[bool, datetime]:
    """What nobody has looked at first, then by its clocks."""
    ends = min((clock.due_at for clock in one.clocks if clock.due_at), default=timezone.now())
    return not (one.unopened or one.unread), ends
