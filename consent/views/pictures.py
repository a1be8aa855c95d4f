"""The picture log in the browser: the list, one line, writing one, and what became of the pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent import presenting_pictures as presenting
from consent.forms.pictures import FilterForm, GoneForm, KeptForm, LogForm, WhoForm, now_on_the_wall
from consent.models import PERSONAL, Attendance, Event, Picture
from consent.permissions import LOG, SEE_LOG, can_confirm_removal, can_see_picture, pictures_seen_by, takers
from consent.sections import sections
from consent.services import pictures as services
from consent.services.lists import house_rules
from consent.taking import Taking, answers, doubts, questions_for
from organisations.models import Settings
from people.models import Person
from people.permissions import whom_to_ask
from people.visibility import cared_for_visible_to
from safeguard.addresses import address
from safeguard.paging import as_key, key_in, page_of
from safeguard.refusals import Refused, require

PAGE = 30
MOST_WAITING = 200


def listing(request: HttpRequest) -> HttpResponse:
    require(LOG.allows(request.person), whom_to_ask(LOG))
    event, person = _asked_for(request)
    form = FilterForm(request.GET, event=event)
    seen = pictures_seen_by(request.person)
    found = presenting.filtered(seen, form, by=request.person, person=person).select_related("taker", "event")
    page = page_of(request, found, order="-taken_at", size=PAGE, within=seen)
    now = timezone.now()
    context = {
        "sections": sections(request),
        "form": form,
        "person": person,
        "lines": [presenting.Line(picture, now) for picture in page.rows],
        "columns": [_("What"), _("Taken"), _("Who and with what"), _("How it stands")],
        "newer": page.previous,
        "older": page.next,
        "is_filtered": any(request.GET.get(name) for name in ("show", "mine", "event", "person")),
        "waiting": presenting.waiting_for(request.person),
        "sees_all": SEE_LOG.allows(request.person),
    }
    return render(request, "consent/pictures/list.html", context)


def _asked_for(request: HttpRequest) -> tuple[Event | None, Person | None]:
    """The event and the person that the address names; 404 for a person whose name one does not see."""
    event_key, person_key = key_in(request.GET, "event"), key_in(request.GET, "person")
    event = Event.objects.filter(pk=event_key).first() if event_key else None
    if person_key is None:
        return event, None
    return event, get_object_or_404(cared_for_visible_to(request.person, timezone.localdate()), pk=person_key)


# Writing a line -----------------------------------------------------------------------------------------------------


def log(request: HttpRequest) -> HttpResponse:
    """One form. “Search” and “Tick everybody in the register” bring names into it; only “Save” saves."""
    require(LOG.allows(request.person), whom_to_ask(LOG))
    seen = cared_for_visible_to(request.person, timezone.localdate())
    event = _event_of(request)
    form = _log_form(request, seen, event)
    if request.method == "POST" and _saves(request) and form.is_valid():
        try:
            made = services.log(by=request.person, **form.values())
        except services.ReasonMissing as missing:
            form.ask_for_a_reason(missing.doubts)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            _say_what_is_next(request, made, form)
            return redirect(made)
    taking = _taking(form)
    context = {
        "form": form,
        "unseen": _unseen(event, seen),
        "rules": house_rules(Settings.current()),
        "storage": Settings.current().photo_storage,
        **_consent_of(taking, form),
    }
    return render(request, "consent/pictures/log.html", context)


def _log_form(request: HttpRequest, seen: Any, event: Event | None) -> LogForm:
    today, register = timezone.localdate(), _register(event, seen)
    given: dict[str, Any] = {"by": request.person, "today": today, "takers": takers(request.person, today)}
    given["event"] = event
    if request.method != "POST":
        initial = {"taker": request.person.pk, "event": event, "people": register, **now_on_the_wall()}
        return LogForm(initial=initial, raw=QueryDict(), **given)
    data = request.POST.copy()
    if request.POST.get("take") == "register":
        data.setlist("people", list(dict.fromkeys([*data.getlist("people"), *map(str, register)])))
    form = LogForm(data, raw=data, **given)
    if not _saves(request):
        form.full_clean()
        form.errors.clear()  # nothing was sent off yet
    return form


def _saves(request: HttpRequest) -> bool:
    """Not a search for names, nor a register."""
    return request.POST.get("take") not in ("search", "register")


def _event_of(request: HttpRequest) -> Event | None:
    key = key_in(request.POST if request.method == "POST" else request.GET, "event")
    return Event.objects.filter(pk=key).first() if key else None


def _register(event: Event | None, seen: Any) -> list[int]:
    if event is None:
        return []
    return list(
        seen.filter(pk__in=Attendance.objects.filter(event=event).values("person")).values_list("pk", flat=True)
    )


def _unseen(event: Event | None, seen: Any) -> int:
    """How many stand in the register whose names this person does not see."""
    if event is None:
        return 0
    return Attendance.objects.filter(event=event).exclude(person__in=seen.order_by().values("pk")).count()


def _taking(form: LogForm) -> Taking | None:
    """What the form says so far, where it says enough to look at the rules."""
    values = getattr(form, "cleaned_data", {})
    if form.moment is None or not values.get("device"):
        return None
    return Taking(
        timezone.localdate(form.moment.moment),
        values["device"],
        bool(values.get("is_film")),
        values.get("people") or (),
        bool(values.get("others_unknown")),
        values.get("event"),
    )


def _consent_of(taking: Taking | None, form: WhoForm) -> dict[str, Any]:
    """What the page says about consent: each name without a yes, and whether anybody is asked at all."""
    if taking is None:
        return {"without_a_yes": [], "nobody_is_asked": False, "doubts": []}
    found = form.doubts or doubts(taking, Settings.current())
    return {
        "without_a_yes": presenting.without_a_yes(taking.people, answers(taking)),
        "nobody_is_asked": taking.shows_somebody and not questions_for(taking),
        "doubts": list(found.values()),
    }


def _say_what_is_next(request: HttpRequest, made: Picture, form: LogForm) -> None:
    messages.success(request, _("It is in the log."))
    if form.moment and form.moment.note:
        messages.info(request, form.moment.note)


# One line -----------------------------------------------------------------------------------------------------------


def picture(request: HttpRequest, pk: int) -> HttpResponse:
    found = picture_for(request, pk)
    return render(request, "consent/pictures/picture.html", presenting.page_of_picture(request, found))


def picture_for(request: HttpRequest, pk: int) -> Picture:
    """404 for what is not there and for what this person may not know of."""
    found: Picture = get_object_or_404(Picture.objects.select_related("taker", "event", "logged_by"), pk=pk)
    if not can_see_picture(request.person, found):
        raise Http404
    return found


def who(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right who can be seen: a name was found out, or somebody was forgotten."""
    found = picture_for(request, pk)
    seen = cared_for_visible_to(request.person, timezone.localdate())
    named = set(found.subjects.values_list("person", flat=True))
    mine = set(seen.filter(pk__in=named).values_list("pk", flat=True))
    initial = {
        "people": list(mine),
        "others_unknown": found.others_unknown,
        "nobody": not named and not found.others_unknown,
        "exception": found.exception,
    }
    form = WhoForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        raw=request.POST,
        by=request.person,
        today=timezone.localdate(),
    )
    if request.method == "POST" and not _saves(request):
        form.full_clean()
        form.errors.clear()
    elif request.method == "POST" and form.is_valid():
        kept = list(Person.objects.filter(pk__in=named - mine))
        try:
            given = form.who()
            given["people"] = [*given["people"], *kept]
            services.say_who(found, by=request.person, **given)
        except services.ReasonMissing as missing:
            form.ask_for_a_reason(missing.doubts)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    context = {"form": form, "picture": found, "doubts": list(form.doubts.values()), "without_a_yes": []}
    return render(request, "consent/pictures/who.html", context)


# What became of them ------------------------------------------------------------------------------------------------


def kept(request: HttpRequest) -> HttpResponse:
    """Several lines at once: uploaded, or deleted."""
    require(LOG.allows(request.person), whom_to_ask(LOG))
    waiting = _waiting(request, Picture.objects.to_upload())
    initial = {"to": Settings.current().photo_storage, "pictures": _meant(request, waiting), **now_on_the_wall()}
    form = KeptForm(request.POST if request.method == "POST" else None, waiting=waiting, initial=initial)
    if request.method == "POST" and form.is_valid() and form.moment:
        values, at = form.cleaned_data, form.moment.moment
        try:
            if values["outcome"] == "uploaded":
                done = services.uploaded(values["pictures"], by=request.person, to=values["to"], at=at)
            else:
                done = services.discarded(values["pictures"], by=request.person, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is noted."))
            return redirect(_after_keeping(request, done))
    context = {"form": form, "waiting": waiting}
    return render(request, "consent/pictures/kept.html", context)


def _after_keeping(request: HttpRequest, done: Sequence[Picture]) -> str:
    """On to the last step, where something is left on the person's own device."""
    left = [one for one in done if one.device in PERSONAL and can_confirm_removal(request.person, one)]
    if left:
        keys = "&".join(f"picture={one.pk}" for one in left)
        return f"{address('consent:pictures_removed')}?{keys}"
    return done[0].get_absolute_url() if len(done) == 1 else address("consent:pictures")


def gone(request: HttpRequest) -> HttpResponse:
    """The taker confirms that nothing is left on their own device (WR-35)."""
    require(LOG.allows(request.person), whom_to_ask(LOG))
    left = _waiting(request, Picture.objects.to_remove())
    waiting = [one for one in left if can_confirm_removal(request.person, one)]
    initial = {"pictures": _meant(request, waiting)}
    form = GoneForm(request.POST if request.method == "POST" else None, waiting=waiting, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.removed(form.cleaned_data["pictures"], by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = ngettext("Thank you. One line is finished.", "Thank you. %(n)s lines are finished.", len(done))
            messages.success(request, words % {"n": len(done)})
            return redirect(done[0] if len(done) == 1 else address("consent:pictures"))
    return render(request, "consent/pictures/gone.html", {"form": form, "waiting": waiting})


def _waiting(request: HttpRequest, found: QuerySet[Picture]) -> list[Picture]:
    """One's own, and those that the address or the form names, as far as one may see them."""
    keys = _named(request)
    mine = Picture.objects.filter(taker=request.person).values("pk")
    rows = found.filter(pk__in=mine) | found.filter(pk__in=keys)
    shown = rows.select_related("taker")[:MOST_WAITING]
    return [one for one in shown if can_see_picture(request.person, one)]


def _named(request: HttpRequest) -> list[int]:
    texts = [*request.GET.getlist("picture"), *request.POST.getlist("pictures")]
    return [key for text in texts if (key := as_key(text)) is not None][:MOST_WAITING]


def _meant(request: HttpRequest, waiting: Sequence[Picture]) -> list[int]:
    """Those that the address names; or the only one."""
    named = set(_named(request))
    return [one.pk for one in waiting if one.pk in named or len(waiting) == 1]
