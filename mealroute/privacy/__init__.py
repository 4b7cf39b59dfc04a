"""Privacy by construction: find whom a file gives away, and make a day that gives nobody away."""
