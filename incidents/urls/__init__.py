from incidents.urls import (
    access,
    chronology,
    closing,
    evidence,
    people,
    prints,
    raising,
    records,
    referrals,
    sharing,
    steps,
    summary,
    tasks,
    triage,
)

app_name = "incidents"
urlpatterns = [
    *raising.urlpatterns,
    *closing.fixed,
    *summary.urlpatterns,
    *tasks.urlpatterns,
    *access.urlpatterns,
    *chronology.urlpatterns,
    *people.urlpatterns,
    *steps.urlpatterns,
    *referrals.urlpatterns,
    *sharing.urlpatterns,
    *records.urlpatterns,
    *evidence.urlpatterns,
    *closing.urlpatterns,
    *prints.urlpatterns,
    *triage.urlpatterns,  # last: the code of a case may be any word
]
