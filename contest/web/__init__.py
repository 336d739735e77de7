"""What every page shares: languages, refusals, forms, headers, limits."""
