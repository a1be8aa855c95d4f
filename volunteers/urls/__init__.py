from volunteers.urls import applicants, checks, mine, record, recruiting, standing, training, vetting

app_name = "volunteers"
urlpatterns = [
    *applicants.fixed,
    *recruiting.urlpatterns,
    *checks.urlpatterns,
    *vetting.urlpatterns,
    *training.urlpatterns,
    *standing.urlpatterns,
    *mine.urlpatterns,
    *record.urlpatterns,
    *applicants.urlpatterns,
]
