"""Times of day, days, dates and moments as people type them.

Every word has to be understood; what can mean several things is asked about, and nothing is guessed.
"""
