"""One case at a glance: what to do, what was said, who is in it, what happened last."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents import interests, numbers, presenting, prompts
from incidents.access import WORK, can, case_or_404, opened, visible_to
from incidents.doors import in_the_log
from incidents.happened import note_on, said
from incidents.joined import cases_of
from incidents.models import ACCOUNT, Case, Entry, Misconduct, Part, Party, Report, Test
from incidents.sections import sections
from incidents.services import holding
from incidents.services.triage import UNSURE
from incidents.tags import COMPLAINT, MATERIAL, among_group
from incidents.types import among
from people.models import Person
from safeguard.local_times import in_words

LATEST, SHOWN = 5, 10
ASIDE = {"what", "own_words", "language"}  # shown in places of their own


@in_the_log
def case(request: HttpRequest, code: str) -> HttpResponse:
    found = case_or_404(request, code)
    opened(found, by=request.person)
    now, together = timezone.now(), cases_of(found, request.person)
    held, works = holding.hold_on(found), can(request.person, found, WORK)
    to_do = presenting.due([found], now=now, held={found.pk} if held else set())[found.pk]
    directory = numbers.directory(request.organisation)
    ties = interests.of(request.person, together, today=timezone.localdate(now))
    context = {
        "case": found,
        "into": visible_to(request.person).filter(pk=found.joined_to_id).first() if found.joined_to_id else None,
        "sections": sections(request, found),
        "heading": presenting.heading(found),
        "trouble": presenting.trouble_with(found),
        "status": presenting.status_tag(found),
        "severity": presenting.severity_tag(found),
        "may_work": works and not found.is_finished and not found.is_shredded,
        "may_ask_again": works and not found.is_shredded,
        "prompts": prompts.prompts(found, directory, ties),
        "tasks": [_task(found, one) for one in to_do[:SHOWN]],
        "more": max(len(to_do) - SHOWN, 0),
        "hold": held,
        "hold_words": presenting.words_of(held) if held else {},
        "look_again_on": date_format(held.look_again_on) if held and held.look_again_on else "",
        "reports": reports(together, found),
        "facts": facts(found),
        "times": presenting.times(found),
        "parts": people(together),
        "entries": latest(together),
        "handled_by": handled_by(found),
        "joined": [one for one in together if one != found],
        "policies": prompts.policies_for(found),
    }
    return render(request, "incidents/case/case.html", context)


def _task(case: Case, one: presenting.Due) -> dict[str, str]:
    kind, text = one.tag or ("", "")
    return {
        "title": one.title,
        "url": presenting.page_in(case, one.page),
        "hint": one.hint,
        "status": text,
        "kind": kind,
    }


def reports(together: list[Case], case: Case) -> list[dict[str, Any]]:
    """The first accounts as they came, of this case and of those that were joined to it."""
    codes = {one.pk: one.code for one in together}
    found = Report.objects.filter(case__in=codes).select_related("raised_by", "written_by")
    return [_report(one, "" if one.case_id == case.pk else codes[one.case_id]) for one in found]


def _report(one: Report, from_case: str) -> dict[str, Any]:
    words = presenting.words_of(one)
    rows = [{"key": label, "value": as_text(words.get(name))} for name, label in ACCOUNT.items() if name not in ASIDE]
    when = " ".join(filter(None, (said(one), note_on(one, as_text(words.get("when"))))))
    return {
        "report": one,
        "trouble": presenting.trouble_with(one),
        "what": as_text(words.get("what")),
        "own_words": as_text(words.get("own_words")),
        "language": as_text(words.get("language")),
        "rows": [row for row in [*rows, {"key": _("That is"), "value": when}] if row["value"]],
        "received": in_words(one.received_at),
        "by": _("without a name") if one.is_anonymous or one.raised_by is None else str(one.raised_by),
        "from_case": from_case,
    }


def as_text(value: Any) -> str:
    """A word of a report may be a text, or a list of what was ticked."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {as_text(text)}" for key, text in value.items() if text)
    if isinstance(value, list | tuple):
        return "; ".join(as_text(one) for one in value)
    return "" if value is None else str(value)


def facts(case: Case) -> list[dict[str, str]]:
    """What is known, for components/summary_list.html; what is not known is left out."""
    words = presenting.words_of(case)
    tests = [_("Not sure") if one == UNSURE else str(Test(one).label) for one in case.tests]
    rows = [
        (_("Kinds"), "; ".join(kind.label for kind in among(case.types))),
        (_("Unsuitable material"), "; ".join(tag.label for tag in among_group(case.tags, MATERIAL))),
        (
            _("Published by somebody who works with us"),
            "; ".join(str(Misconduct(one).label) for one in case.misconduct),
        ),
        (_("Handled as"), "; ".join(tag.label for tag in among_group(case.tags, COMPLAINT))),
        (_("Why it is this severe"), words["why_severity"]),
        (_("In danger now"), case.get_danger_now_display()),
        (_("What was done about the danger"), words["danger"]),
        (_("A crime"), case.get_crime_display()),
        (_("Police or crime reference"), words["reference"]),
        (_("About somebody who works with us"), case.get_about_worker_display()),
        (_("The four tests"), "; ".join(tests)),
        (_("Low-level concern"), _("Yes") if case.is_low_level else ""),
        (_("How we learnt of it"), case.get_source_display()),
        (_("When somebody in the charity learnt of it"), in_words(case.learnt_at)),
        (_("When it happened"), "; ".join(filter(None, (said(case), words["happened"])))),
        (_("Where"), "; ".join(filter(None, (case.get_premises_display(), words["where"])))),
        (_("Whose device"), case.get_equipment_display()),
        (_("Online"), _("Yes") if case.is_online else ""),
        (_("To be done next"), words["handling"]),
    ]
    return [{"key": str(key), "value": str(value)} for key, value in rows if value]


def people(together: list[Case]) -> list[tuple[str, list[dict[str, Any]]]]:
    """By the part that they play."""
    found: dict[str, list[dict[str, Any]]] = {part: [] for part in Part.values}
    holders = {one.pk: one for one in together}
    for party in Party.objects.standing().filter(case__in=holders):
        party.case = holders[party.case_id]  # whose key is known: nothing more is asked for
        words = presenting.words_of(party)
        found[party.part].append({"party": party, "name": words["name"] or _("Name not known"), "words": words})
    return [(str(Part(part).label), rows) for part, rows in found.items() if rows]


def latest(together: list[Case]) -> list[dict[str, Any]]:
    """What was written last."""
    holders = {one.pk: one for one in together}
    found = []
    entries = Entry.objects.filter(case__in=holders).select_related("by").order_by("-written_at", "-pk")
    for entry in entries[:LATEST]:
        entry.case = holders[entry.case_id]
        text = presenting.trouble_with(entry) or presenting.words_of(entry)["text"]
        found.append({"entry": entry, "text": text, "when": in_words(entry.written_at), "by": entry.by})
    return found


def handled_by(case: Case) -> list[dict[str, Any]]:
    """Who has written in the case, the last one first. Nobody owns it."""
    wrote = Entry.objects.filter(case=case).exclude(by=None).order_by().values("by").annotate(last=Max("written_at"))
    last = dict(wrote.values_list("by", "last"))
    names = {person.pk: str(person) for person in Person.objects.filter(pk__in=last)}
    found = sorted(last.items(), key=lambda one: one[1], reverse=True)
    return [{"name": names[key], "when": in_words(when)} for key, when in found if key in names]
