"""The paper form of a request: asked for on a page, made by the worker, and fetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from consent import marks
from consent.fixed_words import fixed_words, language_of_fixed_words
from consent.models import Channel, ConsentRequest, PrintedForm, Question, RequestItem, Wording
from consent.states import RequestStatus
from consent.verbs import Verb
from consent.whom import Deciders
from organisations.brand import palette
from organisations.models import Settings
from people import post
from people.models import Person
from safeguard import pdf
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation

SAME = timedelta(minutes=10)  # a form is printed again as it is


@transaction.atomic
def ask(request: ConsentRequest, *, by: Person) -> PrintedForm:
    """Have the form made. Within ten minutes it is the same one. Raises Refused for a request that was taken back."""
    request = ConsentRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if request.status == RequestStatus.CANCELLED:
        raise Refused(_("This request was taken back. Ask again, and print that form."))
    since = timezone.now() - SAME
    there = request.printed_forms.filter(asked_at__gt=since, failure="").first()
    if there is not None:
        return there
    form = PrintedForm.objects.create(request=request, asked_by=by)
    transaction.on_commit(lambda: post.hand_over("consent.tasks.make_paper_form", form.organisation_id, form.pk))
    record(Verb.PRINTED, request, by=by)
    return form


def make(form_id: int) -> PrintedForm:
    """What the worker does. Made twice, it is made once; what went wrong is written down as a sentence."""
    form: PrintedForm = PrintedForm.objects.select_related("request__asked", "request__event").get(pk=form_id)
    if not form.is_waiting:
        return form
    try:
        content = render(form.request)
    except pdf.Unavailable as unavailable:
        form.failure = str(unavailable)[:300]
        form.save(update_fields=["failure"])
        return form
    name = default_storage.save(f"consent-forms/{form.request.code}.pdf", ContentFile(content))
    unmade = PrintedForm.objects.filter(pk=form.pk, made_at=None)
    if not unmade.update(file=name, made_at=timezone.now()):  # another worker was quicker
        default_storage.delete(name)
    form.refresh_from_db()
    return form


def make_waiting() -> None:
    """Forms whose worker was lost."""
    for key in PrintedForm.objects.filter(made_at=None, failure="").values_list("pk", flat=True):
        make(key)


def render(request: ConsentRequest) -> bytes:
    return pdf.render("consent/paper/print.html", words(request), identifier=request.code)


def words(request: ConsentRequest) -> dict[str, Any]:
    """Everything that stands on the form, in the language of the request."""
    organisation, fixed = active_organisation(), fixed_words(request.language)
    items = list(request.items.select_related("subject", "question__event", "wording"))
    beside = own_answers(request, items, timezone.localdate())
    asked: dict[int, Asked] = {}
    for item in items:
        one = asked.setdefault(item.wording_id, Asked(item.question, item.wording))
        one.lines.append((item.subject, item.pk in beside))
    return {
        "document_title": f"{fixed['title']} · {request.code}",
        "running_title": request.code,
        "language": language_of_fixed_words(request.language),
        "letterhead_name": organisation.name,
        "letterhead_address": ", ".join(organisation.address.splitlines()),
        "palette": palette(organisation.brand_colour) if organisation.brand_colour else None,
        "request": request,
        "fixed": fixed,
        "mark": marks.drawn(request.code),
        "asked": list(asked.values()),
        "withdrawals": list(dict.fromkeys((item.wording.language, item.wording.withdrawal) for item in items)),
        "own_ages": _own_ages(items) if beside else [],
        "is_public": any(item.question.is_public for item in items),
        "has_phones": any(item.question.channel == Channel.TAKEN_PHONE for item in items),
    }


@dataclass
class Asked:
    """One question on the paper, with everybody about whom it is asked, and whether they answer beside (BC-40)."""

    question: Question
    wording: Wording
    lines: list[tuple[Person, bool]] = field(default_factory=list)

    @property
    def has_own(self) -> bool:
        return any(own for _subject, own in self.lines)


def _own_ages(items: list[RequestItem]) -> list[int]:
    usual = Settings.current().child_agreement_age
    own = (item.question.own_answer_from for item in items)
    return sorted({usual if age is None else age for age in own})


def own_answers(request: ConsentRequest, items: list[RequestItem], today: date) -> set[int]:
    """The keys of those items on which a child's own answer is wanted beside the carer's."""
    subjects = list({item.subject for item in items if item.subject_id != request.asked_id})
    questions: list[Question] = list({item.question for item in items})
    if not subjects:
        return set()
    deciders = Deciders(subjects, questions, today)
    return {item.pk for item in items if item.subject in subjects and deciders.answers_too(item.subject, item.question)}
