"""Background work of this room: shells that call an action."""

from celery import shared_task


@shared_task(name="filtering.keep_time")
def keep_time() -> None:
    """Each minute: what ends, what is to be reminded of, what is late."""
    from filtering import actions

    actions.keep_time()


@shared_task(name="filtering.freeze_review")
def freeze_review(pk: int) -> None:
    """Make one signed review into a document if it is due."""
    from esafety.outbox.models import attempt
    from filtering.freezing import freeze
    from filtering.models import FrozenReview

    attempt(FrozenReview, pk, freeze)
