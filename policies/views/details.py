"""What is kept beside the text is changed; a policy is withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.permissions import whom_to_ask
from policies.forms.details import DetailsForm, WithdrawForm
from policies.permissions import EDIT, WITHDRAW, can_edit, can_withdraw
from policies.services import policies, withdrawing
from policies.views.answering import form_page
from policies.views.fetching import policy_of
from safeguard.addresses import address
from safeguard.refusals import require


@require_http_methods(["GET", "HEAD", "POST"])
def change_details(request: HttpRequest, policy_slug: str) -> HttpResponse:
    policy = policy_of(policy_slug)
    require(can_edit(request.person, policy), whom_to_ask(EDIT))

    form = DetailsForm(request.POST or None, policy=policy, initial=DetailsForm.initial_of(policy))
    back = address("policies:about", policy.slug)
    if request.method == "POST" and form.is_valid():
        policies.change_details(policy, by=request.person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(back)
    return form_page(
        request,
        form,
        caption=policy.title,
        title=_("What is kept beside the text"),
        lead=_("The text itself does not change here."),
        submit=_("Save"),
        back=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, policy_slug: str) -> HttpResponse:
    policy = policy_of(policy_slug)
    require(can_withdraw(request.person, policy), whom_to_ask(WITHDRAW))

    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdrawing.withdraw(policy, by=request.person, **form.cleaned_data)
        messages.success(request, _("The policy is withdrawn. All its versions can still be read."))
        return redirect(policy)
    return form_page(
        request,
        form,
        caption=policy.title,
        title=_("Withdraw this policy?"),
        lead=_("Nothing of it is in force any more. Its versions, signatures and history stay as they are."),
        submit=_("Withdraw it"),
        submit_kind="warning",
        back=policy.get_absolute_url(),
    )
