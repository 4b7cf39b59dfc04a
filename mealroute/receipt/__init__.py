"""The canteen's answer: one function per rule, then the optimal assignment."""
