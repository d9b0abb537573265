"""The executor: a query tree and an index in, the best documents out, every step of it over whole arrays.

Whoosh walks its postings one document at a time. Here, a node of the query tree is one step over arrays of document
numbers and scores, on `indexer.codec.snapshot`, which shows the whole index as one segment. Who does what:

- `kernels`: the arithmetic; `scoring`: the postings of a term with their BM25F scores.
- `maxscore`: the k best of a union of terms without adding up all of it; `phrases`: words next to each other.
- `evaluation`: any other query tree, to all its documents; `results`: the best of them, or of their groups.
- `executor`: takes a query the one way or the other; `searcher`: does so behind Whoosh's own Searcher.
- `grouped`: words that are found anywhere in a group of documents, such as the paragraphs of a clause.

Nothing here waits for a lock: what threads share is immutable or a cache made for it (`indexer.codec.generations`), and
the arrays that are written to belong to one thread or one call.
"""
