"""Addresses: tasks."""

from django.urls import path

from incidents.views import tasks

urlpatterns = [
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<str:key>/", tasks.task, name="task"),
]
