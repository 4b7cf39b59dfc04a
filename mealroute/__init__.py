"""Plan hot-meal delivery to the elderly: orders in, receipts, volunteer routes and maps out."""

__version__ = "0.1.0"
