"""Addresses of the papers room, below `papers/`."""

from django.urls import path

from esafety.papers import views

app_name = "papers"
urlpatterns = [
    path("document/<str:token>/", views.document, name="document"),
    path("document/<str:token>/download/", views.document_download, name="document_download"),
    path("document/<str:token>/received/", views.document_acknowledge, name="document_acknowledge"),
    path("<str:reference>/", views.paper, name="paper"),
    path("<str:reference>/download/", views.download, name="download"),
    path("<str:reference>/again/", views.again, name="again"),
]
