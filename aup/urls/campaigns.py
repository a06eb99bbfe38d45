"""Addresses: campaigns, classes, what was signed."""

from django.urls import path

from aup.views import campaigns, classes, evening, kept, lesson

_ONE = "campaigns/<str:reference>/"
_CLASS = "campaigns/classes/<int:pk>/"
_LESSON = "class/<str:token>/"

urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/again/<int:pk>/", campaigns.invitation_again, name="invitation_again"),
    path("campaigns/paper/<int:pk>/", kept.paper, name="paper_signature"),
    path(_CLASS, classes.campaign_class, name="campaign_class"),
    *(
        path(f"{_CLASS}{word}/", classes.class_paper, {"kind": kind}, name=f"class_{word}")
        for word, kind in classes.PAPERS.items()
    ),
    path(f"{_CLASS}sign/", classes.class_open, name="class_open"),
    path(_ONE, campaigns.campaign, name="campaign"),
    path(f"{_ONE}change/", campaigns.campaign_change, name="campaign_change"),
    path(f"{_ONE}start/", campaigns.campaign_start, name="campaign_start"),
    path(f"{_ONE}close/", campaigns.campaign_close, name="campaign_close"),
    path(f"{_ONE}missing/", campaigns.campaign_outstanding, name="campaign_outstanding"),
    path(f"{_ONE}letters/", campaigns.campaign_letters, name="campaign_letters"),
    path("lessons/", classes.classes_signing, name="classes_signing"),
    path("lessons/<int:pk>/", classes.class_session, name="class_session"),
    path("lessons/<int:pk>/close/", classes.class_close, name="class_close"),
    path("signatures/<str:reference>/", kept.signature, name="signature"),
    path("signatures/<str:reference>/copy/", kept.signature_copy, name="signature_copy"),
    path(_LESSON, lesson.class_list, name="class_list"),
    path(f"{_LESSON}done/", lesson.class_done, name="class_done"),
    path(f"{_LESSON}<int:pk>/", lesson.class_sign, name="class_sign"),
    path("evening/<str:code>/", evening.evening, name="evening"),
]
