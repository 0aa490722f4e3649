"""Corner Table Group, the made-up company of the sample: its people, work, money and files."""
