"""What is learned from examples, beside the rules: numbers for texts, and small linear models over them."""
