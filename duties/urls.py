from django.urls import path

from duties import views

app_name = "duties"

urlpatterns = [
    path("", views.duties, name="list"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.duty, name="duty"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/do/", views.do, name="do"),
    path("<int:pk>/told/", views.tell, name="tell"),
    path("<int:pk>/end/", views.end, name="end"),
]
