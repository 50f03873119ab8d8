"""Tests of geo/geodesy/, file by file."""
