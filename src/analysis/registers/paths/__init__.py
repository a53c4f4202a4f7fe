"""What becomes of a person: courses on a benefit, where they begin, how long they last, and where they lead."""
