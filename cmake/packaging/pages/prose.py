"""The part of a manual page that no program can tell: sections of text under `# TITLE`.

A paragraph ends at an empty line, `word :: text` is an entry of a list, what is indented by four
spaces is shown as it stands, `this` is bold."""

import re
import shlex


class StaleProse(Exception):
    pass


def read(text):
    """Pairs of (title, lines)."""
    found = []
    for line in text.splitlines():
        if line.startswith("# "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
        elif line.strip():
            raise StaleProse(f"text before the first title: {line}")
    return found


def check_examples(sections, command):
    """Each command line that is shown must be one that its program takes."""
    for _, lines in sections:
        for line in lines:
            if line.startswith(f"    {command.words[0]} "):
                check_line(line.strip(), command)


def check_line(line, command):
    words = shlex.split(line.split(" | ")[0], comments=True)[1:]
    names = {name for option in command.options for name in option.names}
    for word in words:
        below = [one for one in command.commands if one.words[-1] == word]
        if below:
            command = below[0]
            names |= {name for option in command.options for name in option.names}
        elif re.match(r"^--?[a-z]", word) and word.split("=")[0] not in names:
            raise StaleProse(f"{' '.join(command.words)} has no {word}, but a page shows: {line}")
