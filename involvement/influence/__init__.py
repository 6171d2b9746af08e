"""From what people put forward to what changed.

In the order the data pass: `links` (the record as columns; `views` and `reread` for
networkx), `grading` and `rivals` under a `policy`, `steps` (graded, ready to be
walked); `paths` and `times` walk them; `cutting`, `chains` and `needed` measure a
pair, `claims` judge it; `fates`, `shares` and `cuts` look at contributions and
changes; `tracer` holds it all, `tracing` is the door. `arrays` and `wide` do the same
with numpy for records of many links.
"""
