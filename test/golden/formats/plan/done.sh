#!/bin/sh
{ # The shell reads the script to its end before it runs anything.
# Plan to restricted for 1 namespace of prod west at https://10.0.0.1:6443; evaluated as Kubernetes v1.37
# It runs only on the cluster whose namespace kube-system has the uid 5c1b2f6e-0d5a-4b7e-9f0e-1a2b3c4d5e6f.
#
# Usage: sh rollout.sh apply|undo|dry-run [STEP]
#   apply    sets the labels of STEP, or of steps 1 to 3. Step 4 is not yet safe.
#   undo     restores the labels from before STEP, or from before the plan.
#   dry-run  prints the API server's warnings, and changes nothing.
# Apply one step, read the warnings and the audit log, and plan again: the next
# step depends on what runs then.

set -eu
dry_run=''
failed=''

overview() {
  printf '%s\n' \
    'Plan to restricted for 1 namespace of prod west at https://10.0.0.1:6443;' \
    '  evaluated as Kubernetes v1.37' \
    'It runs only on the cluster whose namespace kube-system has the uid' \
    '  5c1b2f6e-0d5a-4b7e-9f0e-1a2b3c4d5e6f.' \
    '' \
    '  Step 1, Close the gap: nothing to do' \
    '  Step 2, Observe: nothing to do' \
    '  Step 3, Enforce what is ready: nothing to do' \
    '  Step 4, Fix, then enforce: nothing to do' \
    '' \
    'Usage: sh rollout.sh apply|undo|dry-run [STEP]' \
    '  apply    sets the labels of STEP, or of steps 1 to 3. Step 4 is not yet safe.' \
    '  undo     restores the labels from before STEP, or from before the plan.' \
    '  dry-run  prints the API server'\''s warnings, and changes nothing.' \
    'Apply one step, read the warnings and the audit log, and plan again: the next' \
    'step depends on what runs then.'
}

# Says why nothing is run, and ends the script.
refuse() {
  printf '%s\n' "$@" 'Nothing was run.' >&2
  exit 2
}

wrong() {
  printf '%s\n\n' "$1" >&2
  overview >&2
  exit 2
}

# The commands of the steps call this function. The first error ends apply and dry-run. undo goes on, because a namespace may have been deleted.
kubectl() {
  command kubectl "$@" ${dry_run:+"$dry_run"} || {
    [ "$action" != undo ] || { failed=1; return 0; }
    printf '%s\n' "Stopped in step $step: kubectl failed, and the commands after it did not run." \
      'Commands can be repeated: correct the cause and run the step again, or plan again.' >&2
    exit 1
  }
}

check_cluster() {
  uid=$(command kubectl --context 'prod west' get namespace kube-system -o 'jsonpath={.metadata.uid}') ||
    refuse 'kubectl could not get namespace kube-system, by which this script recognizes its cluster.'
  [ "$uid" != 5c1b2f6e-0d5a-4b7e-9f0e-1a2b3c4d5e6f ] || return 0
  uid=$(printf '%s' "$uid" | LC_ALL=C tr -cd '!-~')
  refuse 'kubectl talks to another cluster. The uid of namespace kube-system is' \
    '  5c1b2f6e-0d5a-4b7e-9f0e-1a2b3c4d5e6f  in prod west at https://10.0.0.1:6443, for which this script was made' \
    "  ${uid:-none}  in the cluster of kubectl"
}

# Step 1, Close the gap: nothing to do
step_1() {
  :
}
undo_1() {
  :
}

# Step 2, Observe: nothing to do
step_2() {
  :
}
undo_2() {
  :
}

# Step 3, Enforce what is ready: nothing to do
step_3() {
  :
}
undo_3() {
  :
}

# Step 4, Fix, then enforce: nothing to do
step_4() {
  :
}
undo_4() {
  :
}

run_step() {
  case $step in
    1) title='Step 1, Close the gap: nothing to do' ;;
    2) title='Step 2, Observe: nothing to do' ;;
    3) title='Step 3, Enforce what is ready: nothing to do' ;;
    4) title='Step 4, Fix, then enforce: nothing to do' ;;
  esac
  printf '%s: %s\n' "$action" "$title"
  case $action-$step in
    undo-1) undo_1 ;;
    *-1) step_1 ;;
    undo-2) undo_2 ;;
    *-2) step_2 ;;
    undo-3) undo_3 ;;
    *-3) step_3 ;;
    undo-4) undo_4 ;;
    *-4) step_4 ;;
  esac
}

main() {
  if [ $# -eq 0 ]; then
    overview
    exit 2
  fi
  action=$1
  case $action in
    apply | undo) ;;
    dry-run) dry_run=--dry-run=server ;;
    *) wrong "unknown argument: $action" ;;
  esac
  case $# in
    1) ;;
    2)
      case $2 in
        1 | 2 | 3 | 4) ;;
        *) wrong "unknown step: $2" ;;
      esac
      ;;
    *) wrong 'too many arguments' ;;
  esac
  case $action-${2-all} in
    apply-4) refuse 'Step 4 is not yet safe: the API server would reject what runs in its namespaces.' \
      'Fix them first. kubectl pss plan --step 4 prints the command of each; dry-run 4 asks the API server.' ;;
    undo-all) set -- 3 2 1 ;;
    apply-all) set -- 1 2 3 ;;
    dry-run-all) set -- 1 2 3 ;;
    *) shift ;;
  esac
  check_cluster
  for step do run_step; done
  if [ -n "$failed" ]; then
    printf '%s\n' 'Not everything is undone: see the errors of kubectl above.' >&2
    exit 1
  fi
  case $action in
    apply) printf '%s\n' 'Done. Plan again before the next step: kubectl pss plan --context '\''prod west'\''' ;;
    undo) printf '%s\n' 'Done. To see what is set now: kubectl pss plan --context '\''prod west'\''' ;;
    dry-run) printf '%s\n' 'Nothing was changed. The API server judged each command under the labels of now.' ;;
  esac
}

# kubectl must not read the script from a pipe. A terminal stays, for credential plugins that ask.
if [ -t 0 ]; then main "$@"; else main "$@" </dev/null; fi
exit
}
