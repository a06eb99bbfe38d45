"""Address of the public help page, below /help/."""

from django.urls import path

from esafety.office.views import help as help_views

urlpatterns = [path("<slug:slug>/", help_views.help_for_all, name="help")]
