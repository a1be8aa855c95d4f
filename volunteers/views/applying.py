"""Applying for a position by the charity's link, without a sign-in.

No session is begun and no cookie is needed: what was typed travels from page to page in the form itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from people.ages import MAJORITY
from people.doors import client_ip, unlisted
from safeguard import throttling
from safeguard.refusals import Refused
from safeguard.retention import months_kept
from safeguard.scoping import acting_for, active_organisation
from volunteers import wording
from volunteers.forms.applying import AskForm, CodeForm, Part, Typed, Whole, names_of, new_once
from volunteers.models import Application, Position, Source
from volunteers.services import check_switch, drafts, positions, recruiting, settings

TEN_MINUTES = 600  # seconds
APPLICATIONS = 20  # in ten minutes, from one address: a school may share one
SAVED = 30
STRANGE_TOKENS = 30
CODES = 10


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens the charity's scope; a position that nobody can apply for now says so."""

    @csrf_exempt  # it acts in nobody's name, and whoever takes no cookies must be able to send
    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        position = positions.behind(token)
        if position is None:
            return unlisted(_unknown(request))
        with acting_for(position.organisation):
            if not Position.objects.taking_applications(timezone.localdate()).filter(pk=position.pk).exists():
                return unlisted(_closed(request, position))
            return unlisted(view(request, position))

    return opened


def _unknown(request: HttpRequest) -> HttpResponse:
    allowed = throttling.allow(f"apply token:{client_ip(request)}", limit=STRANGE_TOKENS, seconds=TEN_MINUTES)
    return render(request, "volunteers/apply/unknown.html", status=404 if allowed else 429)


def _closed(request: HttpRequest, position: Position) -> HttpResponse:
    """What was typed in the meantime is shown, so that nobody has to write it again elsewhere."""
    typed = [value for name in request.POST for value in request.POST.getlist(name) if " " in str(value).strip()]
    others = Position.objects.taking_applications(timezone.localdate()).exclude(pk=position.pk)
    context = _around(position) | {"typed": typed, "others": [(one, _address("apply", one)) for one in others[:20]]}
    return render(request, "volunteers/apply/closed.html", context, status=410)


@by_link
def start(request: HttpRequest, position: Position) -> HttpResponse:
    way = settings.current()
    context = _around(position) | {
        "internet": wording.internet_use(way, position),
        "use_of_data": wording.use_of_data(way, months_kept("volunteers.Application")),
        "no_passwords": wording.no_passwords(),
        "is_asked": check_switch.asks(position),
        "young": wording.young(active_organisation()) if position.minimum_age < MAJORITY else [],
        "draft_days": way.draft_days,
    }
    return render(request, "volunteers/apply/start.html", context)


@by_link
def form(request: HttpRequest, position: Position) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _whole(position, Typed({"once": [new_once()]})), "about")
    whole = _whole(position, Typed.of(request.POST, names_of(settings.current())))
    at, go = request.POST.get("at", ""), request.POST.get("go", "next")
    at = at if at in whole.pages else "about"
    if go == "save":
        return _save(request, whole, at)
    if go == "back":
        return _page(request, whole, whole.before(at))
    if go in whole.pages:
        return _page(request, whole, go)
    is_last = go == "send" or not whole.after(at)
    if (wrong := whole.first_wrong("" if is_last else at)) is not None:
        return _page(request, whole, wrong.key, wrong)
    if go == "send":
        return _send(request, whole)
    return _check(request, whole) if is_last else _page(request, whole, whole.after(at))


def _whole(position: Position, typed: Typed) -> Whole:
    return Whole(position, settings.current(), is_asked=check_switch.asks(position), typed=typed)


def _page(request: HttpRequest, whole: Whole, key: str, part: Part | None = None, **more: Any) -> HttpResponse:
    position = whole.given["position"]
    part = part or whole.shown(key)
    keys = list(whole.pages)
    context = _around(position) | {
        "form": part,
        "title": part.title,
        "at": key,
        "number": keys.index(key) + 1,
        "pages": len(keys),
        "is_first": key == keys[0],
        "carried": whole.typed.besides(part),
        "internet": wording.internet_use(whole.given["way"], position) if key == "online" else [],
        "permission": wording.permission(whole.given["way"]) if part.is_asked else "",
        "no_passwords": wording.no_passwords(),
        "about_referees": wording.referees() if key == "referees" else "",
        "young": wording.young(active_organisation()) if key == "parent" else [],
    }
    return render(request, f"volunteers/apply/{key}.html", context | more, status=more.get("status", 200))


def _check(request: HttpRequest, whole: Whole, problem: str = "", status: int = 200) -> HttpResponse:
    sections = [(key, page.title, _rows(whole.bound(key))) for key, page in whole.pages.items()]
    context = _around(whole.given["position"]) | {
        "sections": sections,
        "carried": [(name, value) for name, values in whole.typed.values.items() for value in values],
        "problem": problem,
        "use_of_data": wording.use_of_data(whole.given["way"], months_kept("volunteers.Application")),
    }
    return render(request, "volunteers/apply/check.html", context, status=status)


def _rows(part: Part) -> list[dict[str, Any]]:
    """Each question with the answer as it was given."""
    rows = []
    part.full_clean()
    for bound in part.visible_fields():
        value = part.cleaned_data.get(bound.name)
        if isinstance(value, bool):
            value = _("Yes") if value else _("No")
        is_missing = value in ("", None)
        rows.append({"key": bound.label, "value": _("Not answered") if is_missing else value, "missing": is_missing})
    return rows


def _save(request: HttpRequest, whole: Whole, at: str) -> HttpResponse:
    if not throttling.allow(f"apply save:{client_ip(request)}", limit=SAVED, seconds=TEN_MINUTES):
        problem = _("Very much came from here just now. Wait ten minutes, then save it again: nothing is lost here.")
        return _page(request, whole, at, problem=problem, status=429)
    values = {name: said for name, said in whole.typed.values.items() if name != "draft"}
    code = whole.typed.as_data().get("draft", "")
    draft, code = drafts.keep(whole.given["position"], values, code=code)
    carried = [*((name, value) for name, said in values.items() for value in said), ("draft", code)]
    context = _around(whole.given["position"]) | {"code": code, "until": draft.expires_on, "carried": carried, "at": at}
    return render(request, "volunteers/apply/saved.html", context)


def _send(request: HttpRequest, whole: Whole) -> HttpResponse:
    if not throttling.allow(f"apply:{client_ip(request)}", limit=APPLICATIONS, seconds=TEN_MINUTES):
        problem = _("Very much came from here just now. Everything is still here: wait ten minutes, then send it.")
        return _check(request, whole, problem, status=429)
    typed, position = whole.typed.as_data(), whole.given["position"]
    try:
        recruiting.receive(
            position,
            whole.applicant(),
            by=None,
            source=Source.FORM,
            once=typed.get("once", ""),
            referees=whole.referees(),
            permission=whole.permission(),
            explained=True,
            privacy=True,
        )
    except Refused as refused:
        return _check(request, whole, str(refused))
    if draft := typed.get("draft", ""):
        drafts.sent(position, draft)
    return _sent(request, position, whole.applicant())


def _sent(
    request: HttpRequest, position: Position, applicant: recruiting.Applicant, question: Application | None = None
) -> HttpResponse:
    """Of what was typed alone, so that nobody learns who applied before. The code of an application goes by e-mail."""
    context = _around(position) | {
        "question": question,
        "by_mail": bool(applicant.email),
        "parent_by_mail": bool(applicant.parent_email),
    }
    return render(request, "volunteers/apply/sent.html", context)


@by_link
def ask(request: HttpRequest, position: Position) -> HttpResponse:
    form = AskForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if throttling.allow(f"apply:{client_ip(request)}", limit=APPLICATIONS, seconds=TEN_MINUTES):
            found = form.cleaned_data
            applicant = recruiting.Applicant(
                found["name"], found["email"], found["phone"], words={"why": found["question"]}
            )
            received = recruiting.receive(position, applicant, by=None, once=found["once"], is_question=True)
            return _sent(request, position, applicant, received.application)
        form.add_error(None, _("Very much came from here just now. Wait ten minutes, then send it."))
        status = 429
    return render(request, "volunteers/apply/ask.html", _around(position) | {"form": form}, status=status)


@by_link
def come_back(request: HttpRequest, position: Position) -> HttpResponse:
    """The code is typed, never part of an address."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not throttling.allow(f"apply code:{client_ip(request)}", limit=CODES, seconds=TEN_MINUTES):
            form.add_error(None, _("Too many tries. Wait ten minutes and try again."))
            status = 429
        elif draft := drafts.find(position, form.cleaned_data["code"], today=timezone.localdate()):
            typed = Typed.of(drafts.answers(draft), names_of(settings.current()))
            typed.values |= {"draft": [form.cleaned_data["code"]]}
            typed.values.setdefault("once", [new_once()])
            return _page(request, _whole(position, typed), "about", is_back=True)
        else:
            form.add_error(
                "code", _("There is nothing under this code any more. Look at it again, or begin a new application.")
            )
            status = 404
    return render(request, "volunteers/apply/come_back.html", _around(position) | {"form": form}, status=status)


@by_link
def privacy(request: HttpRequest, position: Position) -> HttpResponse:
    context = _around(position) | {"groups": wording.privacy_settings(), "no_passwords": wording.no_passwords()}
    return render(request, "volunteers/apply/privacy.html", context)


def _around(position: Position) -> dict[str, Any]:
    return {
        "position": position,
        "organisation": active_organisation(),
        "start_url": _address("apply", position),
        "form_url": _address("apply-form", position),
        "ask_url": _address("apply-ask", position),
        "back_url": _address("apply-back", position),
        "privacy_url": _address("apply-privacy", position),
    }


def _address(name: str, position: Position) -> str:
    return reverse(name, args=[position.token])
