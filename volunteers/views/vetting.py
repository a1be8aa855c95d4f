"""The log of criminal-record checks: the list, the pages of one person or applicant, and of one check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisations.nations import Nation
from people.models import Person
from people.permissions import whom_to_ask
from people.visibility import listed_to, not_only_cared_for
from safeguard.addresses import address
from safeguard.paging import as_key, page_of
from safeguard.refusals import Refused, require
from volunteers.forms.vetting import (
    ApplyForm,
    CopyForm,
    FilterForm,
    FindForm,
    LookUpForm,
    SeenForm,
    ViewerForm,
)
from volunteers.models import Application, CriminalCheck, Exemption, RiskAssessment
from volunteers.permissions import VET
from volunteers.seeing import own_applications
from volunteers.services import criminal_checks, exemptions
from volunteers.services.criminal_checks import About, about_of
from volunteers.services.vetting import rows_of, summary_of
from volunteers.vetting import all_kinds, label_of, notes
from volunteers.vetting_log import checks_for, facts, not_of, shown, tag_of, without

PAGE = 50
FOUND = 30


def log(request: HttpRequest) -> HttpResponse:
    """The checks that count today, or those that are asked for; or the people of whom none is on record."""
    require(VET.allows(request.person), whom_to_ask(VET))
    form, today = FilterForm(request.GET), timezone.localdate()
    asked = form.asked()
    context: dict[str, Any] = {"form": form, "is_filtered": any(asked.values()), "notes": _notes(request)}
    if asked["show"] == "without":
        lacking = without(request.person, q=asked["q"], today=today)
        listed = listed_to(request.person, today)
        people = page_of(request, lacking, order="search_text", size=PAGE, within=listed)
        lacks = summary_of([one.pk for one in people.rows], today)
        context |= {
            "people": [(one, lacks[one.pk].missing) for one in people.rows],
            "columns": [_("Who"), _("What is missing")],
            "previous": people.previous,
            "next": people.next,
        }
        return render(request, "volunteers/vetting/without.html", context)
    seen = checks_for(request.person)
    found = shown(seen, show=asked["show"], q=asked["q"], today=today).select_related("person", "application")
    page = page_of(request, found, order="-logged_at", size=PAGE, within=seen)
    context |= {
        "rows": [(one, tag_of(one, today)) for one in page.rows],
        "columns": [_("Who"), _("Check"), _("Issued"), _("To be renewed by"), _("How it stands")],
        "previous": page.previous,
        "next": page.next,
    }
    return render(request, "volunteers/vetting/log.html", context)


def find(request: HttpRequest) -> HttpResponse:
    """For whom a check is recorded: somebody who works here, or an applicant."""
    require(VET.allows(request.person), whom_to_ask(VET))
    form = FindForm(request.GET)
    asked = form.asked()
    people = not_only_cared_for(timezone.localdate()).exclude(pk__in=not_of(request.person))
    applications = Application.objects.open().exclude(own_applications(request.person))
    if asked:
        people, applications = people.matching(asked), applications.filter(name__icontains=asked)
    page = page_of(request, people, order="search_text", size=FOUND)
    context = {
        "form": form,
        "people": page.rows,
        "applications": applications.select_related("position").order_by("-received_at", "-pk")[:FOUND],
        "previous": page.previous,
        "next": page.next,
    }
    return render(request, "volunteers/vetting/find.html", context)


def person(request: HttpRequest, pk: int) -> HttpResponse:
    require(VET.allows(request.person), whom_to_ask(VET))
    return _page_of(request, get_object_or_404(listed_to(request.person, timezone.localdate()), pk=pk))


def application(request: HttpRequest, code: str) -> HttpResponse:
    require(VET.allows(request.person), whom_to_ask(VET))
    return _page_of(request, get_object_or_404(Application, code=code))


def apply_for(request: HttpRequest, whose: str) -> HttpResponse:
    about = about_in(request, whose)
    form = ApplyForm(request.POST or None, about=about, initial={"applied_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = criminal_checks.apply_for(about, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is noted. You are reminded if it does not come back."))
            return redirect(made)
    title = _("A check was applied for")
    return form_page(request, form, title=title, submit=_("Save"), about=about)


def record_seen(request: HttpRequest, whose: str) -> HttpResponse:
    """A certificate that is there already: somebody's own, or from before this log."""
    about = about_in(request, whose)
    form = SeenForm(request.POST or None, by=request.person, about=_as_person(about))
    if request.method == "POST" and form.is_valid():
        try:
            made = criminal_checks.record_seen(
                about,
                kind=form.cleaned_data["kind"],
                is_own_certificate=form.cleaned_data["is_own_certificate"],
                seen=form.seen(),
                by=request.person,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The check is on record."))
            return redirect(made)
    title = _("A certificate that you have seen")
    return form_page(request, form, title=title, submit=_("Save"), about=about, notes=_notes(request))


def check(request: HttpRequest, pk: int) -> HttpResponse:
    found = _check(request, pk)
    context = {
        "check": found,
        "title": label_of(found.kind),
        "about": about_of(found),
        "back": page_address(about_of(found)),
        "rows": facts(found),
        "tag": tag_of(found, timezone.localdate()),
        "is_standing": found.ended_on is None,
        "has_copy": found.copy_destroy_by is not None and found.copy_destroyed_on is None,
        "kind": all_kinds().get(found.kind),
        "notes": _notes(request, "seen", "copies"),
    }
    return render(request, "volunteers/vetting/check.html", context)


def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = _check(request, pk)
    kind = all_kinds().get(found.kind)
    if kind is None:
        raise Http404
    given = {"workforce": found.workforce, "seen_on": timezone.localdate()}
    form = SeenForm(
        request.POST or None, initial=given, by=request.person, about=_as_person(about_of(found)), kind=kind
    )
    if request.method == "POST" and form.is_valid():
        try:
            criminal_checks.come_back(found, seen=form.seen(), by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The check is on record."))
            return redirect(found)
    title = _("It came back: %(kind)s") % {"kind": kind.label}
    back = found.get_absolute_url()
    return form_page(
        request, form, title=title, submit=_("Save"), about=about_of(found), back=back, notes=_notes(request)
    )


def shown_to(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, ViewerForm, criminal_checks.shown_to, title=_("Somebody else saw the certificate"))


def look_up(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, LookUpForm, criminal_checks.look_up, title=_("The status was looked up"))


def destroy_copy(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, CopyForm, criminal_checks.destroy_copy, title=_("The copy was destroyed"))


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    found = _check(request, pk)
    try:
        criminal_checks.end(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The check has ended. It stays in the history."))
    return redirect(found)


def about_in(request: HttpRequest, whose: str) -> About:
    """Who an address is about, for somebody who may write it down; nobody writes about themself or their family."""
    require(VET.allows(request.person), whom_to_ask(VET))
    kind, _dash, key = whose.partition("-")
    about: About
    if kind == "person" and as_key(key) is not None:
        about = get_object_or_404(listed_to(request.person, timezone.localdate()), pk=as_key(key))
    elif kind == "application":
        about = get_object_or_404(Application, code=key)
    else:
        raise Http404
    require_other(request, about)
    return about


def require_other(request: HttpRequest, about: About) -> None:
    own = criminal_checks.is_about(request.person, about)
    require(not own, _("Nobody does this about themself or their own family. Ask a colleague."))


def key_of(about: About) -> str:
    return f"person-{about.pk}" if isinstance(about, Person) else f"application-{about.code}"


def page_address(about: About) -> str:
    if isinstance(about, Person):
        return address("volunteers:vetting_person", about.pk)
    return address("volunteers:vetting_application", about.code)


def name_of(about: About) -> str:
    return about.display_name if isinstance(about, Person) else about.name


def _page_of(request: HttpRequest, about: About) -> HttpResponse:
    require_other(request, about)
    today = timezone.localdate()
    ours = rows_of(about, today)
    people = ("seen_by", "decided_by", "person", "application")
    checks = CriminalCheck.objects.filter(ours).select_related(*people).prefetch_related("viewers")
    assessments = RiskAssessment.objects.filter(ours).select_related("decided_by").defer("sealed", "wrapped_key")
    named = dict(exemptions.choices(today))
    excepted = Exemption.objects.filter(ours).select_related("allowed_by")
    context = {
        "about": about,
        "name": name_of(about),
        "whose": key_of(about),
        "checks": [(one, tag_of(one, today), facts(one)) for one in checks],
        "assessments": [(one, _risk_tag(one, today)) for one in assessments],
        "exceptions": [(one, named.get(one.what, one.what), _except_tag(one, today)) for one in excepted],
        "missing": summary_of([about.pk], today)[about.pk].missing if isinstance(about, Person) else (),
        "notes": _notes(request),
        "back": _back_of(about),
    }
    return render(request, "volunteers/vetting/about.html", context)


def _back_of(about: About) -> str:
    return address("volunteers:vetting") if isinstance(about, Person) else about.get_absolute_url()


def _risk_tag(one: RiskAssessment, today: Any) -> tuple[str, str]:
    if one.ended_on is not None:
        return "quiet", _("Ended on %(day)s") % {"day": date_format(one.ended_on)}
    kind = "bad" if one.review_on < today else "info"
    return kind, _("To be looked at again on %(day)s") % {"day": date_format(one.review_on)}


def _except_tag(one: Exemption, today: Any) -> tuple[str, str]:
    if one.ended_on is not None:
        return "quiet", _("Ended")
    if one.ends_on < today:
        return "bad", _("Ran out on %(day)s: end it, or allow another one") % {"day": date_format(one.ends_on)}
    return "info", _("Until %(day)s") % {"day": date_format(one.ends_on)}


def _check(request: HttpRequest, pk: int) -> CriminalCheck:
    require(VET.allows(request.person), whom_to_ask(VET))
    related = ("person", "application__person", "seen_by", "decided_by")
    found = get_object_or_404(CriminalCheck.objects.select_related(*related), pk=pk)
    require_other(request, about_of(found))
    return found


def _change(request: HttpRequest, pk: int, kind: type[forms.Form], verb: Any, *, title: str) -> HttpResponse:
    """One thing that happened to a check on a day."""
    found = _check(request, pk)
    today = timezone.localdate()
    form = kind(request.POST or None, initial={"on": today, "seen_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            verb(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is noted."))
            return redirect(found)
    back = found.get_absolute_url()
    return form_page(request, form, title=title, submit=_("Save"), about=about_of(found), back=back)


def form_page(request: HttpRequest, form: forms.Form, *, about: About, back: str = "", **context: Any) -> HttpResponse:
    given = {"form": form, "name": name_of(about), "back": back or page_address(about), "lead": "", "notes": ()}
    return render(request, "volunteers/vetting/form.html", given | context)


def _as_person(about: About) -> Person | None:
    return about if isinstance(about, Person) else about.person


def _notes(request: HttpRequest, *keys: str) -> list[Any]:
    found = notes(Nation(request.organisation.nation).value, timezone.localdate())
    return [one for one in found if not keys or one.key in keys]
