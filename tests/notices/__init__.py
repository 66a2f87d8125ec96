"""Notices read into draft plans."""
