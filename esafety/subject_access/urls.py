"""Addresses of the room, below `requests/`."""

from django.urls import path

from esafety.subject_access.views import answers, files, requests

_ONE = "<str:reference>/"
_ANSWER = "answers/<str:reference>/"
_FILE = f"{_ANSWER}files/<int:pk>/"

urlpatterns = [
    path("", requests.access_requests, name="access_requests"),
    path("new/", requests.access_whose, name="access_whose"),
    path("new/<int:pk>/", requests.access_enter, name="access_enter"),
    path(_ANSWER, answers.access_answer, name="access_answer"),
    path(f"{_ANSWER}names/", answers.access_answer_names, name="access_answer_names"),
    path(f"{_ANSWER}print/", answers.access_answer_print, name="access_answer_print"),
    path(f"{_ANSWER}send/", answers.access_answer_send, name="access_answer_send"),
    path(f"{_ANSWER}given/", answers.access_answer_given, name="access_answer_given"),
    path(f"{_ANSWER}data/", answers.access_answer_data, name="access_answer_data"),
    path(f"{_ANSWER}keep-back/<str:key>/", answers.access_answer_keep_back, name="access_answer_keep_back"),
    path(f"{_ANSWER}let-go/<int:pk>/", answers.access_answer_let_go, name="access_answer_let_go"),
    path(f"{_ANSWER}pack/", files.access_answer_pack, name="access_answer_pack"),
    path(f"{_ANSWER}files/", files.access_answer_files, name="access_answer_files"),
    path(_FILE, files.access_answer_file, name="access_answer_file"),
    path(f"{_FILE}open/", files.access_answer_file_open, name="access_answer_file_open"),
    path(f"{_FILE}undecide/", files.access_answer_file_undecide, name="access_answer_file_undecide"),
    path(_ONE, requests.access_request, name="access_request"),
    path(f"{_ONE}wait/", requests.access_wait, name="access_wait"),
    path(f"{_ONE}go-on/", requests.access_go_on, name="access_go_on"),
    path(f"{_ONE}extend/", requests.access_extend, name="access_extend"),
    path(f"{_ONE}end/", requests.access_end, name="access_end"),
    path(f"{_ONE}answer/", requests.access_answer_begin, name="access_answer_begin"),
]
