"""write_pages.py VERSION PROSE FOLDER PROGRAM...: the manual pages and bash completions of programs,
made of their own --help and of the texts in the folder PROSE. A page goes to FOLDER/man1/NAME.1.gz, a
completion to FOLDER/completions/NAME. Ends with 1 and one line where a text has become untrue."""

import gzip
import pathlib
import subprocess
import sys

import completion
import help_text
import manual_page
import prose

# Each command of this one has a page of its own; a command of another program is a section.
WITH_PAGES_BELOW = "orbbench"


def write_page(folder, name, text):
    with open(folder / "man1" / f"{name}.1.gz", "wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=9, mtime=0) as packed:
            packed.write(text.encode())


def prose_of(texts, name, used):
    sections = []
    file = texts / f"{name}.txt"
    if file.is_file():
        used.add(file)
        sections = prose.read(file.read_text())
    return sections


def check_names(program):
    """The names of the checks, which an option's help does not list."""
    run = subprocess.run([program, "validate", "--list"], capture_output=True, text=True, check=True)
    return [line.split(":")[0] for line in run.stdout.splitlines() if ": " in line]


def main(version, texts, folder, programs):
    texts, folder = pathlib.Path(texts), pathlib.Path(folder)
    for kind in ("man1", "completions"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    used, trees = set(), {}
    for program in programs:
        name = pathlib.Path(program).name
        trees[name] = help_text.read_command(program, [name])
    for program in programs:
        tree = trees[pathlib.Path(program).name]
        with_pages = tree.words[0] == WITH_PAGES_BELOW
        commands = [tree, *tree.commands] if with_pages else [tree]
        see_also = [WITH_PAGES_BELOW] if not with_pages else sorted(trees)
        for command in commands:
            name = "-".join(command.words)
            sections = prose_of(texts, name, used)
            if with_pages:
                sections += prose_of(texts, "every-page-of-orbbench", used)
            prose.check_examples(sections, tree)
            others = see_also if command is tree else [WITH_PAGES_BELOW, "orbbench-console"]
            text = manual_page.page(command, version, sections, command is tree and with_pages, others)
            write_page(folder, name, text)
        further = {"orbbench validate --checks": check_names(program)} if with_pages else {}
        (folder / "completions" / tree.words[0]).write_text(
            completion.script(tree.words[0], help_text.all_commands(tree), further))
    unused = set(texts.glob("*.txt")) - used
    if unused:
        raise prose.StaleProse(f"no command has the page of {', '.join(sorted(map(str, unused)))}")


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
    except (help_text.UnreadableHelp, prose.StaleProse) as error:
        sys.exit(f"write_pages: {error}")
