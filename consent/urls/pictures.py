from django.urls import path

from consent.views import pictures, stored

urlpatterns = [
    path("pictures/", pictures.listing, name="pictures"),
    path("pictures/new/", pictures.log, name="log_picture"),
    path("pictures/uploaded/", pictures.kept, name="pictures_uploaded"),
    path("pictures/removed/", pictures.gone, name="pictures_removed"),
    path("pictures/<int:pk>/", pictures.picture, name="picture"),
    path("pictures/<int:pk>/who/", pictures.who, name="picture_who"),
    path("pictures/<int:pk>/keep/", stored.add, name="store_picture"),
    path("pictures/<int:pk>/kept/<int:stored_pk>/", stored.show, name="stored_picture"),
    path("pictures/<int:pk>/kept/<int:stored_pk>/small/", stored.small, name="stored_picture_small"),
    path("pictures/<int:pk>/kept/<int:stored_pk>/delete/", stored.delete, name="delete_stored_picture"),
]
