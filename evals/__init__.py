"""Scores, not pass or fail: how well the product answers, finds and runs."""
