"""May I contact …? Wishes not to be contacted, and contacts in spite of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb as AuditVerb
from consent import telling
from consent.forms.contact import EndWishForm, FindForm, OverrideForm, ReviewForm, WishForm
from consent.models import CONTACT, Means, OptOut, Override
from consent.permissions import (
    ASK,
    PASS_ON,
    REVIEW,
    WISH,
    can_review,
    can_see_override,
    can_see_who_asked,
    overrides_seen_by,
)
from consent.presenting_people import KINDS
from consent.sections import sections
from consent.services import contact
from consent.views.people import cared_for
from organisations.models import AgencyContact, AgencyKind
from people.models import ContactPreference, Person
from people.permissions import may_see_contact, whom_to_ask
from people.visibility import cared_for_visible_to
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.paging import page_of
from safeguard.refusals import Refused, require

PAGE = 30
EMERGENCY = (AgencyKind.EMERGENCY, AgencyKind.POLICE, AgencyKind.CHILDREN, AgencyKind.ADULTS)


def ways(means: list[str]) -> str:
    """The ways of contact as one would say them, in the order of the list."""
    return get_text_list([str(Means(one).label) for one in Means.values if one in CONTACT and one in means], _("and"))


def may_contact(request: HttpRequest) -> HttpResponse:
    require(WISH.allows(request.person), whom_to_ask(WISH))
    form = FindForm(request.GET)
    asked = form.asked()
    people = cared_for_visible_to(request.person, timezone.localdate())
    if asked:
        people = people.matching(asked)
    page = page_of(request, people, order="search_text", size=PAGE)
    context = {
        "sections": sections(request),
        "form": form,
        "asked": asked,
        "people": page.rows,
        "previous": page.previous,
        "next": page.next,
        "may_review": REVIEW.allows(request.person),
    }
    return render(request, "consent/contact/find.html", context)


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer for each way of contact, and what can be written down about this person."""
    require(WISH.allows(request.person), whom_to_ask(WISH))
    subject, today = cared_for(request, pk), timezone.localdate()
    answers = contact.answers_for(subject, today)
    first = contact.carers_to_contact(subject, today)
    context = {
        "subject": subject,
        "answers": [{"answer": one, "kind": KINDS[one.verdict]} for one in answers.values()],
        "preference": subject.get_contact_preference_display(),
        "carers_first": subject.contact_preference != ContactPreference.DIRECT,
        "carers": [(one, one.phone if may_see_contact(request.person, one) else "") for one in first],
        "wishes": [(wish, ways(wish.means)) for wish in contact.wishes_about(subject).on(today)],
        "notices": [
            (notice, telling.KINDS[state], telling.LABELS[state]) for notice, state in telling.states_of(subject, today)
        ],
        "may_pass_on": PASS_ON.allows(request.person),
    }
    return render(request, "consent/contact/person.html", context)


def wish(request: HttpRequest, pk: int) -> HttpResponse:
    require(WISH.allows(request.person), whom_to_ask(WISH))
    subject = cared_for(request, pk)
    form = WishForm(request.POST or None, subject=subject)
    if request.method == "POST" and form.is_valid():
        try:
            made = contact.wish(subject=subject, by=request.person, **form.wish())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The wish is on record. It counts from now on."))
            return redirect(made)
    context = {"form": form, "subject": subject, "back": address("consent:contact_person", subject.pk)}
    return render(request, "consent/contact/wish.html", context)


def opt_outs(request: HttpRequest) -> HttpResponse:
    """The wishes about people whose names this person sees; whose wish it is stands on the page of each alone."""
    require(WISH.allows(request.person), whom_to_ask(WISH))
    today, show = timezone.localdate(), request.GET.get("show", "")
    visible = cared_for_visible_to(request.person, today)
    seen = OptOut.objects.filter(Q(subject__in=visible) | Q(subject__merged_into__in=visible))
    found = seen.filter(ends_on__lt=today) if show == "ended" else seen.on(today)
    page = page_of(request, found.select_related("subject"), order="-starts_on", size=PAGE, within=seen)
    context = {
        "sections": sections(request),
        "rows": [(one, ways(one.means)) for one in page.rows],
        "previous": page.previous,
        "next": page.next,
        "ended": show == "ended",
        "columns": [_("Who"), _("Not wanted"), _("From"), _("Until")],
    }
    return render(request, "consent/contact/opt_outs.html", context)


def _wish_or_404(request: HttpRequest, pk: int) -> OptOut:
    visible = cared_for_visible_to(request.person, timezone.localdate())
    of_visible = Q(subject__in=visible) | Q(subject__merged_into__in=visible)
    found: OptOut = get_object_or_404(OptOut.objects.filter(of_visible).select_related("subject", "recorded_by"), pk=pk)
    return found


def opt_out(request: HttpRequest, pk: int) -> HttpResponse:
    require(WISH.allows(request.person), whom_to_ask(WISH))
    found, today = _wish_or_404(request, pk), timezone.localdate()
    shown = can_see_who_asked(request.person, found, today)
    rows = [
        {"key": _("Not wanted"), "value": ways(found.means)},
        {"key": _("From"), "value": date_format(found.starts_on)},
        {"key": _("Until"), "value": date_format(found.ends_on) if found.ends_on else _("until somebody ends it")},
    ]
    if shown:
        rows.append({"key": _("Whose wish it is"), "value": found.asked_by_name})
        rows += [{"key": _("Note"), "value": found.note}] if found.note else []
        rows.append({"key": _("Recorded by"), "value": str(found.recorded_by or found.asked_by_name)})
        rows += [{"key": _("Why it ended"), "value": found.end_note}] if found.end_note else []
    context = {
        "wish": found,
        "rows": rows,
        "overrides": [one for one in found.overrides.select_related("worker") if can_see_override(request.person, one)],
        "may_end": ASK.allows(request.person) and found.ended_by_id is None and shown,
    }
    return render(request, "consent/contact/opt_out.html", context)


def end_opt_out(request: HttpRequest, pk: int) -> HttpResponse:
    require(ASK.allows(request.person), whom_to_ask(ASK))
    found = _wish_or_404(request, pk)
    require(
        can_see_who_asked(request.person, found, timezone.localdate()),
        _("This wish concerns your own family. Ask a colleague to end it."),
    )
    form = EndWishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contact.end_wish(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("note", str(refused))
        else:
            messages.success(request, _("The wish ends with today. From tomorrow on, consent decides."))
            return redirect(found)
    return render(request, "consent/contact/end.html", {"form": form, "wish": found})


def contact_anyway(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a contact in spite of a wish. The numbers to call stand above it."""
    require(WISH.allows(request.person), whom_to_ask(WISH))
    found, now = _wish_or_404(request, pk), timezone.localtime()
    initial = {"day": now.date(), "hour": now.strftime("%H:%M")}
    form = OverrideForm(request.POST or None, by=request.person, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = contact.override(found, by=request.person, **form.contact())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record. The lead has been told and looks into it."))
            if form.when is not None and form.when.note:
                messages.info(request, form.when.note)
            return redirect(made)
    agencies = AgencyContact.objects.in_order().filter(kind__in=EMERGENCY).exclude(phone="")
    return render(request, "consent/contact/anyway.html", {"form": form, "wish": found, "agencies": agencies})


def overrides(request: HttpRequest) -> HttpResponse:
    """All of them for those who look into them, one's own for everybody else. No names of those contacted."""
    require(WISH.allows(request.person), whom_to_ask(WISH))
    found = overrides_seen_by(request.person).select_related("worker", "reviewed_by")
    waiting = request.GET.get("show") == "waiting"
    if waiting:
        found = found.filter(reviewed_at=None)
    page = page_of(request, found, order="-contacted_at", size=PAGE, within=overrides_seen_by(request.person))
    context = {
        "rows": [(one, in_words(one.contacted_at), _tag(one)) for one in page.rows],
        "previous": page.previous,
        "next": page.next,
        "waiting": waiting,
        "columns": [_("When"), _("Who made the contact"), _("Ground"), _("How it stands")],
    }
    return render(request, "consent/contact/overrides.html", context)


def _tag(one: Override) -> tuple[str, str]:
    if one.reviewed_at:
        return "good", _("Looked into")
    late = one.review_on < timezone.localdate()
    return ("bad", _("Late")) if late else ("soon", _("To be looked into"))


def override(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact, with what the lead found; it is noted who opened the page."""
    related = ("opt_out__subject", "worker", "authorised_by", "reviewed_by")
    found = get_object_or_404(Override.objects.select_related(*related), pk=pk)
    if not can_see_override(request.person, found):
        raise Http404
    may_review = can_review(request.person, found) and found.reviewed_at is None
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contact.review(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. What you found is on record."))
            return redirect(found)
    if request.method == "GET":
        record(AuditVerb.VIEWED, found, by=request.person)
    context = {"override": found, "rows": _facts(found, request.person), "form": form, "may_review": may_review}
    return render(request, "consent/contact/override.html", context | {"tag": _tag(found)})


def _facts(found: Override, seen_by: Person) -> list[dict[str, Any]]:
    subject = found.opt_out.subject
    visible = cared_for_visible_to(seen_by, timezone.localdate()).filter(pk__in=[subject.pk, subject.merged_into_id])
    authorised = str(found.authorised_by) if found.authorised_by else _("Nobody was asked first")
    facts = [
        {"key": _("Who was contacted"), "value": str(subject) if visible.exists() else _("The name is kept back")},
        {"key": _("When"), "value": in_words(found.contacted_at)},
        {"key": _("By whom"), "value": str(found.worker)},
        {"key": _("Why it could not wait"), "value": found.get_ground_display()},
        {"key": _("What happened"), "value": found.reason},
        {"key": _("Who authorised it"), "value": authorised, "missing": found.authorised_by is None},
        {"key": _("Recorded"), "value": in_words(found.recorded_at)},
        {"key": _("To be looked into by"), "value": date_format(found.review_on)},
    ]
    if found.reviewed_at:
        facts.append({"key": _("What was found"), "value": found.review})
        facts.append({"key": _("Looked into by"), "value": f"{found.reviewed_by}, {in_words(found.reviewed_at)}"})
    return facts
