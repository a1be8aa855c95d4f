"""The check-out: a list of what somebody gives back and hands over, each confirmed by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people import services
from people.forms.check_outs import AddForm, ConfirmForm
from people.models import CheckOut, CheckOutItem, CheckOutKind, Person
from people.permissions import MANAGE_PEOPLE, whom_to_ask
from people.services.check_outs import held_still
from people.views.fetching import person_or_404
from people.views.form_page import form_page
from safeguard.addresses import address
from safeguard.refusals import Refused, require


@dataclass(frozen=True)
class Task:
    """One line of the list, as components/task_list.html shows it."""

    title: str
    hint: str
    status: str
    kind: str
    url: str = ""


def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The lists of one person, the open ones first. Whoever leaves reads what they are to give back."""
    who = person_or_404(request, pk)
    me = request.person
    require(MANAGE_PEOPLE.allows(me) or who == me, whom_to_ask(MANAGE_PEOPLE))
    may_confirm = MANAGE_PEOPLE.allows(me) and who != me
    found = who.check_outs.select_related("person").prefetch_related("items__done_by").order_by("-begun_on", "-pk")
    lists = [part_of(one, may_confirm=may_confirm) for one in sorted(found, key=lambda one: one.closed_at is not None)]
    context = {
        "who": who,
        "is_me": who == me,
        "lists": lists,
        "may_add": may_confirm and (bool(who.left_on or who.deceased_on) or any(one["is_open"] for one in lists)),
        "back": who.get_absolute_url(),
    }
    return render(request, "people/check_out.html", context)


def part_of(check_out: CheckOut, *, may_confirm: bool) -> dict[str, Any]:
    items = list(check_out.items.all())
    done = [item for item in items if item.done_at]
    is_open = check_out.closed_at is None
    words = {"day": date_format(check_out.last_day)}
    has_died = check_out.person.deceased_on is not None
    if check_out.kind == CheckOutKind.LEAVING and has_died:
        title = _("What is put into other hands")
    elif check_out.kind == CheckOutKind.LEAVING:
        title = _("Last day: %(day)s") % words
    else:
        title = _("What is off from %(day)s") % words
    return {
        "check_out": check_out,
        "title": title,
        "is_suspension": check_out.kind == CheckOutKind.SUSPENSION,
        "is_open": is_open,
        "progress": _("%(done)s of %(all)s confirmed") % {"done": len(done), "all": len(items)},
        "is_done": len(done) == len(items),
        "tasks": [task_of(item, check_out, may_open=may_confirm and is_open) for item in items],
    }


def task_of(item: CheckOutItem, check_out: CheckOut, *, may_open: bool) -> Task:
    if item.done_at:
        words = {"day": date_format(timezone.localdate(item.done_at)), "who": item.done_by}
        told = _("Confirmed on %(day)s by %(who)s.") % words
        return Task(item.title, f"{told} {item.note}".strip(), _("Confirmed"), "good")
    if check_out.closed_at is not None:
        return Task(item.title, "", _("Not confirmed"), "quiet")
    url = address("people:confirm_check_out", check_out.person_id, item.pk) if may_open else ""
    if item.ends_by_itself and timezone.localdate() < check_out.last_day:
        words = {"day": date_format(check_out.last_day)}
        return Task(item.title, item.hint, _("Ends by itself on %(day)s") % words, "info", url)
    is_late = check_out.due_on < timezone.localdate()
    return Task(item.title, item.hint, _("To be confirmed"), "bad" if is_late else "soon", url)


def confirm(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """One thing: where it still is, and that it is handed over. Never confirmed by the person themself."""
    who = person_or_404(request, pk)
    require_keeper(request, who)
    items = CheckOutItem.objects.select_related("check_out__person")
    item = get_object_or_404(items, pk=item_pk, check_out__person=who)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm(item, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Confirmed: %(what)s") % {"what": item.title})
            return redirect("people:check_out", request.organisation.slug, who.pk)
    still = held_still(item.check_out).get(item.key)
    context = {
        "who": who,
        "item": item,
        "form": form,
        "is_held": still is not None,
        "url": (still.url if still else "") or item.url,
        "back": address("people:check_out", who.pk),
    }
    return render(request, "people/check_out_item.html", context)


def add(request: HttpRequest, pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    require_keeper(request, who)
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_item(who, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on the list."))
            return redirect("people:check_out", request.organisation.slug, who.pk)
    return form_page(
        request,
        form,
        title=_("Add something to the check-out of %(who)s") % {"who": who},
        lead=_("Write down what the software does not know of. Never write a concern here."),
        submit=_("Put it on the list"),
        back=address("people:check_out", who.pk),
    )


def require_keeper(request: HttpRequest, who: Person) -> None:
    require(who != request.person, _("Somebody else confirms what you hand over. Ask whoever manages people."))
    require(MANAGE_PEOPLE.allows(request.person), whom_to_ask(MANAGE_PEOPLE))
