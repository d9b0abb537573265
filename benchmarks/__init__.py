"""How fast is it, and how large, beside others? Paired runs over one corpus, told as ratios.

    python -m benchmarks CORPUS --sizes 10k --rows short-or,long-or

- `corpus` reads the paragraphs of a folder of Markdown; `growth` makes smaller and larger folders of it that behave as
  real text does; `queries` samples questions from it.
- `engines` are given tokens (ours, tantivy, stock Whoosh, SQLite FTS5, bm25s), `pipelines` are given files and query
  strings; each stands behind one class with the same methods.
- `timing` runs them in turn, `statistics` makes figures of the times, `rows` are the rows of the table, each a function
  from a `bench.Bench` to `statistics.Measure`s, and `report` prints them, keeps them and judges them by `targets.json`.

What is measured and how stands in ``docs/performance.md``.
"""
