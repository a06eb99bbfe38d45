"""Addresses: tasks."""

from django.urls import path

from incidents.views import due, tasks

urlpatterns = [
    path("tasks/", due.due, name="tasks"),
    path("tasks/<str:key>/", tasks.task, name="task"),
    path("tasks/<str:key>/pause/", tasks.pause, name="task_pause"),
    path("due/calendar/", due.feed, name="due_calendar"),
    path("due/calendar/make/", due.feed_make, name="due_calendar_make"),
    path("due/calendar/end/", due.feed_end, name="due_calendar_end"),
    path("due/<str:secret>.ics", due.feed_file, name="due_file"),
]
