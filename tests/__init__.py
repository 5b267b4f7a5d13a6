"""Tests: rules, endpoints, properties of the repository, races, and the deployed whole."""
