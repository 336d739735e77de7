"""Pictures: taken in as guests, decoded in limited processes, shown only to those who may see them."""
