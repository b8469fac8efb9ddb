"""Figures and dates, under the name the answering modules know them by."""

from corpus.measure import Figure, amounts, dates, figures, hours, value_of

__all__ = ["Figure", "amounts", "dates", "figures", "hours", "value_of"]
