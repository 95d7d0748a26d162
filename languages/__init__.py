"""What is said, in every language: catalogues of sentences, and dates as a language writes them."""
