"""From what people put forward to what changed.

Read in this order: `links` (the record as columns), `grading` (what a step is
worth), `steps` (the columns every algorithm walks), `paths` and `chains` (a pair),
`fates`, `shares`, `cuts`, and `tracing`, which gives the answers.
"""
