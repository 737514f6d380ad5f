"""Merges libFuzzer dictionaries, or says which line is not one's: OUT IN..."""

import re
import sys

# name="value" or "value"; in a value, \\, \" and \xAB are the only escapes.
ENTRY = re.compile(r'(?:[^"#=\s]+\s*=\s*)?"(?:[^"\\]|\\[\\"]|\\x[0-9a-fA-F]{2})+"')

entries = []
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(map(str.strip, file), start=1):
            if not line or line.startswith("#"):
                continue
            if not ENTRY.fullmatch(line):
                sys.exit(f"{path}:{number}: not a dictionary entry: {line}")
            if line not in entries:
                entries.append(line)

with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.writelines(entry + "\n" for entry in entries)
