"""Service and receipts in, plan out; and the checker that judges any plan."""
