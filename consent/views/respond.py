"""Somebody's own page for answering, opened from a mail without signing in: /respond/<token>/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from consent.forms.respond import PartForm, SendForm, WhoForm
from consent.languages import name_of
from consent.models import Answer, ConsentReceipt, ConsentRequest, Decision
from consent.services import asking, letters, receipts, responding
from consent.sheets import Part, Sheet
from people.doors import Doors
from people.models import Authority, Person, PersonalLink, Purpose
from people.roles import Role
from safeguard.paging import as_key
from safeguard.refusals import Refused


@dataclass(frozen=True)
class Visit:
    token: str
    link: PersonalLink
    request: ConsentRequest

    @property
    def person(self) -> Person:
        return self.request.asked

    def url(self, page: str, *args: Any) -> str:
        return reverse(page, args=[self.token, *args])


def visit_of(token: str, link: PersonalLink) -> Visit | None:
    found = request_of(link)
    return Visit(token, link, found) if found else None


def request_of(link: PersonalLink) -> ConsentRequest | None:
    key = as_key(link.about.removeprefix("consent:"))
    requests = ConsentRequest.objects.select_related("asked", "organisation")
    return requests.filter(pk=key, asked=link.person_id).first()


def renew(old: PersonalLink) -> None:
    found = request_of(old)
    if found is not None:
        try:
            asking.new_link(found)
        except Refused:
            return  # nobody at this door learns whether there is an address


DOORS = Doors(Purpose.RESPOND, visit_of=visit_of, renew=renew, posts=300)  # a page that saves itself posts often
by_link, new_link = DOORS.by_link, DOORS.new_link


def page(http: HttpRequest, visit: Visit, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of this visit, in the person's language as far as the software speaks it."""
    with override(letters.language_of(visit.request)):
        given = {"visit": visit, "organisation": visit.request.organisation, **context}
        return render(http, f"consent/respond/{template}.html", given, status=status)


def sheet_of(http: HttpRequest, visit: Visit) -> Sheet:
    return Sheet(visit.request, timezone.localdate(), language=http.session.get(_chosen_language(visit), ""))


def _chosen_language(visit: Visit) -> str:
    return f"words:{visit.request.pk}"


def part_of(sheet: Sheet, subject: int) -> Part:
    part = sheet.part(subject)
    if part is None:
        raise Http404
    return part


@by_link
def start(http: HttpRequest, visit: Visit) -> HttpResponse:
    """ "Are you …?" Nothing else is shown before that, and opening the page uses nothing up (E-42)."""
    if http.method == "POST":
        DOORS.confirm(http, visit)
        return redirect(visit.url("respond-all"))
    return page(http, visit, "start", not_me=visit.url("respond-not-me"))


@by_link
def not_me(http: HttpRequest, visit: Visit) -> HttpResponse:
    """The link is with the wrong person: it is taken back and the charity is told."""
    if http.method != "POST":
        return page(http, visit, "not_me", start=visit.url("respond"))
    asking.not_me(visit.request)
    DOORS.forget(http, visit)
    return page(http, visit, "not_me_done")


@by_link
@DOORS.confirmed
def all_(http: HttpRequest, visit: Visit) -> HttpResponse:
    """Everybody about whom something is asked, and what was answered before."""
    responding.opened(visit.request)
    sheet = sheet_of(http, visit)
    wanted = http.GET.get("language", "")
    if wanted in sheet.languages:
        http.session[_chosen_language(visit)] = wanted
        return redirect(visit.url("respond-all"))
    return page(
        http,
        visit,
        "all",
        sheet=sheet,
        parts=[(part, visit.url("respond-about", part.subject.pk)) for part in sheet.parts],
        answers=[(answer, _withdrawal(visit, answer)) for answer in sheet.own_answers()],
        check=visit.url("respond-check"),
        languages=[(code, name_of(code), code == _shown(sheet)) for code in sheet.languages],
        contacts=Person.objects.current().holding(Role.COORDINATOR)[:3],
    )


def _shown(sheet: Sheet) -> str:
    return sheet.language if sheet.language in sheet.languages else "en"


def _withdrawal(visit: Visit, answer: Answer) -> str:
    return visit.url("respond-withdraw", answer.pk) if answer.decision == Decision.YES else ""


@by_link
@DOORS.confirmed
def who(http: HttpRequest, visit: Visit, subject: int) -> HttpResponse:
    """Who are you to them, and may you decide? Asked once, where the charity does not know (E-30)."""
    part = part_of(sheet_of(http, visit), subject)
    here = visit.url("respond-about", subject)
    if not part.asks_who:
        return redirect(here)
    with override(letters.language_of(visit.request)):
        form = WhoForm(http.POST if http.method == "POST" else None, part=part)
        if http.method == "POST" and form.is_valid():
            responding.say_who(visit.request, part, **form.cleaned_data)
            if form.cleaned_data["authority"] == Authority.NONE:
                return page(http, visit, "not_mine", home=visit.url("respond-all"))
            return redirect(here)
        return page(http, visit, "who", form=form, part=part, home=visit.url("respond-all"))


@by_link
@DOORS.confirmed
def about(http: HttpRequest, visit: Visit, subject: int) -> HttpResponse:
    """The questions about one person. What is chosen is kept; nothing counts before it is sent."""
    sheet = sheet_of(http, visit)
    part = sheet.part(subject)
    if part is None:  # nothing is asked about them any more, or the person who was asked no longer decides
        return page(http, visit, "nothing", home=visit.url("respond-all"), status=404)
    if part.asks_who:
        return redirect(visit.url("respond-who", subject))
    with override(letters.language_of(visit.request)):
        before = sheet.before(part)
        form = PartForm(http.POST if http.method == "POST" else None, part=part, before=before)
        if http.method == "POST" and form.is_valid():
            return redirect(_kept(visit, sheet, part, form))
        context = {"form": form, "part": part, "before": before.subject if before else None}
        save = visit.url("respond-save", subject)
        return page(http, visit, "about", **context, home=visit.url("respond-all"), save=save)


def _kept(visit: Visit, sheet: Sheet, part: Part, form: PartForm) -> str:
    """Keep what was chosen, and lead on: to the same question, to the next person, or to the end."""
    chosen, same = form.chosen, form.same_for
    if same is not None:
        question = next(line.item.question_id for line in part.lines if line.item.pk == same)
        chosen[same]["answer"] = form.before[question].choice
    responding.choose(visit.request, part, chosen, wish=bool(form.cleaned_data.get("wish")))
    here = visit.url("respond-about", part.subject.pk)
    if same is not None:
        return f"{here}#question-{same}"
    following = sheet.next_open(part)
    return visit.url("respond-about", following.subject.pk) if following else visit.url("respond-check")


@require_POST
@by_link
@DOORS.confirmed
def save(http: HttpRequest, visit: Visit, subject: int) -> HttpResponse:
    """The page saves itself; what is not right yet is left as it was."""
    part = part_of(sheet_of(http, visit), subject)
    form = PartForm(http.POST, part=part)
    if not form.is_valid():
        return JsonResponse({}, status=422)
    responding.choose(visit.request, part, form.chosen, wish=bool(form.cleaned_data.get("wish")))
    return JsonResponse({"saved_at": f"{timezone.localtime():%H:%M}"})


@by_link
@DOORS.confirmed
def check(http: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that would be sent, to read once more; sending twice is sending once."""
    sheet = sheet_of(http, visit)
    with override(letters.language_of(visit.request)):
        form = SendForm(http.POST if http.method == "POST" else None, person=visit.person)
        if http.method == "POST" and form.is_valid():
            try:
                return redirect(_sent(http, visit, sheet, form))
            except Refused as refused:
                form.add_error(None, str(refused))
                sheet = sheet_of(http, visit)
        parts = [(part, visit.url("respond-about", part.subject.pk)) for part in sheet.parts]
        return page(http, visit, "check", sheet=sheet, form=form, parts=parts, home=visit.url("respond-all"))


def _sent(http: HttpRequest, visit: Visit, sheet: Sheet, form: SendForm) -> str:
    given = {**form.cleaned_data, "language": sheet.language, "fingerprint": http.POST.get("shown", "")}
    code = responding.send(visit.request, **given)
    return visit.url("respond-receipt", code) if code else visit.url("respond-all")


@require_safe
@by_link
@DOORS.confirmed
def receipt(http: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """What was answered, in which words. Only what this person answered or sent."""
    said = _own(visit, code)
    context = receipts.words(said) | {"home": visit.url("respond-all"), "pdf": visit.url("respond-pdf", code)}
    return page(http, visit, "receipt", **context)


@require_safe
@by_link
@DOORS.confirmed
def pdf(http: HttpRequest, visit: Visit, code: str) -> HttpResponse | FileResponse:
    said = _own(visit, code)
    made = ConsentReceipt.objects.filter(code=said[0].code).first()
    if made is None:
        receipts.hand_over(visit.request.organisation_id, code)
        again = {"again": visit.url("respond-pdf", code), "receipt": visit.url("respond-receipt", code)}
        return page(http, visit, "being_made", status=202, **again)
    file = default_storage.open(made.file)
    return FileResponse(file, as_attachment=True, filename=receipts.file_name(made), content_type="application/pdf")


def _own(visit: Visit, code: str) -> list[Answer]:
    said = list(receipts.answers_of(code))
    if not any(_is_by(answer, visit.person) for answer in said):
        raise Http404
    return said


def _is_by(answer: Answer, person: Person) -> bool:
    giver = answer.giver.merged_into_id or answer.giver_id if answer.giver else None
    return person.pk in (giver, answer.request.asked_id if answer.request else None)


@by_link
@DOORS.confirmed
def withdraw(http: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take a yes back: one press, no reason, at once (fact 49)."""
    sheet = sheet_of(http, visit)
    answer = next((answer for answer in sheet.answers.values() if answer.pk == pk), None)
    if answer is None:  # taken back already, or answered anew since the page was opened
        old = Answer.objects.given_by(visit.person).filter(pk=pk).first() if pk < 2**63 else None
        answer = sheet.last_word_beside(old) if old else None
        if answer is None:
            raise Http404
        if answer.decision == Decision.YES:
            return redirect(visit.url("respond-all"))
    if http.method == "POST":
        taken_back = responding.withdraw(visit.request, answer)
        return redirect(visit.url("respond-receipt", taken_back.code) if taken_back.code else visit.url("respond-all"))
    return page(http, visit, "withdraw", answer=answer, home=visit.url("respond-all"))
