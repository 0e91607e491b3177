"""What custody brings, looked up: incidents, days away, getting ready for release."""
