"""Exports: tables that are downloaded as spreadsheets."""
