"""Addresses under /o/<organisation>/policies/. Words beside a policy's slug are in services.policies.RESERVED."""

from django.urls import path

from policies.views import (
    amending,
    approving,
    comparing,
    details,
    importing,
    leaning,
    listing,
    reading,
    reviewing,
    signing_off,
    writing,
)

app_name = "policies"

version = "<slug:policy_slug>/versions/<int:number>/"

urlpatterns = [
    path("", listing.list_policies, name="list"),
    path("definitions/", listing.definitions, name="definitions"),
    path("new/", writing.choose, name="new"),
    path("new/blank/", writing.begin_blank, name="new_blank"),
    path("new/starter/<slug:starter_slug>/", writing.begin_starter, name="new_starter"),
    path("import/", importing.begin, name="import"),
    path("import/<int:pk>/", importing.check, name="import_draft"),
    path("import/<int:pk>/keep/", importing.keep, name="import_keep"),
    path("import/<int:pk>/text/", importing.correct_text, name="import_text"),
    path("import/<int:pk>/read-now/", importing.read_now, name="import_read_now"),
    path("import/<int:pk>/discard/", importing.discard, name="import_discard"),
    path("sign-off/", signing_off.queue, name="queue"),
    # One policy
    path("<slug:policy_slug>/", reading.read_policy, name="policy"),
    path("<slug:policy_slug>/about/", reading.about, name="about"),
    path("<slug:policy_slug>/history/", reading.history, name="history"),
    path("<slug:policy_slug>/compare/", comparing.compare, name="compare"),
    path("<slug:policy_slug>/details/", details.change_details, name="details"),
    path("<slug:policy_slug>/withdraw/", details.withdraw, name="withdraw"),
    path("<slug:policy_slug>/draft/", writing.open_draft, name="open_draft"),
    # What it leans on
    path("<slug:policy_slug>/companions/", leaning.companions, name="companions"),
    path("<slug:policy_slug>/companions/<int:pk>/", leaning.change_companion, name="companion"),
    path("<slug:policy_slug>/companions/<int:pk>/remove/", leaning.remove_companion, name="remove_companion"),
    path("<slug:policy_slug>/references/add/", leaning.add_reference, name="add_reference"),
    path("<slug:policy_slug>/references/<int:pk>/", leaning.change_reference, name="reference"),
    path("<slug:policy_slug>/references/<int:pk>/check/", leaning.check_reference, name="check_reference"),
    path("<slug:policy_slug>/references/<int:pk>/remove/", leaning.remove_reference, name="remove_reference"),
    path("<slug:policy_slug>/appendices/<int:pk>/", leaning.check_appendix, name="appendix"),
    path("<slug:policy_slug>/extracts/add/", leaning.add_extract, name="add_extract"),
    # Reviews
    path("<slug:policy_slug>/suggestions/<int:pk>/", reviewing.settle_suggestion, name="settle_suggestion"),
    path("<slug:policy_slug>/review/", reviewing.open_review, name="open_review"),
    path("<slug:policy_slug>/review/<int:pk>/", reviewing.read_review, name="review"),
    path("<slug:policy_slug>/review/<int:pk>/read/", reviewing.mark_read, name="mark_read"),
    path("<slug:policy_slug>/review/<int:pk>/ask/", reviewing.ask_readers, name="ask_readers"),
    path("<slug:policy_slug>/review/<int:pk>/complete/", reviewing.complete, name="complete_review"),
    path("<slug:policy_slug>/review/<int:pk>/cancel/", reviewing.cancel, name="cancel_review"),
    # Amendments
    path("<slug:policy_slug>/amend/", amending.amend, name="amend"),
    path("<slug:policy_slug>/amendments/<int:pk>/", amending.read_amendment, name="amendment"),
    path("<slug:policy_slug>/amendments/<int:pk>/in-force/", amending.put_in_force, name="amendment_in_force"),
    path("<slug:policy_slug>/amendments/<int:pk>/prolong/", amending.prolong, name="amendment_prolong"),
    path("<slug:policy_slug>/amendments/<int:pk>/end/", amending.end, name="amendment_end"),
    # One version
    path(version, reading.read_version, name="version"),
    path(f"{version}file/", reading.source_file, name="source_file"),
    path(f"{version}edit/", writing.edit, name="edit"),
    path(f"{version}autosave/", writing.autosave, name="autosave"),
    path(f"{version}discard/", writing.discard, name="discard"),
    path(f"{version}comments/", reviewing.comments, name="comments"),
    path(f"{version}comments/<int:pk>/settle/", reviewing.settle, name="settle"),
    path(f"{version}ask/", approving.ask, name="ask"),
    path(f"{version}take-back/", approving.take_back, name="take_back"),
    path(f"{version}approve/", approving.approve, name="approve"),
    path(f"{version}minute/", approving.record_minute, name="minute"),
    path(f"{version}sign-off/", signing_off.sign_off, name="sign_off"),
    path(f"{version}send-back/", signing_off.send_back, name="send_back"),
]
