#!/bin/sh
{ # The shell reads the script to its end before it runs anything.
# Plan to restricted for 13 namespaces of prod west at https://10.0.0.1:6443; evaluated as Kubernetes v1.37
# It runs only on the cluster whose namespace kube-system has the uid 5c1b2f6e-0d5a-4b7e-9f0e-1a2b3c4d5e6f.
#
# Usage: sh rollout.sh apply|undo|dry-run [STEP]
#   apply    sets the labels of STEP, or of steps 1 to 3. Step 4 is not yet safe.
#   undo     restores the labels from before STEP, or from before the plan.
#   dry-run  prints the API server's warnings, and changes nothing.
# Apply one step, read the warnings and the audit log, and plan again: the next
# step depends on what runs then.
#
# Note: apply without STEP leaves out 2 namespaces of step 3, to observe first for up to 31 days: apply 3 includes them
# Note: 1 workload is rejected now, in broken: enforce is not raised to a level that rejects it.
# Note: another tool may reset the labels in orders, web: Flux sets them: change them in Git, in Kustomization flux-system/apps

set -eu
dry_run=''
failed=''
observed=yes

overview() {
  printf '%s\n' \
    'Plan to restricted for 13 namespaces of prod west at https://10.0.0.1:6443;' \
    '  evaluated as Kubernetes v1.37' \
    'It runs only on the cluster whose namespace kube-system has the uid' \
    '  5c1b2f6e-0d5a-4b7e-9f0e-1a2b3c4d5e6f.' \
    '' \
    '  Step 1, Close the gap: 8 namespaces' \
    '  Step 2, Observe: 3 namespaces' \
    '  Step 3, Enforce what is ready: 5 namespaces, 2 of them after observation' \
    '  Step 4, Fix, then enforce: 4 namespaces, not yet safe' \
    '' \
    'Note: apply without STEP leaves out 2 namespaces of step 3, to observe first for' \
    '  up to 31 days: apply 3 includes them' \
    'Note: 1 workload is rejected now, in broken: enforce is not raised to a level' \
    '  that rejects it.' \
    'Note: another tool may reset the labels in orders, web: Flux sets them: change' \
    '  them in Git, in Kustomization flux-system/apps' \
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

# Step 1, Close the gap: 8 namespaces
# A namespace without labels has the defaults of the cluster. These commands write the policy in force into labels, so that no default decides any more: enforce=privileged changes nothing. audit and warn one level above report what that level will reject, and reject nothing.
step_1() {
  kubectl --context 'prod west' label --overwrite ns batch billing ci empty kube-system mail runners pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
  # Flux manages these labels, too, and may reset them:
  kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
}
undo_1() {
  kubectl --context 'prod west' label --overwrite ns batch billing ci empty kube-system mail runners pod-security.kubernetes.io/enforce- pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn-
  kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn=privileged
}

# Step 2, Observe: 3 namespaces
# With audit and warn one level above enforce, the API server reports what the next level will reject, and still admits it. Look at the annotation pod-security.kubernetes.io/audit-violations in its audit log, which names the namespace and the object, at kubectl's warnings, and for the whole cluster at its metric pod_security_evaluations_total{decision="deny",mode="audit"}: the metric does not name the namespace.
step_2() {
  kubectl --context 'prod west' label --overwrite ns broken shop pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
  # Flux manages these labels, too, and may reset them:
  kubectl --context 'prod west' label --overwrite ns web pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
}
undo_2() {
  kubectl --context 'prod west' label --overwrite ns broken shop pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn-
  kubectl --context 'prod west' label --overwrite ns web pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn-
}

# Step 3, Enforce what is ready: 5 namespaces, 2 of them after observation
# All pods and templates in these namespaces meet a stricter level than enforce. Raising it rejects nothing that is allowed now. Namespaces that may get other pods than those of today are apart: observe them first.
step_3() {
  kubectl --context 'prod west' label --overwrite ns billing mail pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
  # Flux manages these labels, too, and may reset them:
  kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/enforce=restricted
}
observed_3() {
  # After 7 days of observation:
  #   batch: Jobs import, migrate without a CronJob
  kubectl --context 'prod west' label --overwrite ns batch pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
  # After 31 days of observation:
  #   ci: pods of Workflow build-1, build-2, build-3 and 2 more owners, and the next ones may differ; Pod debug without a controller; Jobs import, migrate without a CronJob
  kubectl --context 'prod west' label --overwrite ns ci pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
}
undo_3() {
  kubectl --context 'prod west' label --overwrite ns billing mail pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
  kubectl --context 'prod west' label --overwrite ns batch pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
  kubectl --context 'prod west' label --overwrite ns ci pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
  kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/enforce=baseline
}

# Step 4, Fix, then enforce: 4 namespaces, not yet safe
# Workloads in these namespaces block the next level. Fix them (audit -n NAME shows the fields), then run the command of the namespace. Those with the fewest changes are first. Workloads that need the node or its privileges, such as node agents and Docker in Docker, cannot meet baseline: --keep-privileged NAME takes their namespace out of this step.
# apply does not run these commands: run one by hand as soon as its namespace is fixed.
# undo does not include them: undo 4 does.
step_4() {
  kubectl --context 'prod west' label --overwrite ns runners pod-security.kubernetes.io/enforce=baseline pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
  kubectl --context 'prod west' label --overwrite ns shop pod-security.kubernetes.io/enforce=restricted
}
undo_4() {
  kubectl --context 'prod west' label --overwrite ns runners pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
  kubectl --context 'prod west' label --overwrite ns shop pod-security.kubernetes.io/enforce=baseline
}

run_step() {
  case $step in
    1) title='Step 1, Close the gap: 8 namespaces' ;;
    2) title='Step 2, Observe: 3 namespaces' ;;
    3) title='Step 3, Enforce what is ready: 5 namespaces, 2 of them after observation' ;;
    4) title='Step 4, Fix, then enforce: 4 namespaces, not yet safe' ;;
  esac
  printf '%s: %s\n' "$action" "$title"
  case $action-$step in
    undo-1) undo_1 ;;
    *-1) step_1 ;;
    undo-2) undo_2 ;;
    *-2) step_2 ;;
    undo-3) undo_3 ;;
    *-3) step_3 && { [ -z "$observed" ] || observed_3; } ;;
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
    apply-all) set -- 1 2 3; observed='' ;;
    dry-run-all) set -- 1 2 3 ;;
    *) shift ;;
  esac
  check_cluster
  for step do run_step; done
  [ -n "$observed" ] || printf '%s\n' 'Left out: 2 namespaces of step 3, to observe first for up to 31 days: apply 3 includes them'
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
