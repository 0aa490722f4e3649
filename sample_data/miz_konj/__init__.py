"""The Corner Table's story as it would be told in Tehran: Miz-e Konj, its people, work, money and files."""
