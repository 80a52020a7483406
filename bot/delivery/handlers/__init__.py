"""What each kind of job is: how it is looked for, done, and what follows from its end."""
