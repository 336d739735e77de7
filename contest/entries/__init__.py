"""A painting and its painter, from first draft to accepted entry."""
