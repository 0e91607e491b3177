"""What is true: pure Python, no Django, no clock, no input or output."""
