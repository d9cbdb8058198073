"""What people and programs meet: the terminal, plain and JSON-lines front ends, and the command line."""
