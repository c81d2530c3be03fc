"""Descriptions of resources: what they hold, their notations, and where their IRIs are answered."""
