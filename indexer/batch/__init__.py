"""Here are many queries: what is the answer to each, in order, on every core, whatever happens on the way?

`asked` is one query, `inputs` reads queries in the forms people keep them in, `pool` answers them in worker processes,
`outputs` writes each form of answers, `checkpoint` remembers how far a run has come, and `run` does the whole.
"""
