"""Lines of the picture log as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent import store
from consent.effective import Effective, Reason
from consent.forms.pictures import FilterForm
from consent.models import IMAGES, PERSONAL, Picture, PictureSubject, Question, Use, Verdict
from consent.models.pictures import PictureQuerySet
from consent.permissions import USE, can_confirm_removal, can_delete_stored, can_look_at, can_see_picture
from consent.sections import sections
from consent.services import stored as storing
from consent.standing import standing
from consent.states import QuestionStatus
from consent.taking import Taking, answers, questions_for
from organisations.models import Settings
from people.ages import age_of
from people.models import Person
from people.visibility import cared_for_visible_to
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.paging import key_in


@dataclass(frozen=True)
class Line:
    """One line of the log, and how it stands at a moment."""

    picture: Picture
    now: datetime

    @property
    def is_on_device(self) -> bool:
        return self.picture.device in PERSONAL and self.picture.removed_at is None

    @cached_property
    def tag(self) -> tuple[str, str]:
        """Kind and words: what is to be done next, or that nothing is."""
        picture = self.picture
        if picture.is_upload_late(self.now):
            return "bad", _("Upload is late")
        if picture.uploaded_at is None and picture.discarded_at is None:
            return "soon", _("To be uploaded")
        if self.is_on_device:
            return "soon", _("To be removed from the device")
        if picture.discarded_at:
            return "quiet", _("Deleted, kept nowhere")
        return "good", _("In order")

    @property
    def count(self) -> str:
        if self.picture.is_film:
            words = ngettext("one film", "%(n)s films", self.picture.how_many)
        else:
            words = ngettext("one photograph", "%(n)s photographs", self.picture.how_many)
        return words % {"n": self.picture.how_many}

    @property
    def taken(self) -> str:
        return in_words(self.picture.taken_at)


@dataclass(frozen=True)
class Named:
    """Somebody in it whose name the reader sees; `sentence` says in neutral words what counts about taking it."""

    person: Person
    age: int | None
    sentence: str = ""
    is_yes: bool = True


@dataclass(frozen=True)
class Waiting:
    """What somebody still has to do about pictures of their own."""

    to_upload: int
    late: int
    to_remove: int


def filtered(found: PictureQuerySet, form: FilterForm, *, by: Person, person: Person | None) -> PictureQuerySet:
    form.full_clean()
    asked, now = form.cleaned_data, timezone.now()
    match asked.get("show"):
        case "upload":
            found = found.to_upload()
        case "late":
            found = found.to_upload().filter(upload_due_at__lt=now)
        case "device":
            found = found.filter(device__in=PERSONAL, removed_at=None)
        case "reason":
            found = found.exclude(exception="")
    if asked.get("mine"):
        found = found.filter(taker=by)
    if asked.get("event"):
        found = found.filter(event=asked["event"])
    if person:
        found = found.filter(Exists(PictureSubject.objects.filter(picture=OuterRef("pk"), person=person)))
    return found


def waiting_for(person: Person) -> Waiting:
    own = Picture.objects.filter(taker=person)
    due = list(own.to_upload().values_list("upload_due_at", flat=True))
    now = timezone.now()
    return Waiting(len(due), sum(moment < now for moment in due), own.to_remove().count())


def without_a_yes(people: Iterable[Person], found: Mapping[int, Effective]) -> list[Named]:
    """Those of them for whom there is no yes; the caller has seen to it that their names may be shown."""
    return [
        Named(person, None, found[person.pk].sentence, is_yes=False)
        for person in people
        if person.pk in found and found[person.pk].verdict != Verdict.YES
    ]


def page_of_picture(request: HttpRequest, picture: Picture) -> dict[str, Any]:
    """All that the page of one line shows to this person; who looks at stored pictures is recorded."""
    by, today, now = request.person, timezone.localdate(), timezone.now()
    subjects = list(Person.objects.filter(pk__in=picture.subjects.values("person")))
    seen = set(cared_for_visible_to(by, today).filter(pk__in=[one.pk for one in subjects]).values_list("pk", flat=True))
    taking = _taking(picture, [one for one in subjects if one.pk in seen])
    line, settings = Line(picture, now), Settings.current()
    may_remove = can_confirm_removal(by, picture)
    to_keep = picture.uploaded_at is None and picture.discarded_at is None
    return {
        "sections": sections(request),
        "picture": picture,
        "line": line,
        "rows": facts(line, settings, shows_somebody=bool(subjects) or picture.others_unknown),
        "people": named(taking),
        "others": len(subjects) - len(seen),
        "nobody": not subjects and not picture.others_unknown,
        "withdrawn": is_withdrawn(subjects, today),
        "nobody_is_asked": taking.shows_somebody and not questions_for(taking),
        "uses": [_as_event(use) for use in Use.objects.filter(picture=picture)] if USE.allows(by) else [],
        "checks": picture.checks.select_related("asked_by")[:20],
        "may_upload": to_keep,
        "may_remove": line.is_on_device and not to_keep and may_remove,
        "waits_for_taker": line.is_on_device and not to_keep and not may_remove,
        **stored_of(picture, by, today, settings),
    }


def _taking(picture: Picture, people: list[Person]) -> Taking:
    day = timezone.localdate(picture.taken_at)
    return Taking(day, picture.device, picture.is_film, people, picture.others_unknown, picture.event)


def named(taking: Taking) -> list[Named]:
    found = answers(taking)
    return [
        Named(
            person,
            age_of(person, taking.taken_on),
            found[person.pk].sentence if person.pk in found else "",
            is_yes=person.pk not in found or found[person.pk].verdict == Verdict.YES,
        )
        for person in taking.people
    ]


def is_withdrawn(people: list[Person], today: date) -> bool:
    """Whether somebody in it took a yes about pictures back that stood before. It is not said who."""
    questions = list(Question.objects.exclude(status=QuestionStatus.DRAFT).filter(means__in=IMAGES))
    return any(answer.reason == Reason.WITHDRAWN for answer in standing(people, questions, today).values())


def facts(line: Line, settings: Settings, *, shows_somebody: bool) -> list[dict[str, Any]]:
    """The rows of the summary."""
    picture = line.picture
    rows = [
        {"key": _("Taken"), "value": line.taken},
        {"key": _("What"), "value": line.count},
        {"key": _("Who took them"), "value": str(picture.taker)},
        {"key": _("With"), "value": picture.get_device_display()},
    ]
    if picture.event:
        rows.append({"key": _("Event"), "value": str(picture.event)})
    if shows_somebody:
        rows.append(_age_row(picture, settings))
    rows.append(_upload_row(picture))
    if picture.device in PERSONAL:
        removed = in_words(picture.removed_at) if picture.removed_at else _("not confirmed yet")
        row = {"key": _("Gone from the device, with copies and backups"), "value": removed}
        rows.append(row | {"missing": picture.removed_at is None})
    if picture.exception:
        rows.append({"key": _("Why it was taken all the same"), "value": picture.exception})
    if picture.logged_by_id != picture.taker_id:
        rows.append({"key": _("Written into the log by"), "value": str(picture.logged_by)})
    return rows


def _age_row(picture: Picture, settings: Settings) -> dict[str, Any]:
    unknown = picture.youngest_age is None
    words = _("not known, counts as under %(years)s") % {"years": settings.phone_photo_minimum_age}
    value = words if unknown else str(picture.youngest_age)
    return {"key": _("Age of the youngest that day"), "value": value, "missing": unknown}


def _upload_row(picture: Picture) -> dict[str, Any]:
    if picture.uploaded_at:
        words = {"where": picture.uploaded_to, "when": in_words(picture.uploaded_at)}
        return {"key": _("Uploaded"), "value": _("%(where)s, %(when)s") % words}
    if picture.discarded_at:
        return {"key": _("Deleted, kept nowhere"), "value": in_words(picture.discarded_at)}
    return {"key": _("Upload due"), "value": in_words(picture.upload_due_at), "missing": True}


def _as_event(use: Use) -> dict[str, Any]:
    return {"use": use, "tag": ("quiet", _("Taken down")) if use.taken_down_on else ("info", _("To be seen"))}


def stored_of(picture: Picture, by: Person, today: date, settings: Settings) -> dict[str, Any]:
    """The small copies, where the charity keeps pictures and this person may look at these."""
    nothing = {"store_is_on": False, "stored": [], "may_look": False, "may_delete": False, "formats": ""}
    if not settings.picture_store:
        return nothing
    kept = list(picture.stored.filter(deleted_at=None))
    may_look = can_look_at(by, picture, today)
    if kept and may_look:
        storing.look(picture, by=by, count=len(kept))
    return {
        "store_is_on": can_see_picture(by, picture),
        "stored": kept if may_look else [],
        "hidden": 0 if may_look else len(kept),
        "may_look": may_look,
        "may_delete": can_delete_stored(by, picture),
        "store_url": address("consent:store_picture", picture.pk),
        "most_megabytes": store.LARGEST_FILE // 1024 // 1024,
    }


# For "May I post this?" -----------------------------------------------------------------------------------------------


def picture_named(request: HttpRequest) -> Picture | None:
    """The line of the log that an address names with `picture`, where this person may see it; otherwise nothing."""
    key = key_in(request.GET, "picture")
    found = Picture.objects.select_related("taker", "event").filter(pk=key).first() if key else None
    return found if found and can_see_picture(request.person, found) else None


def with_people_of(picture: Picture | None, asked: QueryDict, by: Person) -> QueryDict:
    """What was asked, with those of the picture ticked, where the address asks for that with `fill`.

    Whoever is not known, or is not shown to this person, makes the question an unsure one.
    """
    if picture is None or asked.get("fill") != "picture":
        return asked
    filled, subjects = asked.copy(), picture.subjects.values("person")
    seen = cared_for_visible_to(by, timezone.localdate()).filter(pk__in=subjects)
    keys = list(seen.values_list("pk", flat=True))
    filled.setlist("people", [str(key) for key in keys])
    if picture.others_unknown or len(keys) < subjects.count():
        filled["unsure"] = "on"
    if picture.event_id:
        filled["event"] = str(picture.event_id)
    return filled
