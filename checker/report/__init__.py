"""Results out: one module a format, each with ``write(results, …)`` that gives the text piece by piece."""
