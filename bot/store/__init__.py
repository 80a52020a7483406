"""What Cairn remembers: rows in, domain values out."""
