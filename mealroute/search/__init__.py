"""The integer world: problem, schedule, engines; knows no resident, no date, no file."""
