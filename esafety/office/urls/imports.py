"""Addresses of bringing people in from a file."""

from django.urls import path

from esafety.office.views import imports

_ONE = "imports/<slug:reference>/"

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/begin/", imports.import_begin, name="import_begin"),
    path(_ONE, imports.import_, name="import"),
    path(f"{_ONE}columns/", imports.import_columns, name="import_columns"),
    path(f"{_ONE}reading/", imports.import_reading, name="import_reading"),
    path(f"{_ONE}lines/", imports.import_lines, name="import_lines"),
    path(f"{_ONE}lines.csv", imports.import_lines_file, name="import_lines_file"),
    path(f"{_ONE}lines/<int:number>/<int:part>/", imports.import_line, name="import_line"),
    path(f"{_ONE}apply/", imports.import_apply, name="import_apply"),
    path(f"{_ONE}retry/", imports.import_retry, name="import_retry"),
    path(f"{_ONE}discard/", imports.import_discard, name="import_discard"),
    path(f"{_ONE}undo/", imports.import_undo, name="import_undo"),
    path(f"{_ONE}leavers/", imports.import_leavers, name="import_leavers"),
]
