"""Results to put into tables: everything is said, what a test is about is overridden."""

from typing import Any

from benchmarks.result import Result


def a_result(**changes: Any) -> Result:
    values: dict[str, Any] = {
        "day": "n60-s0",
        "orders": 60,
        "method": "mealroute",
        "version": "1.0",
        "cores": 1,
        "seconds": 5.0,
        "seed": 0,
        "cost": 17_000,
        "avoidable_cost": 8_000,
        "unassigned": 0,
        "put_in": 0,
        "violations": 0,
        "wall_s": 5.0,
        "cpu_s": 4.9,
        "peak_mb": 300.0,
        "read_s": 0.4,
        "first_s": 0.6,
        "beside_s": 0.3,
        "curve": ((0.6, 9_000), (5.0, 8_000)),
    }
    return Result(**{**values, **changes})
