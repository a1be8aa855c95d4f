"""Setting up a charity: one question or one subject on each page, then all answers together, then it is there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations import logos
from people import services
from people.forms.start import InviteForm, StarterForm
from people.sign_in import prove_address
from people.starting import BY_KEY, STEPS, Answers, Step
from people.views.front import may_start
from safeguard.refusals import Refused


def require_open() -> None:
    if not may_start():
        raise PermissionDenied(
            _("New charities are set up by whoever runs this installation. Ask them for an invitation.")
        )


@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """Who sets it up; an address that is not signed in is proven by a code first."""
    require_open()
    answers, signed_in = Answers(request.session), request.user.is_authenticated
    form = StarterForm(request.POST or None, signed_in=signed_in, initial={"name": answers.name})
    if request.method == "POST" and form.is_valid():
        answers.keep("name", form.cleaned_data["name"])
        first = reverse("start_step", args=[STEPS[0].key])
        if signed_in:
            return redirect(first)
        try:
            return prove_address(request, form.cleaned_data["email"], next_url=first)
        except Refused as refused:
            form.add_error("email", str(refused))
    return render(request, "start/you.html", {"form": form, "steps": len(STEPS) + 2})


def step(request: HttpRequest, key: str) -> HttpResponse:
    require_open()
    answers, this = Answers(request.session), BY_KEY.get(key)
    if this is None:
        raise Http404
    if not answers.name:
        return redirect("start")
    form = this.form(request.POST, request.FILES) if request.method == "POST" else answers.form(this)
    if request.method == "POST" and form.is_valid():
        answers.keep_post(this, request.POST)
        if this.key == "logo" and form.cleaned_data["logo"]:
            answers.keep("logo-name", logos.keep(form.cleaned_data["logo"]))
        return redirect(_next_address(this, is_change="change" in request.GET))
    return render(request, "start/step.html", _step_context(this, form, answers))


def _next_address(this: Step, *, is_change: bool) -> str:
    place = STEPS.index(this) + 1
    if is_change or place == len(STEPS):
        return reverse("start_check")
    return reverse("start_step", args=[STEPS[place].key])


def _step_context(this: Step, form: Any, answers: Answers) -> dict[str, Any]:
    place = STEPS.index(this)
    return {
        "step": this,
        "form": form,
        "place": place + 2,
        "steps": len(STEPS) + 2,
        "back": reverse("start_step", args=[STEPS[place - 1].key]) if place else reverse("start"),
        "one_question": len([field for field in form if not field.is_hidden]) == 1,
        "has_logo": this.key == "logo" and bool(answers.kept.get("logo-name")),
    }


def check(request: HttpRequest) -> HttpResponse:
    """All answers; with the button, the charity is there and its first page is a list of what to do next."""
    require_open()
    answers = Answers(request.session)
    missing = answers.first_open()
    if not answers.name or missing:
        return redirect(reverse("start_step", args=[missing.key]) if answers.name and missing else "start")
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not cache.add(f"start:{request.user.pk}", 1, timeout=20):  # pressed twice
            return redirect("home")
        charity = services.set_up(starter=request.user, invite_them=form.cleaned_data["invite"], **answers.together())
        answers.forget()
        messages.success(request, _("%(charity)s is set up.") % {"charity": charity})
        return redirect("settings:set_up", charity.slug)
    context = {"form": form, "summary": _summary(answers), "steps": len(STEPS) + 2, "name": answers.name}
    return render(request, "start/check.html", context)


def _summary(answers: Answers) -> list[dict[str, Any]]:
    return [
        {
            "title": this.title,
            "url": reverse("start_step", args=[this.key]) + "?change",
            "rows": [{"key": question, "value": answer} for question, answer in rows],
        }
        for this, rows in answers.summary()
    ]
