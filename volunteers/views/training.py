"""Training in the browser: the topics, one topic, who has a gap, and one person's training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agreements.signatures import AT_ONCE
from people.models import Person, RoleLabel
from people.permissions import whom_to_ask
from people.roles import Role
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require
from volunteers.forms.training import GapForm, TopicForm
from volunteers.models import Completion, Topic, TopicKind
from volunteers.permissions import SEE_TRAINING, TRAIN, may_record_training, not_to_be_recorded, training_seen_by
from volunteers.services import topics as services
from volunteers.services.training import (
    Progress,
    State,
    counts,
    induction_in,
    is_inducted,
    items_of,
    running,
    with_gaps,
)
from volunteers.topic_suggestions import SUGGESTIONS, suggestion

PAGE = 50
LAST = 100  # completions and sessions on a page


def sections(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The pages of training beside each other, for components/section_nav.html."""
    if not SEE_TRAINING.allows(request.person):
        return []
    pages = [(_("Topics"), address("volunteers:topics")), (_("Who has a gap"), address("volunteers:gaps"))]
    return [(label, url, request.path == url) for label, url in pages]


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    context = {"sections": sections(request), "may_train": TRAIN.allows(request.person), "not_by_me": (), **context}
    return render(request, f"volunteers/training/{template}.html", context)


@dataclass(frozen=True)
class TopicRow:
    """A topic as lists show it."""

    topic: Topic
    who: str
    progress: Progress

    @property
    def words(self) -> str:
        if not self.progress.needed:
            return _("Nobody needs it today")
        return _("%(done)s of %(all)s") % {"done": self.progress.done, "all": self.progress.needed}

    @property
    def kind(self) -> str:
        if not self.progress.needed:
            return "quiet"
        return "soon" if self.progress.missing and self.topic.is_required else "good"


def topics(request: HttpRequest) -> HttpResponse:
    """Every topic that runs, with how far everybody is, and what policies often promise."""
    require(SEE_TRAINING.allows(request.person), whom_to_ask(SEE_TRAINING))
    today = timezone.localdate()
    found = running(today)
    seen = training_seen_by(request.person, today)
    rows, used = _rows(found, counts(found, today, seen)), {topic.suggestion for topic in found}
    context = {
        "groups": [(kind.label, [row for row in rows if row.topic.kind == kind]) for kind in TopicKind],
        "rows": rows,
        "suggestions": [one for one in SUGGESTIONS if one.key not in used or one.asks_for == "policy"],
        "ended": Topic.objects.exclude(pk__in=[topic.pk for topic in found]),
    }
    return page(request, "topics", **context)


def _rows(found: list[Topic], progress: dict[int, Progress]) -> list[TopicRow]:
    labels = RoleLabel.objects.by_role()
    return [TopicRow(topic, _who(topic, labels), progress[topic.pk]) for topic in found]


def _who(topic: Topic, labels: dict[str, str]) -> str:
    words: str = get_text_list([labels[role] for role in Role.values if role in topic.roles], _("and"))
    return f"{words} ({topic.project})" if topic.project else words


def topic(request: HttpRequest, pk: int) -> HttpResponse:
    require(SEE_TRAINING.allows(request.person), whom_to_ask(SEE_TRAINING))
    today = timezone.localdate()
    found = get_object_or_404(Topic.objects.select_related("policy", "project", "agreement"), pk=pk)
    seen = training_seen_by(request.person, today)
    done = found.completions.filter(person__in=seen).select_related("person", "session", "recorded_by")
    begun_as = suggestion(found.suggestion)
    context = {
        "topic": found,
        "row": _rows([found], counts([found], today, seen))[0],
        "is_over": found.ended_on is not None and found.ended_on <= today,
        "completions": done[:LAST],
        "sessions": found.sessions.all()[:LAST],
        "offers": found.offers.filter(closed_on=None, person__in=seen).select_related("person")[:LAST],
        "clauses": begun_as.clauses if begun_as else (),
        "not_by_me": not_to_be_recorded(request.person),
        "today": today,
    }
    return page(request, "topic", **context)


def add(request: HttpRequest) -> HttpResponse:
    require(TRAIN.allows(request.person), whom_to_ask(TRAIN))
    key = request.GET.get("like", "")
    begun_as = suggestion(key)
    form = TopicForm(request.POST if request.method == "POST" else None, initial=_suggested(key))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add(by=request.person, suggestion=begun_as.key if begun_as else "", **form.cleaned_data)
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, _("The topic is set up. The list shows who needs it."))
            return redirect(made)
    return page(
        request, "topic_form", form=form, title=_("Set up a topic"), back=address("volunteers:topics"), like=begun_as
    )


def _suggested(key: str) -> dict[str, Any]:
    one = suggestion(key)
    if one is None:
        return {}
    words = {"title": one.title, "what": one.what, "kind": one.kind, "roles": list(one.roles)}
    return {**words, "every_months": one.every_months, "within_days": one.within_days}


def change(request: HttpRequest, pk: int) -> HttpResponse:
    require(TRAIN.allows(request.person), whom_to_ask(TRAIN))
    found = get_object_or_404(Topic, pk=pk)
    form = TopicForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(Topic.objects.get(pk=pk), by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, _("The topic is changed."))
            return redirect(found)
    return page(request, "topic_form", form=form, title=_("Change the topic"), back=found.get_absolute_url())


def end(request: HttpRequest, pk: int) -> HttpResponse:
    require(TRAIN.allows(request.person), whom_to_ask(TRAIN))
    found = get_object_or_404(Topic, pk=pk)
    if request.method == "POST":
        services.end(found, by=request.person, on=timezone.localdate())
        messages.success(request, _("Nobody needs it any more. What was completed stays on record."))
        return redirect(address("volunteers:topics"))
    return page(request, "topic_end", topic=found)


def gaps(request: HttpRequest) -> HttpResponse:
    """Who lacks what they need, by person; in the same few queries for any number of people."""
    require(SEE_TRAINING.allows(request.person), whom_to_ask(SEE_TRAINING))
    today = timezone.localdate()
    found = running(today)
    form = GapForm(request.GET, topics=found)
    seen = training_seen_by(request.person, today)
    people = seen.filter(pk__in=with_gaps(form.chosen, today).values("pk"))
    if form.asked.get("q"):
        people = people.matching(form.asked["q"])
    if form.asked.get("project"):
        people = people.filter(project=form.asked["project"])
    keys = list(people.order_by().values_list("pk", flat=True))
    if len(keys) <= AT_ONCE:  # among very many people a few are found once, and not again for the page
        people = Person.objects.filter(pk__in=keys)
    shown = page_of(request, people.select_related("project"), order="search_text", size=PAGE, within=seen)
    items = items_of([person.pk for person in shown.rows], today, found)
    context = {
        "form": form,
        "page": shown,
        "number": len(keys),
        "lines": [(one, [item for item in items[one.pk] if item.is_gap]) for one in shown.rows],
        "columns": [_("Name"), _("Project"), _("What is missing")],
        "is_filtered": any(request.GET.get(name) for name in ("q", "topic", "project")),
        "chosen": form.chosen[0] if len(form.chosen) == 1 else None,
        "has_topics": bool(found),
        "today": today,
    }
    return page(request, "gaps", **context)


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's training: their own, or that of somebody whose training the reader sees."""
    today = timezone.localdate()
    found = person_seen(request, pk)
    items = items_of([found.pk], today)[found.pk]
    induction = induction_in(items)
    entries = [found.pk, *found.merged_from.values_list("pk", flat=True)]
    context = {
        "who": found,
        "is_self": found == request.person,
        "groups": [(kind.label, [item for item in items if item.topic.kind == kind]) for kind in TopicKind],
        "items": items,
        "is_inducted": is_inducted(items),
        "induction_done": sum(item.state == State.DONE for item in induction),
        "induction_total": len(induction),
        "history": Completion.objects.filter(person__in=entries).select_related("topic", "recorded_by")[:LAST],
        "may_record": may_record_training(request.person, found),
        "others": [topic for topic in running(today) if topic.pk not in {item.topic.pk for item in items}],
        "today": today,
    }
    return page(request, "person", **context)


def person_seen(request: HttpRequest, pk: int) -> Person:
    """404 for somebody whose training the reader does not see, and for who is not there."""
    seen = training_seen_by(request.person, timezone.localdate())
    found: Person = get_object_or_404(seen.select_related("project"), pk=pk)
    return found
