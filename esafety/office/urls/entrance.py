"""Address of the office's entrance."""

from django.urls import path

from esafety.office.views import entrance

urlpatterns = [path("", entrance.office, name="office")]
