"""Raising a concern, for everybody who is signed in, at any hour: nobody proves again who they are for this."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents import naming, numbers
from incidents.access import visible_to
from incidents.forms.raising import OFFICES, Holder, RaiseForm, holders_by_name
from incidents.models import Report, Routing
from incidents.permissions import HANDLE, HANDLE_RESTRICTED, KEEP_LINKS
from incidents.services import drafts, raising
from incidents.views import log
from people.models import Person, RoleHolding, RoleLabel
from people.roles import Role
from safeguard.addresses import address
from safeguard.kept import keeps_words
from safeguard.local_times import in_words

NOT_IN_DRAFTS = {"csrfmiddlewaretoken"}
STILL_COMING = 120  # seconds in which a draft may arrive after its form
LARGEST_DRAFT = 500_000  # characters; the form itself takes more than anybody types


def handles(person: Person) -> bool:
    """Whether the log is for them. It says nothing about any case in particular."""
    return HANDLE.allows(person) or HANDLE_RESTRICTED.allows(person) or visible_to(person).exists()


def front(request: HttpRequest) -> HttpResponse:
    """The room's first page: the log for whoever handles concerns, and one's own reports for everybody else."""
    if handles(request.person):
        return log.log(request)
    return redirect(address("incidents:mine"))


def named_holders(today: date) -> tuple[list[Holder], dict[str, Person], list[str]]:
    """Who holds the offices, with their roles, and the leads by name: two queries."""
    labels = RoleLabel.objects.by_role()
    held = RoleHolding.objects.on(today).filter(role__in=OFFICES, person__in=Person.objects.current(today))
    people: dict[int, Person] = {}
    roles: dict[int, list[str]] = {}
    for holding in sorted(held.select_related("person"), key=lambda one: (OFFICES.index(one.role), one.person_id)):
        people.setdefault(holding.person_id, holding.person)
        roles.setdefault(holding.person_id, []).append(labels[holding.role])
    holders = holders_by_name(list(people.values()), roles)
    leads = [str(people[key]) for key, held_here in roles.items() if labels[Role.LEAD] in held_here]
    return holders, {f"person-{key}": person for key, person in people.items()}, leads


@keeps_words
def raise_(request: HttpRequest) -> HttpResponse:
    holders, people, leads = named_holders(timezone.localdate())
    if request.method == "POST":
        form = RaiseForm(request.POST, request.FILES, holders=holders)
        if form.is_valid() and (named := _may_mean(form, people, holders)) is not None:
            found = form.cleaned_data
            received = raising.receive(
                by=request.person,
                words=form.account(),
                source=found["source"] or "other",
                once=found["once"],
                happened=form.happened(),
                danger_now=found["danger_now"],
                concerned=[people[key] for key in found["concerned"]],
                is_close=found["is_close"],
                named=named,
                named_as=found["is_named"],
                is_anonymous=found["is_anonymous"],
                on_behalf=found["on_behalf"],
                began_at=form.began_at(),
            )
            _note_sent(request, found["once"])
            if received.code:
                return sent(request, received.report, code=received.code)
            return redirect(address("incidents:sent", received.report.uid))
        draft = None
    else:
        draft = drafts.of(request.person)
        form = RaiseForm(holders=holders, initial=_as_initial(form_of(draft)))
    return render(request, "incidents/raise/form.html", _context(request, form) | {"draft": draft, "leads": leads})


def _may_mean(form: RaiseForm, people: dict[str, Person], holders: list[Holder]) -> list[Person] | None:
    """Those whom the words may mean beside those who are ticked; None where the form asks about them first."""
    found = form.cleaned_data
    today = timezone.localdate()
    meant = naming.meant_by([found["who"], found["concerned_else"]], today=today)
    meant += naming.named_in([found["what"], found.get("own_words", "")], today=today)
    keys = {f"person-{person.pk}" for person in meant} - set(found["concerned"])
    if not keys or found["is_named"] == "no":
        return []
    if not found["is_named"] and not found["asked"]:
        form.named([one for one in holders if one.key in keys])
        return None
    return [person for key, person in people.items() if key in keys]


def form_of(draft: Any) -> dict[str, list[str]]:
    return {name: list(values) for name, values in drafts.fields(draft).items() if isinstance(values, list)}


def _as_initial(fields: dict[str, list[str]]) -> dict[str, Any]:
    several = {"concerned", "indicators"}
    given: dict[str, Any] = {
        name: values if name in several else values[-1] for name, values in fields.items() if values
    }
    for name in ("is_close", "on_behalf", "is_anonymous"):
        given[name] = name in given
    for name in ("began", "asked", "is_named"):
        given.pop(name, None)
    return given


def _context(request: HttpRequest, form: RaiseForm, *, offline: bool = False) -> dict[str, Any]:
    return {
        "form": form,
        "for_children": False,
        "draft": None,
        "leads": [],
        "base": "base_public.html" if offline else "base.html",
        "is_offline": offline,
        "scope": address("incidents:raise"),
        "worker": address("incidents:raise_worker"),
        "autosave": "" if offline else address("incidents:raise_save"),
        "keep": keep_name(request.person.pk),
        "clear": address("incidents:raise_clear"),
        "organisation": request.organisation,
        **words_for(numbers.directory(request.organisation)),
    }


def keep_name(who: Any) -> str:
    """The name of somebody's copy in a browser: theirs alone, and nothing that says who they are."""
    return salted_hmac("incidents.raising", str(who)).hexdigest()[:24]


def words_for(found: Iterable[numbers.Number]) -> dict[str, Any]:
    directory = list(found)
    return {
        "at_once": numbers.at_once(directory),
        "others": numbers.others(directory),
        "helplines": numbers.helplines(directory),
        "online": [one for one in directory if one.kind == "online_harm"],
    }


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """What is typed is saved while it is typed."""
    fields = {name: values for name, values in request.POST.lists() if name not in NOT_IN_DRAFTS}
    size = sum(len(value) for values in fields.values() for value in values)
    if size > LARGEST_DRAFT or not _has_words(fields):
        return JsonResponse({}, status=413 if size > LARGEST_DRAFT else 400)
    if _was_sent(request, fields.get("once", [""])[-1]):
        return JsonResponse({}, status=409)
    draft = drafts.keep(request.person, fields)
    return JsonResponse({"saved_at": localtime(draft.saved_at).strftime("%H:%M")})


def _has_words(fields: dict[str, list[str]]) -> bool:
    return any(value.strip() for name, values in fields.items() if name not in ("once", "began") for value in values)


def _was_sent(request: HttpRequest, once: str) -> bool:
    """A draft that arrives after its form was sent would bring the words back. What others sent is never asked."""
    return bool(once) and cache.get(_sent_place(request, once)) is not None


def _note_sent(request: HttpRequest, once: str) -> None:
    if once:
        cache.set(_sent_place(request, once), True, STILL_COMING)


def _sent_place(request: HttpRequest, once: str) -> str:
    """Where it stands that this form was sent in this sign-in. It says neither who it was nor which report came of it:
    the word of the form is kept nowhere."""
    return f"raised:{salted_hmac('incidents.sent', f'{request.session.session_key}:{once}').hexdigest()}"


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Somebody uses a device that others use as well."""
    drafts.clear(request.person)
    messages.success(request, _("The draft is deleted."))
    return redirect(f"{address('incidents:raise')}?cleared=1")


def sent(request: HttpRequest, report: Report, code: str = "") -> HttpResponse:
    """What happens next, and the numbers again. Nothing of what was written is shown here."""
    context = {
        "report": report,
        "for_children": False,
        "code": code,
        "reached_nobody": report.case.routing == Routing.NAMED,
        "received": in_words(report.received_at),
        "keep": keep_name(request.person.pk),
        "base": "base.html",
        **words_for(numbers.directory(request.organisation)),
    }
    return render(request, "incidents/raise/sent.html", context)


def directory(request: HttpRequest) -> HttpResponse:
    """Whom to report what to, by purpose (WY-115). It never depends on anybody's leave."""
    found = numbers.directory(request.organisation)
    context = {"groups": numbers.by_purpose(found), "may_keep_links": KEEP_LINKS.allows(request.person)}
    return render(request, "incidents/raise/numbers.html", context)


def offline(request: HttpRequest) -> HttpResponse:
    """The form without anybody's words or name, for the browser to keep in case the connection breaks."""
    form = RaiseForm(holders=[], initial={"began": "", "once": ""})
    return render(request, "incidents/raise/form.html", _context(request, form, offline=True))


def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows the kept page when there is no connection. Its address says how far it reaches."""
    return worker_script()


def worker_script() -> HttpResponse:
    path = finders.find("js/raise-worker.js") or settings.BASE_DIR / "static" / "js" / "raise-worker.js"
    with open(str(path), encoding="utf-8") as file:  # noqa: PTH123
        return HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
