"""Every address of the product. Each view wears a door; `tests/house/test_doors.py` walks them all."""

from django.urls import include, path

from esafety.serve.views import health_live, health_ready, metrics

urlpatterns = [
    path("health/live", health_live, name="health_live"),
    path("health/ready", health_ready, name="health_ready"),
    path("metrics", metrics, name="metrics"),
    path("account/", include("esafety.signin.urls")),
    path("papers/", include("esafety.papers.urls")),
    path("outbox/", include("esafety.outbox.urls")),
    path("office/", include("esafety.office.urls")),
    path("help/", include("esafety.office.urls.help")),
    path("agreements/", include("aup.urls")),
    path("filtering/", include("filtering.urls")),
    path("moving/", include("esafety.moving.urls")),
    path("governance/", include("esafety.governance.urls")),
    path("keeping/", include("esafety.keeping.urls")),
    path("requests/", include("esafety.subject_access.urls")),
    path("", include("incidents.urls")),
]

handler400 = "esafety.ui.views.bad_request"
handler403 = "esafety.ui.views.forbidden"
handler404 = "esafety.ui.views.not_found"
handler500 = "esafety.ui.views.server_error"
