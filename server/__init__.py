"""What people meet: SPARQL over HTTP, linked data, and pages to read.

A front (one uvicorn process) speaks HTTP; evaluators, processes of their own, run the queries and may be killed.
"""
