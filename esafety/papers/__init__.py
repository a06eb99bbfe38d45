"""Papers: files kept encrypted, PDFs made, and links to one document."""
