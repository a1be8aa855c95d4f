"""What a policy leans on: companion documents, references, appendices, extracts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.permissions import whom_to_ask
from policies.forms.leaning import CheckAppendixForm, CheckLinkForm, CompanionForm, ExtractForm, ReferenceForm
from policies.models import Appendix, Policy
from policies.permissions import EDIT, can_edit
from policies.services import companions as services
from policies.views.answering import after, form_page
from policies.views.fetching import policy_of
from safeguard.addresses import address
from safeguard.refusals import Refused, require


def editable(request: HttpRequest, policy_slug: str) -> Policy:
    policy = policy_of(policy_slug)
    require(can_edit(request.person, policy), whom_to_ask(EDIT))
    return policy


def page(request: HttpRequest, policy: Policy, form: Any, act: Any, *, done: str, **words: Any) -> HttpResponse:
    """One form about this policy; afterwards back to what is kept beside its text."""
    back = address("policies:about", policy.slug)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(back)
    return form_page(request, form, caption=policy.title, back=back, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def companions(request: HttpRequest, policy_slug: str) -> HttpResponse:
    policy = editable(request, policy_slug)
    form = CompanionForm(request.POST or None, policy=policy)
    words = {"title": _("Add a companion document"), "submit": _("Add it"), "done": _("The document is on the list.")}
    return page(request, policy, form, lambda **typed: services.add(policy, **typed), **words)


@require_http_methods(["GET", "HEAD", "POST"])
def change_companion(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    policy = editable(request, policy_slug)
    companion = get_object_or_404(policy.companions, pk=pk)
    initial = {name: getattr(companion, name) for name in ("title", "kind", "document", "mandatory", "note")}
    form = CompanionForm(request.POST or None, policy=policy, initial=initial)
    words = {"title": _("Change a companion document"), "submit": _("Save"), "done": _("Saved.")}
    return page(request, policy, form, lambda **typed: services.change(companion, **typed), **words)


@require_POST
def remove_companion(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    policy = editable(request, policy_slug)
    companion = get_object_or_404(policy.companions, pk=pk)
    done = _("“%s” is off the list. The document itself was not touched.") % companion.title
    then = address("policies:about", policy.slug)
    return after(request, lambda: services.remove(companion, by=request.person), done, then=then)


@require_http_methods(["GET", "HEAD", "POST"])
def add_reference(request: HttpRequest, policy_slug: str) -> HttpResponse:
    policy = editable(request, policy_slug)
    form = ReferenceForm(request.POST or None)
    words = {"title": _("Add a reference"), "submit": _("Add it"), "done": _("The reference is on the list.")}
    return page(request, policy, form, lambda **typed: services.add_reference(policy, **typed), **words)


@require_http_methods(["GET", "HEAD", "POST"])
def change_reference(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    policy = editable(request, policy_slug)
    reference = get_object_or_404(policy.references, pk=pk)
    initial = {name: getattr(reference, name) for name in ReferenceForm.base_fields}
    form = ReferenceForm(request.POST or None, initial=initial)
    words = {"title": _("Change a reference"), "submit": _("Save"), "done": _("Saved.")}
    return page(request, policy, form, lambda **typed: services.change_reference(reference, **typed), **words)


@require_http_methods(["GET", "HEAD", "POST"])
def check_reference(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    """Somebody follows the link in their own browser and says what they found; we never fetch it."""
    policy = editable(request, policy_slug)
    reference = get_object_or_404(policy.references, pk=pk)
    form = CheckLinkForm(request.POST or None, initial={"replaced_by": reference.replaced_by})
    words = {"title": _("Check “%s”") % reference.title, "submit": _("Note it"), "done": _("Noted with today's date.")}
    return page(
        request,
        policy,
        form,
        lambda **typed: services.check_reference(reference, **typed),
        lead=_("Follow the link in another window, then say what you found."),
        points=[reference.link] if reference.link else [],
        **words,
    )


@require_POST
def remove_reference(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    policy = editable(request, policy_slug)
    reference = get_object_or_404(policy.references, pk=pk)
    then = address("policies:about", policy.slug)
    done = _("“%s” is off the list.") % reference.title
    return after(request, lambda: services.remove_reference(reference, by=request.person), done, then=then)


@require_http_methods(["GET", "HEAD", "POST"])
def check_appendix(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    policy = editable(request, policy_slug)
    appendix = get_object_or_404(Appendix.objects.filter(version__policy=policy), pk=pk)
    form = CheckAppendixForm(request.POST or None, initial={"review_on": appendix.review_on})
    words = {"title": _("Does “%s” still apply?") % appendix.title, "submit": _("Note it"), "done": _("Noted.")}
    return page(request, policy, form, lambda **typed: services.check_appendix(appendix, **typed), **words)


@require_http_methods(["GET", "HEAD", "POST"])
def add_extract(request: HttpRequest, policy_slug: str) -> HttpResponse:
    policy = editable(request, policy_slug)
    version = policy.in_work or policy.current
    if version is None:
        messages.warning(request, _("There is no text yet."))
        return redirect(policy)
    form = ExtractForm(request.POST or None, version=version)
    words = {"title": _("Note an extract"), "submit": _("Note it"), "done": _("The extract is noted.")}
    return page(request, policy, form, lambda **typed: services.add_extract(version, **typed), **words)
