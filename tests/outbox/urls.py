from django.urls import include, path

urlpatterns = [path("outbox/", include("esafety.outbox.urls"))]
