"""Here are judged queries: how good is the ranking?

`judged` reads the queries with the clauses that answer them, `naming` finds those clauses in an index; `runs` reads
and writes what a system gave for the queries (a *run*). `measures` says how good one ranking is, `significance` what
that means for all queries like these and for the difference of two runs; `evaluate` puts that together, and `ranked`
gives it rankings: those of searches, or of a run.
"""
