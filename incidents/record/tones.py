"""The colour of each status, wherever it is shown."""

from incidents.vocabulary import Status

TONES = {
    Status.SUBMITTED: "blue",
    Status.TRIAGED: "purple",
    Status.IN_PROGRESS: "yellow",
    Status.AWAITING_OUTSIDE: "orange",
    Status.CLOSED: "grey",
    Status.REOPENED: "red",
}
