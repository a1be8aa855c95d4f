from django.urls import path

from consent.views import uses

urlpatterns = [
    path("uses/", uses.listing, name="uses"),
    path("uses/new/", uses.add, name="record_use"),
    path("uses/<int:pk>/", uses.use, name="use"),
    path("uses/exceptions/", uses.report, name="exceptions"),
    path("uses/exceptions/print/", uses.print_report, name="print_exceptions"),
    path("uses/exceptions/pdf/", uses.report_pdf, name="exceptions_pdf"),
    path("uses/exceptions/<slug:kind>/", uses.export, name="export_exceptions"),
    path("takedowns/", uses.takedown_list, name="takedowns"),
    path("takedowns/<int:pk>/", uses.takedown, name="takedown"),
    path("takedowns/<int:pk>/told/", uses.told, name="takedown_told"),
]
