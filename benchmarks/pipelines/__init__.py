"""From files to an index and from a query string to hits: the whole way, one class each.

They are given a folder of Markdown files, and strings as a person types them. `INGESTS` names those whose ingest is
compared, `JOBS` those that answer; see `benchmarks.pipelines.base`.
"""

INGESTS = {
    "ours": "benchmarks.pipelines.ours:OurFiles",
    "tantivy": "benchmarks.pipelines.tantivy_files:TantivyIngest",
    "whoosh": "benchmarks.pipelines.whoosh_files:WhooshIngest",
}
JOBS = {
    "ours": "benchmarks.pipelines.ours:OurFiles",
    "tantivy": "benchmarks.pipelines.tantivy_files:TantivyFiles",
}
