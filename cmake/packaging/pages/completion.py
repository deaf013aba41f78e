"""What bash completes of a program: its commands, its options, and the values of some."""

import shlex

TEMPLATE = """# bash completion for {program}; made from its options when it was built

_{function}() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}}
  local path={program} commands options values with_value index
  COMPREPLY=()
  # --option=value comes as three words.
  if [[ $word == "=" ]]; then
    word=
  elif [[ $before == "=" ]]; then
    before=${{COMP_WORDS[COMP_CWORD - 2]}}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    _{function}_look "$path"
    if [[ " $with_value " == *" ${{COMP_WORDS[index]}} "* ]]; then
      index=$((index + 1))
      [[ ${{COMP_WORDS[index]}} == "=" ]] && index=$((index + 1))
    elif [[ " $commands " == *" ${{COMP_WORDS[index]}} "* ]]; then
      path="$path ${{COMP_WORDS[index]}}"
    fi
  done
  _{function}_look "$path"
  if [[ " $with_value " == *" $before "* ]]; then
    _{function}_values "$path" "$before"
    if [[ -n $values ]]; then
      local listed=
      [[ $word == *,* ]] && listed=${{word%,*}},
      mapfile -t COMPREPLY < <(compgen -P "$listed" -W "$values" -- "${{word##*,}}")
    fi
    return  # else the names of files, by `-o default`
  fi
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
  elif [[ -n $commands ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word")
  fi
}}

# Sets commands, options and with_value to what there is at a path of commands.
_{function}_look() {{
  commands='' options='' with_value=''
  case "$1" in
{looks}
  esac
}}

# Sets values to what an option takes.
_{function}_values() {{
  values=''
  case "$1 $2" in
{values}
  esac
}}

complete -o default -F _{function} {program}
"""


def names(options):
    return " ".join(name for option in options for name in option.names)


def look(command):
    below = " ".join(one.words[-1] for one in command.commands)
    with_value = names([option for option in command.options if option.argument])
    return (f"    {shlex.quote(' '.join(command.words))})\n"
            f"      commands={shlex.quote(below)}\n"
            f"      options={shlex.quote(names(command.options))}\n"
            f"      with_value={shlex.quote(with_value)} ;;")


def value_cases(command, further):
    cases = []
    for option in command.options:
        for name in option.names:
            place = f"{' '.join(command.words)} {name}"
            choices = option.choices or further.get(place, [])
            if choices:
                cases.append(f"    {shlex.quote(place)}) values={shlex.quote(' '.join(choices))} ;;")
    return cases


def script(program, commands, further):
    """`further`: values by "program command --option" that the help does not list."""
    cases = [case for command in commands for case in value_cases(command, further)]
    return TEMPLATE.format(program=program, function=program.replace("-", "_"),
                           looks="\n".join(look(command) for command in commands),
                           values="\n".join(cases or ["    *) ;;"]))
