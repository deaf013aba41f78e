"""A manual page in the man macros of groff."""

import re

import prose


def escape(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("^", "\\(ha")
    text = text.replace("~", "\\(ti")
    return "\\&" + text if text.startswith(".") else text


def running(text):
    """Text in which `this` is bold."""
    return re.sub(r"`([^`]+)`", lambda found: f"\\fB{found[1]}\\fR", escape(text).replace("\\(ga", "`"))


def sentence(text):
    text = text[:1].upper() + text[1:]
    return text if not text or text[-1] in ".:?!" else text + "."


def heading(option):
    line = ", ".join(f"\\fB{escape(name)}\\fR" for name in option.names)
    if option.argument:
        line += f" \\fI{option.argument.lower()}\\fR"
    return line + (" ..." if option.repeated else "")


def limits(option):
    """Sentences on what an option takes, and what it goes with."""
    said = []
    if option.required:
        said.append("Required.")
    if option.choices:
        said.append(f"One of {', '.join(option.choices)}.")
    elif option.values:
        said.append(f"In {option.values}.")
    if option.default:
        said.append(f"By default {option.default}.")
    if option.environment:
        said.append(f"Else what ${option.environment} says.")
    if option.needs:
        said.append(f"Only with {option.needs}.")
    if option.excludes:
        said.append(f"Not with {option.excludes}.")
    return said


def option_lines(options):
    lines = []
    for option in options:
        said = " ".join([sentence(option.text), *limits(option)]).strip()
        lines += [".TP", heading(option), running(said)]
    return lines


def synopsis(command):
    words = [f"\\fB{escape(' '.join(command.words))}\\fR"]
    if command.options:
        words.append("[\\fIoptions\\fR]")
    if command.commands:
        words.append("\\fIcommand\\fR")
    for positional in command.positionals:
        name = f"\\fI{escape(positional.names[0])}\\fR" + (" ..." if positional.repeated else "")
        words.append(name if positional.required else f"[{name}]")
    return " ".join(words)


def command_lines(command):
    lines = [f".SS {escape(' '.join(command.words[1:]))}", running(sentence(command.summary)), ".PP",
             synopsis(command)]
    return lines + option_lines(command.positionals + without_help(command.options))


def without_help(options):
    return [option for option in options if "--help" not in option.names]


def prose_lines(lines):
    out, literal = [], False
    for line in [*lines, ""]:
        if line.startswith("    "):
            out += [] if literal else [".PP", ".in +4n", ".EX"]
            literal = True
            out.append(escape(line[4:]))
            continue
        if literal:
            out += [".EE", ".in"]
            literal = False
        if " :: " in line:
            term, text = line.split(" :: ", 1)
            out += [".TP", running(term), running(text)]
        elif line.strip():
            out.append(running(line.strip()))
        elif out and out[-1] != ".PP":
            out.append(".PP")
    while out and out[-1] == ".PP":
        out.pop()
    return out


def page(command, version, sections, pages_below, see_also):
    name = "-".join(command.words)
    before = [(title, lines) for title, lines in sections if title == "DESCRIPTION"]
    after = [(title, lines) for title, lines in sections if title != "DESCRIPTION"]
    out = [f'.TH {escape(name.upper())} 1 "" "orbbench {version}" "orbbench"', ".SH NAME",
           f"{escape(name)} \\- {running(command.summary.removeprefix(command.words[0] + ': '))}",
           ".SH SYNOPSIS", synopsis(command)]
    for title, lines in before:
        out += [f".SH {title}", *prose_lines(lines)]
    if command.commands and pages_below:
        out += [".SH COMMANDS"]
        for below in command.commands:
            out += [".TP", f"\\fB{escape('-'.join(below.words))}\\fR(1)", running(sentence(below.summary))]
    elif command.commands:
        out += [".SH COMMANDS"] + [line for below in command.commands for line in command_lines(below)]
    out += [".SH OPTIONS", *option_lines(command.positionals + command.options)]
    for title, lines in after:
        out += [f".SH {title}", *prose_lines(lines)]
    others = [f"\\fB{escape(other)}\\fR(1)" for other in see_also if other != name]
    out += [".SH SEE ALSO", ", ".join(others)] if others else []
    return "\n".join(out) + "\n"
