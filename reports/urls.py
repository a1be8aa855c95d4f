from django.urls import path

from reports.views import board, exporting, packs, policies
from reports.views.home import home

app_name = "reports"

urlpatterns = [
    path("", home, name="home"),
    path("reports/", board.reports, name="reports"),
    path("reports/plan/", board.print_plan, name="print_plan"),
    path("reports/card/", board.print_card, name="print_card"),
    path("reports/packs/", packs.packs, name="packs"),
    path("reports/packs/new/", packs.new, name="new"),
    path("reports/packs/check/", packs.check, name="check"),
    path("reports/packs/out-of-date/", packs.out_of_date, name="out_of_date"),
    path("reports/packs/<int:number>/", packs.pack, name="pack"),
    path("reports/packs/<int:number>/file/", packs.file, name="file"),
    path("reports/packs/<int:number>/try-again/", packs.try_again, name="try_again"),
    path("reports/packs/<int:number>/make-again/", packs.make_again, name="make_again"),
    path("reports/print/<slug:policy_slug>/", policies.print_policy, name="print_policy"),
    path("reports/print/<slug:policy_slug>/<int:number>/", policies.print_policy, name="print_version"),
    path("reports/export/", exporting.export, name="export"),
]
