"""The pages that people read, their templates and their style."""
