"""What every page shares: the frame, forms, status words, figures' format, the pager and the gallery."""
