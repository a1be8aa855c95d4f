from typing import Any

from django.urls import path

from incidents.views import prints

urlpatterns: list[Any] = [
    path("<str:code>/copies/", prints.prints, name="prints"),
    path("<str:code>/copies/new/", prints.new_print, name="new_print"),
    path("<str:code>/copies/<int:number>/", prints.print_, name="print"),
    path("<str:code>/copies/<int:number>/file/", prints.print_file, name="print_file"),
]
