"""What does an index hold, and how does it change?

`index` makes, opens and changes the index in a folder, and gives the `view` that a search reads: what one commit holds,
paragraph by paragraph. To add sources, `ingest` finds out which are new or changed (`catalogue` knows the documents),
`digest` reads them, in this process or in a `worker`, and `rows` and `references` turn a document and its outline into
what `schema` says an index holds. `passport` is what the folder says of itself, `dictionary` and `synonyms` the user's
words; `learning` finds out which words go together, `associations` keeps that.

`versions` says which version of an act is in force on a day, `comparison` what changed between two. `sync` makes the
index equal to folders (`patterns` says which files are wanted, `ledger` remembers those that were read), `watching`
keeps it so.
"""
