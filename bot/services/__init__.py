"""Acts: what members and moderators do, each one function and one transaction; what follows comes back."""
