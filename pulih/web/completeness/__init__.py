"""Pages of what is due, overdue or missing, each line leading to the form that mends it."""
