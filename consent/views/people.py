"""One person's consent, somebody withdraws, who is able to decide, and what becomes of a disagreement."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb as CommonVerb
from consent.forms.contact import FindForm
from consent.forms.people import AbilityForm, SettleForm, SettleUnplacedForm, UnplacedForm, WithdrawForm
from consent.models import AbilityDecision, Question, UnplacedWithdrawal
from consent.permissions import ASK, FIND, JUDGE, SEE, WITHDRAW, can_judge, can_see_answers
from consent.presenting_people import lines_of
from consent.sections import sections
from consent.services import judging, takedowns, withdrawing
from consent.states import QuestionStatus
from people.models import CareLink, Person
from people.permissions import SEE_PEOPLE, whom_to_ask
from people.visibility import cared_for_visible_to
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require

PAGE = 30
TO_CHOOSE_FROM = 30


def cared_for(request: HttpRequest, pk: int) -> Person:
    """Somebody whose name this person sees; for everybody else there is nothing at this address."""
    found: Person = get_object_or_404(cared_for_visible_to(request.person, timezone.localdate()), pk=pk)
    return found


def people(request: HttpRequest) -> HttpResponse:
    """Find somebody, to see what may be done."""
    require(FIND.allows(request.person), whom_to_ask(FIND))
    return render(request, "consent/people/people.html", {"sections": sections(request), **_found(request)})


def _found(request: HttpRequest) -> dict[str, Any]:
    form = FindForm(request.GET)
    asked = form.asked()
    visible = cared_for_visible_to(request.person, timezone.localdate()).select_related("project")
    page = page_of(request, visible.matching(asked) if asked else visible, order="search_text", size=PAGE)
    return {"form": form, "asked": asked, "people": page.rows, "previous": page.previous, "next": page.next}


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be done today; for those who keep consent also who said what, when and in answer to which words."""
    require(FIND.allows(request.person), whom_to_ask(FIND))
    subject, today, me = cared_for(request, pk), timezone.localdate(), request.person
    in_full = can_see_answers(me, subject, today)
    lines = lines_of(subject, today, in_full=in_full)
    context: dict[str, Any] = {
        "subject": subject,
        "lines": lines,
        "said": [line for line in lines if line.events or line.may_settle],
        "unsaid": [line for line in lines if not (line.events or line.may_settle)],
        "in_full": in_full,
        "may_judge": can_judge(me, subject, today),
        "may_ask": ASK.allows(me),
        "may_open_person": SEE_PEOPLE.allows(me),
        "shown": takedowns.shown_of(subject)[:20],
        "orders": [],
        "abilities": [],
    }
    if in_full:
        links = CareLink.objects.filter(cared_for=subject).on(today).exclude(court_order="")
        context["orders"] = [link.court_order for link in links]
        context["abilities"] = [_ability_row(row) for row in _abilities(subject)]
        record(CommonVerb.VIEWED, subject, by=me, detail={"page": "consent"})
    return render(request, "consent/people/person.html", context)


def _abilities(subject: Person) -> list[AbilityDecision]:
    return list(AbilityDecision.objects.filter(subject=subject).select_related("decided_by"))


def _ability_row(row: AbilityDecision) -> dict[str, Any]:
    """For components/timeline.html."""
    about = row.get_means_display() if row.means else _("Every question")
    words = [row.reasons]
    if row.support:
        words.append(_("Help that was given: %(words)s") % {"words": row.support})
    if row.best_interests:
        words.append(_("What is best for the person: %(words)s") % {"words": row.best_interests})
    if row.review_on:
        words.append(_("Look at it again on %(day)s.") % {"day": date_format(row.review_on)})
    return {
        "title": f"{about}: {row.get_ability_display()}",
        "when": date_format(row.decided_on),
        "by": str(row.decided_by),
        "text": " · ".join(words),
    }


def withdraw(request: HttpRequest) -> HttpResponse:
    """Somebody withdraws: first find the person. Who is not found is written down in words (E-33)."""
    require(WITHDRAW.allows(request.person), whom_to_ask(WITHDRAW))
    waiting = UnplacedWithdrawal.objects.waiting() if SEE.allows(request.person) else UnplacedWithdrawal.objects.none()
    context = {"sections": sections(request), "waiting": waiting, **_found(request)}
    return render(request, "consent/people/withdraw.html", context)


def withdraw_for(request: HttpRequest, pk: int) -> HttpResponse:
    require(WITHDRAW.allows(request.person), whom_to_ask(WITHDRAW))
    subject, today = cared_for(request, pk), timezone.localdate()
    form = WithdrawForm(
        request.POST if request.method == "POST" else None,
        subject=subject,
        questions=withdrawing.questions_of(subject).order_by("place", "pk"),
        carers=can_see_answers(request.person, subject, today),
    )
    if request.method == "POST" and form.is_valid():
        try:
            withdrawing.withdraw(subject, by=request.person, **form.withdrawal())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It counts from this moment. Whoever looks after the accounts has been told."))
            return redirect("consent:person", request.organisation.slug, subject.pk)
    context = {"form": form, "subject": subject, "back": address("consent:withdraw")}
    return render(request, "consent/people/withdraw_for.html", context)


def withdraw_unplaced(request: HttpRequest) -> HttpResponse:
    require(WITHDRAW.allows(request.person), whom_to_ask(WITHDRAW))
    initial = {"name": request.GET.get("q", "").replace("\x00", "")[:300]}
    form = UnplacedForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        withdrawing.write_down(by=request.person, **form.cleaned_data)
        messages.success(request, _("It is written down. Those who keep consent find the person and record it today."))
        return redirect("consent:withdraw", request.organisation.slug)
    return _form_page(
        request,
        form,
        title=_("Somebody withdraws, and I cannot find the person"),
        lead=_("Write down what you heard. A coordinator finds the person today, and nothing is lost."),
        submit=_("Write it down"),
        back=address("consent:withdraw"),
    )


def unplaced(request: HttpRequest, pk: int) -> HttpResponse:
    """A keeper finds whom a withdrawal is about."""
    require(SEE.allows(request.person), whom_to_ask(SEE))
    noted = get_object_or_404(UnplacedWithdrawal.objects.select_related("recorded_by", "settled_by", "person"), pk=pk)
    visible = cared_for_visible_to(request.person, timezone.localdate()).select_related("project")
    search = FindForm(request.GET if "q" in request.GET else {"q": noted.name})
    found = visible.matching(search.asked())[:TO_CHOOSE_FROM]
    form = SettleUnplacedForm(request.POST if request.method == "POST" else None, visible=visible, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            withdrawing.settle(noted, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Done. It counts from this moment."))
            return redirect("consent:withdraw", request.organisation.slug)
    may_see = noted.person_id is None or visible.filter(pk=noted.person_id).exists()
    context = {"noted": noted, "form": form, "search": search, "may_see_person": may_see}
    return render(request, "consent/people/unplaced.html", context)


def ability(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody judges whether a child, or an adult, decides about something (BC-40, E-38)."""
    require(JUDGE.allows(request.person), whom_to_ask(JUDGE))
    subject, today = cared_for(request, pk), timezone.localdate()
    _no_carer(request, subject)
    form = AbilityForm(request.POST if request.method == "POST" else None, adult=judging.is_adult(subject, today))
    if request.method == "POST" and form.is_valid():
        try:
            judging.judge_ability(subject, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record, and counts from now on."))
            return redirect("consent:person", request.organisation.slug, subject.pk)
    return _form_page(
        request,
        form,
        title=_("Who decides: %(name)s") % {"name": subject},
        lead=_("An adult decides unless it is shown that they cannot, about this one thing, with all the help they "
               "need. A child who understands what is asked is asked as well."),
        submit=_("Record it"),
        back=address("consent:person", subject.pk),
    )  # fmt: skip


def settle(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """How a disagreement ended (E-29)."""
    require(JUDGE.allows(request.person), whom_to_ask(JUDGE))
    subject = cared_for(request, pk)
    question = get_object_or_404(Question.objects.exclude(status=QuestionStatus.DRAFT), pk=question_pk)
    _no_carer(request, subject)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            judging.settle(subject, question, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record, and counts from now on."))
            return redirect("consent:person", request.organisation.slug, subject.pk)
    return _form_page(
        request,
        form,
        title=_("Settle it: %(question)s") % {"question": question},
        lead=_("Until it is settled, it counts as no. Talk with each of them alone, and pass on nothing of what the "
               "other one said."),
        submit=_("Settle it"),
        back=address("consent:person", subject.pk),
    )  # fmt: skip


def _no_carer(request: HttpRequest, subject: Person) -> None:
    require(
        can_judge(request.person, subject, timezone.localdate()),
        _("You look after this person yourself. Somebody else decides this."),
    )


def _form_page(request: HttpRequest, form: Any, **words: str) -> HttpResponse:
    return render(request, "consent/people/form.html", {"form": form, **words})
