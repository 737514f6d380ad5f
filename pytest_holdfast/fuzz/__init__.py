"""Fuzzing of any extension."""
