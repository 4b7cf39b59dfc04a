"""Day folders, workbooks and plan.json in and out; every column in one table."""
