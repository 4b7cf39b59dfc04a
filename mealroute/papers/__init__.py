"""Papers that people carry, as PDF: route sheets, box labels, kitchen count, loading list."""
