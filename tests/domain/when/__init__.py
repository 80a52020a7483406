"""Times, days, dates and moments as people type them."""
