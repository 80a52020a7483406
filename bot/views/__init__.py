"""What people see: a domain value in, a message out. No await, no store."""
