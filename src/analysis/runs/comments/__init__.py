"""What a jobcenter's own analyst writes to its reports: read from a file, checked, and set on the page as theirs."""
