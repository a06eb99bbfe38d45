"""Addresses: monitoring alerts, their sources, patterns. Those of one incident stand before the incident's own."""

from django.urls import path

from incidents.views import alert_hook, alert_sources, alerts, patterns

_ALERT = "alerts/<str:reference>/"
_SOURCE = "alerts/sources/<str:key>/"
_PATTERN = "patterns/<str:key>/"

urlpatterns = [
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/settings/", alert_sources.alert_settings, name="alert_settings"),
    path("alerts/sources/", alert_sources.alert_sources, name="alert_sources"),
    path("alerts/sources/add/", alert_sources.alert_source_add, name="alert_source_add"),
    path(_SOURCE, alert_sources.alert_source, name="alert_source"),
    path(f"{_SOURCE}key/", alert_sources.alert_source_rotate, name="alert_source_rotate"),
    path(f"{_SOURCE}end/", alert_sources.alert_source_end, name="alert_source_end"),
    path(f"{_SOURCE}file/", alert_sources.alert_source_file, name="alert_source_file"),
    path("alerts/in/<str:key>/", alert_hook.alert_hook, name="alert_hook"),
    path(_ALERT, alerts.alert, name="alert"),
    path(f"{_ALERT}read/", alerts.alert_read, name="alert_read"),
    path(f"{_ALERT}take-on/", alerts.alert_take_on, name="alert_take_on"),
    path(f"{_ALERT}add/", alerts.alert_add_to, name="alert_add_to"),
    path(f"{_ALERT}set-aside/", alerts.alert_set_aside, name="alert_set_aside"),
    path("incidents/<str:reference>/alerts/", alerts.incident_alerts, name="incident_alerts"),
    path("patterns/", patterns.patterns, name="patterns"),
    path(_PATTERN, patterns.pattern, name="pattern"),
    path(f"{_PATTERN}answer/", patterns.pattern_answer, name="pattern_answer"),
    path("incidents/<str:reference>/patterns/", patterns.incident_patterns, name="incident_patterns"),
]
