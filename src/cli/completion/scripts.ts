import type { CompletionTarget } from "./targets.ts";

const BASH = `# bash completion for kubectl-pss
_kubectl_pss() {
  local line value word last joined=0 prefix="" current="" i IFS=$'\\n'
  local -a words
  words=()
  COMPREPLY=()
  # Bash takes = and : for words of their own: the words around them are one flag and its value, or one level and its version.
  for (( i = 1; i <= COMP_CWORD; i++ )); do
    word=\${COMP_WORDS[i]}; last=$(( \${#words[@]} - 1 ))
    if (( last >= 0 )) && [[ $word == [=:] ]]; then
      words[last]+=$word; prefix=\${words[last]}; current=""; joined=1
    elif (( joined )); then
      prefix=\${words[last]}; words[last]+=$word; current=$word; joined=0
    else
      words+=("$word"); prefix=""; current=$word
    fi
  done
  while read -r line; do
    case $line in
      :files) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$current")) ;;
      :done) ;;
      *) value=\${line%%$'\\t'*}; COMPREPLY+=("\${value#"$prefix"}") ;;
    esac
  done < <(kubectl-pss __complete -- "\${words[@]}" 2>/dev/null)
}
complete -F _kubectl_pss kubectl-pss
`;

const ZSH = `#compdef kubectl-pss
# zsh completion for kubectl-pss
_kubectl_pss() {
  local line files=0
  local -a candidates
  while IFS= read -r line; do
    case $line in
      :files) files=1 ;;
      :done) ;;
      *) candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done < <(kubectl-pss __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#candidates} )) && _describe 'kubectl-pss' candidates
  # The path may come after a flag and =, or after a format and =.
  if (( files )); then
    if [[ \${words[CURRENT-1]} == (-o|--output) || \${words[CURRENT]} == --output=* ]]; then compset -P '*='
    else compset -P '--*='; fi
    _files
  fi
}
if [[ $funcstack[1] == _kubectl_pss ]]; then _kubectl_pss "$@"; else compdef _kubectl_pss kubectl-pss; fi
`;

const FISH = `# fish completion for kubectl-pss
function __kubectl_pss_complete
    set -l words (commandline -opc)[2..-1] (commandline -ct)
    for line in (kubectl-pss __complete -- $words 2>/dev/null)
        switch $line
            case ':files'
                # The path may come after a flag and =, or after a format and =.
                set -l before '--[^=]*='
                contains -- (commandline -opc)[-1] -o --output; and set before '[^=]*='
                string match -q -- '--output=*' (commandline -ct); and set before '--output=[^=]*='
                set -l parts (string match -r -- "^($before|)(.*)\\$" (commandline -ct))
                for path in (__fish_complete_path "$parts[3]")
                    echo "$parts[2]$path"
                end
            case ':done'
            case '*'
                echo $line
        end
    end
end
complete -c kubectl-pss -f -a '(__kubectl_pss_complete)'
`;

/** From v1.26 on, kubectl runs the program kubectl_complete-NAME to complete the words after `kubectl NAME` (kubectl's pkg/cmd/plugin_completion.go). */
const KUBECTL = `#!/bin/sh
# Completes kubectl pss in kubectl's own completion: put it on the PATH as kubectl_complete-pss.
exec kubectl-pss __complete --kubectl -- "$@"
`;

/** The completion script of a shell. It runs this program for candidates each time, so it is never out of date. */
export function completionScript(target: CompletionTarget): string {
  return { bash: BASH, zsh: ZSH, fish: FISH, kubectl: KUBECTL }[target];
}
