"""The rows of a case as a copy needs them, read once each; and what stands at the head and foot of every copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents import records, types
from incidents.joined import cases_of
from incidents.models import (
    Action,
    Answer,
    Attachment,
    Case,
    Closing,
    CustodyItem,
    CustodyMove,
    Entry,
    Hold,
    Lesson,
    Part,
    Party,
    Print,
    Record,
    Referral,
    ReferralUpdate,
    Report,
    SharingDecision,
    Step,
)
from incidents.redacting import Hidden, Redactor, Say, label_of, phrases_in, words_of
from organisations.brand import palette
from people.models import Person
from safeguard.addresses import whole
from safeguard.local_times import in_words
from safeguard.scoping import active_organisation
from safeguard.sealed import Sealed

VERIFY = "/verify/"  # the page belongs to a higher floor
OWN_STEP = "own:"  # the key of a step that the charity added begins with it

Row = TypeVar("Row", bound=Sealed)


class Rows:
    """One case, with those that were joined to it as far as whoever asked sees them."""

    def __init__(
        self,
        case: Case,
        *,
        hide: Iterable[str] = (),
        also: Mapping[str, Sequence[str]] | None = None,
        by: Person | None = None,
    ) -> None:
        self.case, self.hide, self.also, self.by = case, frozenset(hide), also or {}, by

    @cached_property
    def cases(self) -> list[Case]:
        found = cases_of(self.case, self.by) if self.by else [self.case]
        return [one for one in found if not one.is_shredded]

    def of(self, found: QuerySet[Any]) -> list[Any]:
        """The rows of these cases, each with its case at hand, so that no key is fetched twice."""
        cases = {case.pk: case for case in self.cases}
        rows = list(found.filter(case__in=cases))
        for row in rows:
            row.case = cases[row.case_id]
        return rows

    @cached_property
    def parties(self) -> list[Party]:
        return self.of(Party.objects.select_related("person").order_by("added_at", "pk"))

    @cached_property
    def reports(self) -> list[Report]:
        found = self.of(Report.objects.select_related("raised_by", "written_by"))
        return [report for report in found if not report.is_shredded]

    @cached_property
    def entries(self) -> list[Entry]:
        return self.of(Entry.objects.as_chronology().select_related("by"))

    @cached_property
    def steps(self) -> list[Step]:
        found = self.of(Step.objects.select_related("decided_by"))
        return [step for step in found if step.withdrawn_at is None or step.decided_at]

    @cached_property
    def referrals(self) -> list[Referral]:
        return self.of(Referral.objects.select_related("by").order_by("referred_at", "pk"))

    @cached_property
    def updates(self) -> list[ReferralUpdate]:
        return self.of(ReferralUpdate.objects.select_related("by"))

    @cached_property
    def decisions(self) -> list[SharingDecision]:
        return self.of(SharingDecision.objects.select_related("decided_by"))

    @cached_property
    def records(self) -> list[Record]:
        return self.of(Record.objects.select_related("by"))

    @cached_property
    def items(self) -> list[CustodyItem]:
        return self.of(CustodyItem.objects.select_related("by"))

    @cached_property
    def moves(self) -> list[CustodyMove]:
        return self.of(CustodyMove.objects.select_related("by"))

    @cached_property
    def attachments(self) -> list[Attachment]:
        return self.of(Attachment.objects.select_related("added_by"))

    @cached_property
    def holds(self) -> list[Hold]:
        return self.of(Hold.objects.select_related("by").order_by("since", "pk"))

    @cached_property
    def closings(self) -> list[Closing]:
        return self.of(Closing.objects.select_related("by").order_by("at", "pk"))

    @cached_property
    def lessons(self) -> list[Lesson]:
        return self.of(Lesson.objects.select_related("policy"))

    @cached_property
    def actions(self) -> list[Action]:
        return self.of(Action.objects.select_related("owner"))

    # Who is blacked out -----------------------------------------------------------------------------------------------

    @cached_property
    def people(self) -> list[tuple[UUID, str, str, Party | Report]]:
        """Everybody who can be blacked out: key, letter, name, and the row: parties, and who told us beside them."""
        parties = {party.person_id for party in self.parties if party.person_id}
        named = {_plain(party.words["name"]) for party in self.parties}
        tellers = [
            report
            for report in self.reports
            if (name := _teller(report)) and report.raised_by_id not in parties and _plain(name) not in named
        ]
        rows: list[Party | Report] = [*self.parties, *tellers]
        return [
            (row.uid, label_of(place), row.words["name"] if isinstance(row, Party) else _teller(row), row)
            for place, row in enumerate(rows)
        ]

    @cached_property
    def children(self) -> frozenset[str]:
        """The uids of those who are under 18, and of those who were harmed and may be."""
        return frozenset(
            str(party.uid)
            for party in self.parties
            if party.is_child == Answer.YES or (party.part == Part.VICTIM and party.is_child != Answer.NO)
        )

    def not_entered(self, *names: str, also: Iterable[str] = ()) -> list[str]:
        """What first accounts say of people who are not entered in the case, and so cannot be blacked out."""
        known = {word for _uid, _label, name, row in self.people for one in _names(name, row) for word in words_of(one)}
        known |= {word for name in also for word in words_of(name)}
        said = [str(report.words[name]).strip() for report in self.reports for name in names]
        return list(dict.fromkeys(one for one in said if words_of(one) - known))

    @cached_property
    def letters(self) -> dict[UUID, str]:
        """Of those who are blacked out."""
        return {uid: label for uid, label, _name, _row in self.people if str(uid) in self.hide}

    @cached_property
    def redactor(self) -> Redactor:
        hidden = [
            Hidden(label, _names(name, row), _phrases(row), self.also.get(str(uid), ()))
            for uid, label, name, row in self.people
            if uid in self.letters
        ]
        shown = [name for uid, _label, name, _row in self.people if uid not in self.letters]
        return Redactor(hidden, [*shown, active_organisation().name])

    # What every copy has ----------------------------------------------------------------------------------------------

    def frame(self, copy: Print, say: Say) -> dict[str, Any]:
        organisation, made_at = active_organisation(), copy.made_at or timezone.now()
        words = copy.words
        return {
            "copy": copy,
            "case": self.case,
            "heading": say(self.case.words["heading"]),
            "letterhead_name": organisation.name,
            "letterhead_address": ", ".join(organisation.address.splitlines()),
            "palette": palette(organisation.brand_colour) if organisation.brand_colour else None,
            "running_title": foot(copy, say, made_at),
            "copy_rows": rows(
                (_("Case"), self.case.code),
                (_("Copy"), str(copy.number)),
                (_("Made for"), say(words["for_whom"])),
                (_("What for"), say(words["why"])),
                (_("Made by"), say(copy.asked_by)),
                (_("Made on"), in_words(made_at)),
                (_("Blacked out"), ", ".join(self.letters.values()) or _("Nobody")),
            ),
            "case_rows": self.case_rows(say),
            "parties": [self.party_rows(party, say) for party in self.parties],
            "is_blacked_out": bool(self.letters),
            "code": copy.code,
            "verify_url": whole(VERIFY),
            "produced": in_words(made_at),
        }

    def case_rows(self, say: Say) -> list[dict[str, str]]:
        case, words = self.case, self.case.words
        return rows(
            (_("Kind of concern"), types.in_words(case.types)),
            (_("Where it stands"), case.get_status_display()),
            (_("Severity"), case.get_severity_display()),
            (_("Why"), say(words["why_severity"])),
            (_("When it happened"), span(case) or say(words["happened"])),
            (_("Where it happened"), say(words["where"])),
            (_("In danger now"), case.get_danger_now_display()),
            (_("What was done about the danger"), say(words["danger"])),
            (_("A crime is suspected"), case.get_crime_display()),
            (_("Police or crime reference"), say(words["reference"])),
            (_("Learnt of"), moment(case.learnt_at)),
            (_("Received"), moment(case.opened_at)),
            (_("First action written down"), moment(case.acted_at)),
            (_("Closed"), moment(case.closed_at)),
            (_("Outcome"), case.get_outcome_display()),
        )

    def party_rows(self, party: Party, say: Say) -> dict[str, Any]:
        """Somebody in the case; of whoever is blacked out, nothing but a letter and the part they play."""
        if party.uid in self.letters:
            return {"name": self.letters[party.uid], "part": party.get_part_display(), "is_hidden": True, "rows": []}
        words = party.words
        return {
            "name": say(words["name"]) or _("Name not known"),
            "part": party.get_part_display(),
            "struck": say(words["why_struck"]) or _("Entered by mistake") if party.struck_at else "",
            "rows": [
                row
                for name, label in party.WORDS.items()
                if name not in ("name", "why_struck")
                for row in rows((str(label), say(words[name])))
            ],
        }

    def among(self, *parts: str) -> list[Party]:
        return [party for party in self.parties if party.part in parts and party.struck_at is None]


def foot(copy: Print, say: Say, made_at: datetime) -> str:
    """At the foot of every page, so that a page that is found alone says where it belongs."""
    words = {
        "number": copy.number,
        "code": copy.case.code,
        "whom": say(copy.words["for_whom"]) or _("nobody in particular"),
        "by": say(copy.asked_by),
        "day": date_format(timezone.localtime(made_at), "j F Y"),
    }
    return _("Copy %(number)d of case %(code)s, made for %(whom)s by %(by)s on %(day)s") % words


def rows(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """For a list of facts; what is empty is left out."""
    return [{"key": str(key), "value": str(value)} for key, value in pairs if value]


def moment(at: datetime | None) -> str:
    return in_words(at) if at else ""


def span(row: Any) -> str:
    """When something happened, as exactly as it is known: a minute, a day, from one day to another."""
    if row.happened_at:
        return in_words(row.happened_at)
    first, last = row.happened_from, row.happened_until
    if first and last and first != last:
        return _("between %(first)s and %(last)s") % {"first": _day(first), "last": _day(last)}
    if first and not last:
        return _("on or after %(day)s") % {"day": _day(first)}
    if last and not first:
        return _("on or before %(day)s") % {"day": _day(last)}
    return _day(first) if first else ""


def flat(value: object, say: Say) -> str:
    """What was answered, whatever its shape: lists line by line, names of fields as words."""
    if isinstance(value, dict):
        parts = [(label_from(key), flat(one, say)) for key, one in value.items()]
        return "\n".join(f"{key}: {one}" for key, one in parts if one)
    if isinstance(value, (list, tuple)):
        return "\n".join(filter(None, (_one_line(one, say) for one in value)))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return say(value)


def record_rows(found: Rows, record: Record, say: Say) -> list[dict[str, str]]:
    """The questions of a record with their answers; the software's own choices are said as they stand on the page."""
    answers = record.words["answers"] or {}
    names = {str(party.uid): party.words["name"] for party in found.parties}
    said = records.in_words(records.form_of(record.kind), answers, names)
    return rows(*((label, text if field.choices else say(text)) for label, text, field in said))


def label_from(key: object) -> str:
    return str(key).replace("_", " ").strip().capitalize()


def step_text(step: Step, say: Say) -> str:
    """A step that comes with the software stands as it does on the page; what the charity wrote may name somebody."""
    return say(step.text) if step.key.startswith(OWN_STEP) else step.text


def sealed_rows(row: Sealed, say: Say, *, but: Sequence[str] = ()) -> list[dict[str, str]]:
    """Every word of a row with its label."""
    words = row.words
    return rows(*((str(label), flat(words[name], say)) for name, label in row.WORDS.items() if name not in but))


def _one_line(value: object, say: Say) -> str:
    if isinstance(value, dict):
        return ", ".join(filter(None, (flat(one, say) for one in value.values())))
    return flat(value, say)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _plain(name: object) -> str:
    return " ".join(str(name).casefold().split())


def _teller(report: Report) -> str:
    """The name of whoever told us, if there is one."""
    return str(report.raised_by) if report.raised_by else str(report.words["name"])


def _names(name: str, row: Party | Report) -> list[str]:
    person = row.person if isinstance(row, Party) else row.raised_by
    return [name, *((person.name, person.known_as) if person else ())]


def _phrases(row: Party | Report) -> list[str]:
    """What else leads to somebody: where they live, how they are reached."""
    person = row.person if isinstance(row, Party) else row.raised_by
    words = row.words
    said = [words["address"], words["contact"]] if isinstance(row, Party) else [words["contact"]]
    pieces = [piece for text in said for piece in phrases_in(str(text))]
    return [*pieces, *((person.email, person.phone) if person else ())]
