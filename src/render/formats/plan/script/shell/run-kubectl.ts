/** The function that replaces kubectl in the commands of the steps, and those that end the script. */
import { OWN_USAGE } from "../usage.ts";

/**
 * The shell functions `kubectl`, `refuse`, `wrong` and `stop_reading`.
 *
 * @param kubectl the kubectl call for this cluster
 */
export function kubectlFunctions(kubectl: readonly string[]): string {
  const flags = kubectl.length;
  return String.raw`
# Says why nothing is run, and ends the script.
refuse() {
  printf '%s\n' "$@" 'Nothing was run.' >&2
  exit 2
}

wrong() {
  printf '%s\n' "$1" ${OWN_USAGE} "$self help prints the steps." >&2
  exit 2
}

stop_reading() {
  printf '%s\n' "Stopped before step $step: kubectl could not get its namespaces." >&2
  exit 1
}

# Prints a command of a step for the namespaces in $only, instead of running it.
print_command() {
  at=0 names=0 text=kubectl
  for word do
    at=$((at + 1))
    [ "$at $word" != '${flags + 1} --overwrite' ] || at=${flags}
    if [ "$at" -gt ${flags + 1} ]; then
      case $word in
        */*) ;;
        *) case $only in *"$nl$word$nl"*) names=1 ;; *) continue ;; esac ;;
      esac
    fi
    case $word in *[!A-Za-z0-9_./:=@,-]*) word="'$word'" ;; esac
    text="$text $word"
  done
  [ "$names" -eq 0 ] || printf '  %s\n' "$text"
}

# The commands of the steps call this function. It leaves out the namespaces in $skip: they follow ${flags + 1} words, and --overwrite; labels contain a slash.
# The first error ends apply. undo goes on, because a namespace may have been deleted.
kubectl() {
  if [ -n "$only" ]; then
    print_command "$@"
    return 0
  fi
  if [ "$skip" != "$nl" ]; then
    at=0
    names=0
    for word do
      shift
      at=$((at + 1))
      [ "$at $word" != '${flags + 1} --overwrite' ] || at=${flags}
      if [ "$at" -gt ${flags + 1} ]; then
        case $skip in *"$nl$word$nl"*) continue ;; esac
        case $word in */*) ;; *) names=1 ;; esac
      fi
      set -- "$@" "$word"
    done
    [ "$names" -eq 1 ] || return 0
  fi
  command kubectl "$@" ${"$"}{dry_run:+"$dry_run"} || {
    [ "$action" != undo ] || { failed=1; return 0; }
    printf '%s\n' "Stopped in step $step: kubectl failed, and the commands after it did not run." \
      'Correct the cause and run the step again: its commands can be repeated.' >&2
    exit 1
  }
}

`;
}
