"""How well a graph tells what careful analysts read in the reports of a corpus.

What counts as right:

- A report is found in the graph by its address.
- A told event is the one that an analyst read if it has its type and at least half of its role fillers; *strictly*
  if besides both sides are right: agent and patient, or two participants or parties. One round of sanctions with many
  targets is one event. A delegation counts by its head and by its sender, too.
- A claim counts only about a strictly right event, and if claimant and stance are right. Own voice is the publisher
  or the agency, by its whole name.
- A date must lie within the analyst's at the analyst's precision; a date where the analyst has none is wrong.
- Two different Wikidata IDs are two things, but for a capital and its state.
- Events of different reports are one iff they share a group (`same_as`); judged on the events that were found.
"""
