"""Looks over everything: the registers, the figures, the reports that governors read."""
