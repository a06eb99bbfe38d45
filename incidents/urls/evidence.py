"""Addresses: evidence, items, reviews."""

from django.urls import path

from incidents.views import custody, evidence, reviews

_ONE = "incidents/<str:reference>"

urlpatterns = [
    path(f"{_ONE}/evidence/", evidence.evidence, name="incident_evidence"),
    path(f"{_ONE}/evidence/note/", evidence.evidence_note, name="incident_evidence_note"),
    path(f"{_ONE}/evidence/illegal/", evidence.evidence_illegal, name="incident_evidence_illegal"),
    path(f"{_ONE}/evidence/gate/", evidence.evidence_gate, name="incident_evidence_gate"),
    path(f"{_ONE}/evidence/file/", evidence.evidence_file, name="incident_evidence_file"),
    path(f"{_ONE}/evidence/<str:key>/", evidence.evidence_open, name="incident_evidence_open"),
    path(f"{_ONE}/evidence/<str:key>/illegal/", evidence.evidence_doubt, name="incident_evidence_doubt"),
    path(f"{_ONE}/items/", custody.items, name="incident_items"),
    path(f"{_ONE}/items/add/", custody.item_add, name="incident_item_add"),
    path(f"{_ONE}/items/<str:key>/", custody.item, name="incident_item"),
    path(f"{_ONE}/items/<str:key>/sheet/", custody.item_sheet, name="incident_item_sheet"),
    path(f"{_ONE}/items/<str:key>/<slug:step>/", custody.item_step, name="incident_item_step"),
    path(f"{_ONE}/reviews/", reviews.reviews, name="incident_reviews"),
    path(f"{_ONE}/reviews/computer/", reviews.review_computer, name="incident_review_computer"),
    path(f"{_ONE}/reviews/add/", reviews.review_add, name="incident_review_add"),
    path(f"{_ONE}/reviews/viewing/", reviews.viewing, name="incident_viewing"),
    path(f"{_ONE}/reviews/search/", reviews.search_add, name="incident_search_add"),
    path(f"{_ONE}/reviews/<int:pk>/sign/", reviews.review_sign, name="incident_review_sign"),
]
