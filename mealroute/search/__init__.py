"""The integer world: problem, schedule, engines; knows no resident, no date, no file.

A `Problem` goes in, a `Solution` (sequences only) comes out of `solve`; `schedule` times it and
`cost` prices it. Import from the modules: what is heavy is loaded only where it is used.
"""
