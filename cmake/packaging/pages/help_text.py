"""What a program's --help says, as data: CLI11 writes it out of the options that it parses by."""

import os
import re
import subprocess
from dataclasses import dataclass, field

TRAILING = [
    ("excludes", re.compile(r"\s*Excludes: (?P<value>.+)$")),
    ("needs", re.compile(r"\s*Needs: (?P<value>.+)$")),
    ("environment", re.compile(r"\s*\(Env:(?P<value>\w+)\)$")),
    ("required", re.compile(r"\s*(?P<value>REQUIRED)$")),
    ("repeated", re.compile(r"\s*(?P<value>\.\.\.|x \d+)$")),
]
SPECIFICATION = re.compile(r"^(?P<type>[A-Z]+(?: [A-Z]+)*)(?::(?P<values>[^=]*))?(?:=(?P<default>.*))?$")
CHOICES = re.compile(r"^\{(?P<plain>[^}]*)\}$|^value in \{(?P<mapped>[^}]*)\}")
# A line of two columns: what it is called, and from this column on what it does.
DESCRIPTION_COLUMN = 30


class UnreadableHelp(Exception):
    pass


@dataclass
class Option:
    names: list
    argument: str = ""  # TEXT, UINT, ...; empty for a flag
    values: str = ""    # which ones it takes, where that is limited
    default: str = ""
    choices: list = field(default_factory=list)
    excludes: str = ""
    needs: str = ""
    environment: str = ""
    required: str = ""
    repeated: str = ""
    text: str = ""


@dataclass
class Command:
    words: list  # ["orbbench", "stack", "up"]
    summary: str = ""
    positionals: list = field(default_factory=list)
    options: list = field(default_factory=list)
    commands: list = field(default_factory=list)


def read_choices(values):
    found = CHOICES.match(values)
    if not found:
        return []
    text = found["plain"] if found["plain"] is not None else found["mapped"]
    return [choice.split("->")[0] for choice in text.split(",")]


def read_option(heading, text):
    name, _, rest = heading.partition(" ")
    option = Option(names=name.split(","), text=text)
    for part, pattern in TRAILING:
        found = pattern.search(rest)
        if found:
            setattr(option, part, found["value"])
            rest = rest[: found.start()]
    if rest:
        found = SPECIFICATION.match(rest.strip())
        if not found:
            raise UnreadableHelp(f"an option that cannot be read: {heading}")
        option.argument = found["type"].split(" ")[0]
        option.default = found["default"] or ""
        option.values = (found["values"] or "").rpartition(" in ")[2]
        option.choices = read_choices(found["values"] or "")
    return option


def entries(lines):
    """Pairs of (heading, text) of a section."""
    found = []
    for line, following in zip(lines, [*lines[1:], ""]):
        if is_second_column(line) and found and not found[-1][1]:
            found[-1][1] = line.strip()
        elif not line.startswith("  ") or line[2] == " ":
            raise UnreadableHelp(f"a line that cannot be read: {line}")
        elif is_second_column(following):  # its heading is too long to have a text beside it
            found.append([line[2:], ""])
        else:
            found.append([line[2:DESCRIPTION_COLUMN].rstrip(), line[DESCRIPTION_COLUMN:]])
    return found


def is_second_column(line):
    return line.startswith(" " * DESCRIPTION_COLUMN)


def sections(help_text):
    """The summary, and the lines by the title of their section."""
    summary, title, by_title = [], None, {}
    for line in help_text.splitlines():
        if line.startswith("Usage: "):
            title = ""
        elif re.match(r"^\S.*:$", line):
            title = line[:-1]
            by_title[title] = []
        elif title is None:
            summary.append(line)
        elif line.strip():
            by_title[title].append(line)
    return " ".join(summary).strip(), by_title


def read_command(program, words):
    """Of the program itself, or of one of its commands, with all that are below it."""
    # What stands in the environment of a build is no default of the program.
    clean = {name: value for name, value in os.environ.items()
             if not name.startswith(("ORB", "POSTGRES_", "REDIS_"))}
    run = subprocess.run([program, *words[1:], "--help"], capture_output=True, text=True, env=clean,
                         check=False)
    if run.returncode != 0:
        raise UnreadableHelp(f"{' '.join(words)} --help ended with {run.returncode}: {run.stderr}")
    summary, by_title = sections(run.stdout)
    command = Command(words, summary)
    for title, lines in by_title.items():
        if title == "Subcommands":
            command.commands = [read_command(program, [*words, name]) for name, _ in entries(lines)]
        elif title == "Positionals":
            command.positionals = [read_option(*entry) for entry in entries(lines)]
        else:
            command.options += [read_option(*entry) for entry in entries(lines)]
    return command


def all_commands(command):
    return [command] + [below for one in command.commands for below in all_commands(one)]
