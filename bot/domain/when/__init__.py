"""Times of day, days, dates and moments as people type them.

Every word has to be understood; what can mean several things is asked about, and nothing is guessed.

What is looked for stands in texts, which `re` compiles where they are first used, and keeps: all of them take
a hundredth of a start, and most people never type a time.
"""
