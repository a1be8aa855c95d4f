"""Who sees a case today and why, who has looked at it, and changing it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit import presenting
from audit.models import AuditEvent
from incidents import access as seen_by
from incidents.access import CLOSE, RIGHTS, VIEW, WORK, can, case_or_404
from incidents.doors import in_the_log
from incidents.forms.access import WHO_SEES_IT, AsideForm, LetInForm, RightsForm, RoutingForm
from incidents.models import BreakGlass, Case, CaseGrant, EntryKind, IncidentLetter, Routing, StepAside
from incidents.sections import sections
from incidents.services import access as services
from incidents.verbs import Verb
from people.models import Person
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.paging import page_of
from safeguard.refusals import Refused

LOOKS = 50


@dataclass(frozen=True)
class Sees:
    """One person who sees the case, or would, and why."""

    person: Person
    why: str
    rights: tuple[str, ...] = ()
    note: str = ""  # why they do not see it today


@in_the_log
def access(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code)
    works = can(request.person, case, WORK)
    looks = AuditEvent.objects.about(case) if works else AuditEvent.objects.none()
    page = page_of(request, looks, order="-number", size=LOOKS)
    asides = list(StepAside.objects.standing().filter(case=case).select_related("person", "by").order_by("since", "pk"))
    out = {aside.person_id for aside in asides}
    context = {
        "case": case,
        "sections": sections(request, case),
        "routing": WHO_SEES_IT[Routing(case.routing)],
        "by_role": by_role(case, out),
        "by_name": by_name(case, out),
        "ways_in": ways_in(case),
        "asides": asides,
        "told": told(case),
        "works": works,
        "may_change": can(request.person, case, CLOSE) and not case.is_shredded,
        "lines": lines(page.rows),
        "newer": page.previous,
        "older": page.next,
        "me": request.person,
    }
    return render(request, "incidents/access/access.html", context)


def lines(events: Iterable[AuditEvent]) -> list[presenting.Line]:
    """What was done, with the kind of an entry in words where the act does not say it already.

    How many cases a search showed says something of other cases; it stands in what was recorded until now.
    """
    kinds = {kind.value: kind.label for kind in EntryKind if kind not in {EntryKind.RECORD, EntryKind.TRIAGE}}
    found = []
    for event in events:
        unsaid = {"entry", "added", "changed"} | ({"count"} if event.verb == Verb.FOUND else set())
        facts = {name: value for name, value in event.detail.items() if name not in unsaid}
        text = [
            presenting.step(event),
            presenting.fields(event),
            str(kinds.get(event.detail.get("entry", ""), "")),
            *(f"{name.replace('_', ' ')}: {presenting.fact(value)}" for name, value in sorted(facts.items())),
        ]
        found.append(replace(presenting.line(event), text=" · ".join(filter(None, text))))
    return found


def by_role(case: Case, out: Collection[int]) -> list[Sees]:
    """Those of the office, whoever is aside among them: the page says that they do not see it."""
    today, label = timezone.localdate(), Routing(case.routing).label
    people = seen_by.office(case.routing, today).select_related("user").order_by("pk")
    return [Sees(person, str(label), note=_why_not(person, out)) for person in people]


def by_name(case: Case, out: Collection[int]) -> list[Sees]:
    given: dict[int, set[str]] = {}
    for user, right in CaseGrant.objects.filter(content_object=case).values_list("user", "permission__codename"):
        given.setdefault(user, set()).add(right)
    people = Person.objects.filter(user__in=given).select_related("user").order_by("pk")
    return [Sees(p, _("Let in by name"), _in_words(given[p.user_id]), _why_not(p, out)) for p in people]


def ways_in(case: Case) -> list[BreakGlass]:
    """The open ways in for an emergency that lead into this case."""
    return list(seen_by.ways_into(case).select_related("for_whom", "opened_by").order_by("pk"))


def told(case: Case) -> list[dict[str, Any]]:
    letters = IncidentLetter.objects.filter(case=case, task=None).select_related("person").order_by("queued_at", "pk")
    return [
        {
            "key": str(letter.person or letter.to),
            "value": letter.problem or (in_words(letter.sent_at) if letter.sent_at else _("on its way")),
            "missing": bool(letter.problem),
        }
        for letter in letters
    ]


def _in_words(rights: Collection[str]) -> tuple[str, ...]:
    return tuple(str(words) for right, words in RIGHTS.items() if right in rights)


def _why_not(person: Person, out: Collection[int]) -> str:
    if not person.is_here(timezone.localdate()):
        return _("No longer here")
    if person.pk in out:
        return _("Sees nothing of it")
    if person.user is None or not person.user.is_active:
        return _("Has no sign-in")
    return ""


@in_the_log
def let_in(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, CLOSE)
    form = LetInForm(request.POST or None, people=who_can_come_in(case))
    if request.method == "POST" and form.is_valid():
        person, rights = form.cleaned_data["person"], form.cleaned_data["rights"]
        try:
            services.let_in(case, person, rights=[VIEW, *rights], by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("They are let in and told that something was opened to them."))
            return redirect(address("incidents:access", case.code))
    return _form(request, case, form, _("Let somebody in"), _("Let them in"))


def who_can_come_in(case: Case) -> QuerySet[Person]:
    aside = StepAside.objects.standing().filter(case=case).values("person")
    here = Person.objects.current(timezone.localdate()).filter(user__is_active=True)
    return here.exclude(pk__in=aside).exclude(pk__in=services.concerned(case)).order_by("search_text", "pk")


@in_the_log
def rights(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What one person may do. The second button takes everything away."""
    case = case_or_404(request, code, CLOSE)
    granted = CaseGrant.objects.filter(content_object=case).values("user")
    person = get_object_or_404(Person, pk=pk, user__in=granted)
    form = RightsForm(request.POST or None, initial={"rights": services.rights_of(case, person)})
    if request.method == "POST" and form.is_valid():
        wanted = [] if "take_away" in request.POST else [VIEW, *form.cleaned_data["rights"]]
        try:
            services.let_in(case, person, rights=wanted, by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It counts from now on."))
            return _back(request, case)
    return _form(request, case, form, _("What somebody may do"), _("Save"), subject=person, take_away=True)


@in_the_log
def step_aside(request: HttpRequest, code: str) -> HttpResponse:
    """A conflict of interest: the page says before what happens to the case then."""
    case = case_or_404(request, code)
    refusal = ""
    if request.method == "POST":
        try:
            services.step_aside(case, by=request.person)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("You have stepped aside, and see nothing of it from now on."))
            return redirect(address("incidents:log"))
    context = {
        "case": case,
        "sections": sections(request, case),
        "next": services.after_me(case, request.person),
        "stays": services.after_me(case, request.person) == case.routing,
        "refusal": refusal,
    }
    return render(request, "incidents/access/step_aside.html", context)


@in_the_log
def put_aside(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, CLOSE)
    aside = StepAside.objects.standing().filter(case=case).values("person")
    people = Person.objects.current(timezone.localdate()).filter(user__isnull=False).exclude(pk__in=aside)
    form = AsideForm(request.POST or None, people=people.exclude(pk=request.person.pk))
    if request.method == "POST" and form.is_valid():
        try:
            services.put_aside(case, form.cleaned_data["person"], by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("They see nothing of it from now on."))
            return _back(request, case)
    return _form(request, case, form, _("Keep somebody away from this case"), _("Keep them away"))


@require_POST
@in_the_log
def come_back(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    case = case_or_404(request, code, CLOSE)
    aside = get_object_or_404(StepAside.objects.standing().filter(case=case).select_related("person"), pk=pk)
    try:
        services.come_back(case, aside.person, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(address("incidents:access", case.code))


@in_the_log
def routing(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, CLOSE)
    form = RoutingForm(request.POST or None, initial={"routing": case.routing})
    if request.method == "POST" and form.is_valid():
        try:
            services.reroute(case, form.cleaned_data["routing"], by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It counts from now on."))
            return _back(request, case)
    warning = _("If you do not belong to those who see it then, you lose it at once, unless you were let in by name.")
    return _form(request, case, form, _("Change who sees it"), _("Change it"), warning=warning)


def _back(request: HttpRequest, case: Case) -> HttpResponse:
    """To the page of who sees it, as long as whoever asks still does."""
    if can(request.person, case, VIEW):
        return redirect(address("incidents:access", case.code))
    return redirect(address("incidents:log"))


def _form(
    request: HttpRequest,
    case: Case,
    form: Any,
    title: str,
    submit: str,
    *,
    subject: Person | None = None,
    take_away: bool = False,
    warning: str = "",
) -> HttpResponse:
    if case.is_shredded:
        raise Http404
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "page_title": title,
        "submit": submit,
        "subject": subject,
        "take_away": take_away,
        "warning": warning,
        "back": address("incidents:access", case.code),
    }
    return render(request, "incidents/access/form.html", context)
