"""The specifications line by line, over HTTP: SPARQL 1.1 Protocol, Graph Store HTTP Protocol, Service Description.

Each case is named by what a specification says, or a client expects; `asking.Case` says how one is written.
"""
