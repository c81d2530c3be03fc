"""Processes beside the front: how they are started, confined and talked to."""
