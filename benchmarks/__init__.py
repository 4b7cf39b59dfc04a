"""Measure mealroute beside other solvers on the same days, judged by one referee.

``python -m benchmarks`` runs them; docs/benchmarks.md says how each peer is set up and why.
"""
