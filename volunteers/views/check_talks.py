"""After a check found something: the talk, who decides, the decision, and telling the committee."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from incidents.doors import in_the_log
from safeguard.addresses import address
from safeguard.refusals import Refused, require
from volunteers import access
from volunteers.access import DECIDE, VIEW, WORK, can, check_or_404
from volunteers.composing import checks as composing
from volunteers.forms.checks import DeciderForm, DecisionForm, ShareForm, TalkForm
from volunteers.models import OnlineCheck, Result
from volunteers.services import check_talks as services
from volunteers.services.checks import subject
from volunteers.views.checks import form_page


@in_the_log
def check_talk(request: HttpRequest, code: str) -> HttpResponse:
    found = check_or_404(request, code, WORK)
    if (elsewhere := _not_now(request, found)) is not None:
        return elsewhere
    form = TalkForm(request.POST or None, about=subject(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.discuss(found, by=request.person, **form.said())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record. Say now who decides; it is not whoever did the check."))
            return redirect(found)
    return form_page(
        request,
        form,
        title=_("Talk with %(name)s") % {"name": subject(found)},
        lead=_(
            "Talk as early as possible, in private and calmly. Say what was seen and where, ask about it, and listen. "
            "Nothing is decided in this talk. They may bring somebody, and may ask to answer in writing."
        ),
        submit=_("Put it on record"),
        back=found.get_absolute_url(),
        reminds=True,
    )


@in_the_log
def check_not_them(request: HttpRequest, code: str) -> HttpResponse:
    if (over := access.finished_by(request.person, code)) is not None:
        said = _("This check is over. Nothing more is to be done in it.")
        if over.result == Result.NOT_THEM:
            said = _("This check is closed: it was somebody else, and what was found is destroyed.")
        messages.info(request, said)
        return redirect(address("volunteers:checks"))
    found = _works_or_decides(request, code)
    if (elsewhere := _not_now(request, found)) is not None:
        return elsewhere
    refusal = ""
    if request.method == "POST":
        try:
            services.not_them(found, by=request.person)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The check is closed, and what was found is destroyed."))
            return redirect(address("volunteers:checks"))
    return form_page(
        request,
        None,
        title=_("It is not this person"),
        lead=_(
            "Somebody else has the same name. Then the check is closed, it has no effect, and everything that was "
            "written down about what was found is destroyed at once. Nobody can bring it back."
        ),
        submit=_("It is somebody else: close and destroy"),
        submit_kind="warning",
        back=found.get_absolute_url(),
        refusal=refusal,
    )


@in_the_log
def check_decider(request: HttpRequest, code: str) -> HttpResponse:
    found = check_or_404(request, code, WORK)
    if (elsewhere := _not_now(request, found)) is not None:
        return elsewhere
    form = DeciderForm(request.POST or None, people=services.possible_deciders(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.appoint(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s decides.") % {"name": form.cleaned_data["who"]})
            return redirect(found)
    return form_page(
        request,
        form,
        title=_("Who decides?"),
        lead=_("Choose somebody who was not involved so far and can judge the position."),
        submit=_("Ask them to decide"),
        back=found.get_absolute_url(),
    )


@in_the_log
def decide_check(request: HttpRequest, code: str) -> HttpResponse:
    if access.has_finished(request.person, code):
        return redirect(address("volunteers:checks"))
    found = check_or_404(request, code, DECIDE)
    if services.is_decided(found):
        return redirect(found)
    form = DecisionForm(request.POST or None, about=subject(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.decide(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            if services.is_decided(found):  # the second of two clicks, which came while the first was on its way
                return redirect(found)
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your decision is on record. Now the management committee is told."))
            return redirect(found)
    return form_page(
        request,
        form,
        title=_("Decide"),
        lead=_("What was found decides nothing by itself. Weigh it with the answer and with what else you know."),
        submit=_("Put the decision on record"),
        back=found.get_absolute_url(),
        parts=composing.parts(found),
        reminds=True,
    )


@in_the_log
def share_check(request: HttpRequest, code: str) -> HttpResponse:
    if access.has_finished(request.person, code):
        return redirect(address("volunteers:checks"))
    found = _works_or_decides(request, code)
    form = ShareForm(request.POST or None, people=services.committee(found), about=subject(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.share(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record, and the check is closed."))
            return redirect(address("volunteers:checks"))
    return form_page(
        request,
        form,
        title=_("The management committee was told"),
        lead=_("Every cause for concern is shared with the committee. With that the check is closed."),
        submit=_("Put it on record, and close the check"),
        back=found.get_absolute_url(),
        reminds=True,
    )


def _not_now(request: HttpRequest, found: OnlineCheck) -> HttpResponse | None:
    """Where to go instead of a form that could not be sent. What was typed meanwhile comes back with the reason."""
    sentence = services.why_too_early_or_late(found)
    if not sentence or request.method == "POST":
        return None
    messages.info(request, sentence)
    return redirect(found)


def _works_or_decides(request: HttpRequest, code: str) -> OnlineCheck:
    found = check_or_404(request, code, VIEW)
    require(can(request.person, found, WORK) or can(request.person, found, DECIDE), access.refusal())
    return found
