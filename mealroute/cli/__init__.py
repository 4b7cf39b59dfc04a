"""Commands; errors become exit codes."""
