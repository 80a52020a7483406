"""Runs the migrations on the connection it is given; whoever gives it owns the transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
