"""The connections of clients: how long they are waited for, and the short ways for what was asked before."""
