#!/bin/sh
{ # The shell reads the script to its end before it runs anything.
# Plan to restricted for 13 namespaces of prod west at https://10.0.0.1:6443; evaluated as Kubernetes v1.37
# It runs only on the cluster whose namespace kube-system has the uid 5c1b2f6e-0d5a-4b7e-9f0e-1a2b3c4d5e6f.
# Keep this file: only it can undo these steps. Save the next plan under another name.
#
# Usage: sh rollout.sh apply|undo|dry-run [STEP]
#   apply    sets the labels of STEP, or of steps 1 to 3. Step 4 is not yet safe.
#   undo     restores the labels from before STEP, or from before the plan.
#   dry-run  prints the API server's warnings, and changes nothing.
#   apply observed  raises enforce in the rest of step 3: after up to 31 days.
# A namespace whose labels have changed since the plan is skipped.
# Apply one step, read the warnings and the audit log, and plan again: the next
# step depends on what runs then.
#
# Note: apply leaves out 2 namespaces of step 3, to observe for up to 31 days: after that, apply observed changes them
# Note: 1 workload is rejected now, in broken: enforce is not raised to a level that rejects it.
# Note: another tool may reset the labels in orders, web: Flux sets them: change them in Git, in Kustomization flux-system/apps

set -euf
dry_run=''
failed=''
nl='
'

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
    'Note: apply leaves out 2 namespaces of step 3, to observe for up to 31 days:' \
    '  after that, apply observed changes them' \
    'Note: 1 workload is rejected now, in broken: enforce is not raised to a level' \
    '  that rejects it.' \
    'Note: another tool may reset the labels in orders, web: Flux sets them: change' \
    '  them in Git, in Kustomization flux-system/apps' \
    '' \
    'Keep this file: only it can undo these steps. Save the next plan under another' \
    '  name.' \
    '' \
    'Usage: sh rollout.sh apply|undo|dry-run [STEP]' \
    '  apply    sets the labels of STEP, or of steps 1 to 3. Step 4 is not yet safe.' \
    '  undo     restores the labels from before STEP, or from before the plan.' \
    '  dry-run  prints the API server'\''s warnings, and changes nothing.' \
    '  apply observed  raises enforce in the rest of step 3: after up to 31 days.' \
    'A namespace whose labels have changed since the plan is skipped.' \
    'Apply one step, read the warnings and the audit log, and plan again: the next' \
    'step depends on what runs then.'
}

# Says why nothing is run, and ends the script.
refuse() {
  printf '%s\n' "$@" 'Nothing was run.' >&2
  exit 2
}

wrong() {
  printf '%s\n' "$1" 'Usage: sh rollout.sh apply|undo|dry-run [STEP]' 'sh rollout.sh help prints the steps.' >&2
  exit 2
}

# The commands of the steps call this function. It leaves out the namespaces in $skip: they follow 5 words, and labels contain a slash.
# The first error ends apply and dry-run. undo goes on, because a namespace may have been deleted.
kubectl() {
  if [ "$skip" != "$nl" ]; then
    at=0
    names=0
    for word do
      shift
      at=$((at + 1))
      if [ "$at" -gt 5 ]; then
        case $skip in *"$nl$word$nl"*) continue ;; esac
        case $word in */*) ;; *) names=1 ;; esac
      fi
      set -- "$@" "$word"
    done
    [ "$names" -eq 1 ] || return 0
  fi
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

# Reads the pod-security labels of namespaces, a line each: `shop: audit=baseline enforce=privileged`.
# shellcheck disable=SC2016 # The variables are those of the template.
look() {
  now=$(command kubectl --context 'prod west' get namespaces --ignore-not-found -o go-template='{{define "one"}}{{.metadata.name}}:{{range $name, $value := .metadata.labels}}{{if eq $name "pod-security.kubernetes.io/enforce" "pod-security.kubernetes.io/enforce-version" "pod-security.kubernetes.io/audit" "pod-security.kubernetes.io/audit-version" "pod-security.kubernetes.io/warn" "pod-security.kubernetes.io/warn-version"}} {{slice $name 27}}={{$value}}{{end}}{{end}}{{"\n"}}{{end}}{{if exists . "items"}}{{range .items}}{{template "one" .}}{{end}}{{else}}{{template "one" .}}{{end}}' "$@") || {
    printf '%s\n' "Stopped before step $step: kubectl could not get its namespaces." >&2
    exit 1
  }
  now=$nl$now$nl
}

# compare EARLIER BEFORE AFTER LATER NAME...: skips each namespace whose labels are not those that the step, or its undo, changes.
compare() {
  earlier=$1 before=$2 after=$3 later=$4
  shift 4
  names=$nl
  for name do
    names=$names$name$nl
    case $now in *"$nl$name:"*) ;; *) skipped "$name: the namespace does not exist" ;; esac
  done
  IFS=$nl
  for line in $now; do
    name=${line%%:*}
    case $names in *"$nl$name$nl"*) ;; *) continue ;; esac
    labels=${line#*:}
    labels="<${labels# }>"
    at=changed
    case $earlier in *"$labels"*) at=earlier ;; esac
    case $before in *"$labels"*) at=before ;; esac
    case $after in *"$labels"*) at=after ;; esac
    case $later in *"$labels"*) at=later ;; esac
    case $action-$at in
      apply-before | undo-after) ;;
      apply-after | apply-later | undo-before | undo-earlier) leave_out && same=$((same + 1)) ;;
      apply-earlier) skipped "$name: an earlier step of this plan is not applied there" ;;
      undo-later) skipped "$name: a later step of this plan is applied there, so undo that one first" ;;
      *) skipped "$name: its labels have changed since the plan" ;;
    esac
  done
  unset IFS
}

leave_out() {
  skip=$skip$name$nl
}

skipped() {
  printf '%s: skipped\n' "$1" >&2
  failed=1
  leave_out
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
labels_1() {
  look batch billing ci mail empty kube-system runners orders
  compare '' '<>' '<audit=baseline enforce=privileged warn=baseline>' '<audit=restricted enforce=restricted warn=restricted>' \
    batch billing ci mail
  compare '' '<>' '<audit=baseline enforce=privileged warn=baseline>' '' \
    empty kube-system
  compare '' '<>' '<audit=baseline enforce=privileged warn=baseline>' '<audit=restricted enforce=baseline warn=restricted>' \
    runners
  compare '' '<enforce=baseline warn=Restricted><enforce=baseline warn=privileged>' '<audit=restricted enforce=baseline warn=restricted>' '<audit=restricted enforce=restricted warn=restricted>' \
    orders
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
labels_2() {
  look broken web shop
  compare '' '<enforce=baseline>' '<audit=restricted enforce=baseline warn=restricted>' '' \
    broken web
  compare '' '<enforce=baseline>' '<audit=restricted enforce=baseline warn=restricted>' '<audit=restricted enforce=restricted warn=restricted>' \
    shop
}

# Step 3, Enforce what is ready: 5 namespaces, 2 of them after observation
# All pods and templates in these namespaces meet a stricter level than enforce. Raising it rejects nothing that is allowed now. Namespaces that may get other pods than those of today are apart: observe them first.
step_3() {
  kubectl --context 'prod west' label --overwrite ns billing mail pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
  # Flux manages these labels, too, and may reset them:
  kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/enforce=restricted
}
undo_3() {
  kubectl --context 'prod west' label --overwrite ns billing mail pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
  kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/enforce=baseline
}
labels_3() {
  look billing mail orders
  compare '<>' '<audit=baseline enforce=privileged warn=baseline>' '<audit=restricted enforce=restricted warn=restricted>' '' \
    billing mail
  compare '<enforce=baseline warn=Restricted><enforce=baseline warn=privileged>' '<audit=restricted enforce=baseline warn=restricted>' '<audit=restricted enforce=restricted warn=restricted>' '' \
    orders
}

# Step 3, Enforce what is ready: 2 namespaces, after observation
step_observed() {
  # After 7 days of observation:
  #   batch: Jobs import, migrate without a CronJob
  kubectl --context 'prod west' label --overwrite ns batch pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
  # After 31 days of observation:
  #   ci: pods of Workflow build-1, build-2, build-3 and 2 more owners, and the next ones may differ; Pod debug without a controller; Jobs import, migrate without a CronJob
  kubectl --context 'prod west' label --overwrite ns ci pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
}
undo_observed() {
  kubectl --context 'prod west' label --overwrite ns batch pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
  kubectl --context 'prod west' label --overwrite ns ci pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
}
labels_observed() {
  look batch ci
  compare '<>' '<audit=baseline enforce=privileged warn=baseline>' '<audit=restricted enforce=restricted warn=restricted>' '' \
    batch ci
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
labels_4() {
  look runners shop
  compare '<>' '<audit=baseline enforce=privileged warn=baseline>' '<audit=restricted enforce=baseline warn=restricted>' '' \
    runners
  compare '<enforce=baseline>' '<audit=restricted enforce=baseline warn=restricted>' '<audit=restricted enforce=restricted warn=restricted>' '' \
    shop
}

run_step() {
  skip=$nl same=0
  case $step in
    1) title='Step 1, Close the gap: 8 namespaces' ;;
    2) title='Step 2, Observe: 3 namespaces' ;;
    3) title='Step 3, Enforce what is ready: 5 namespaces, 2 of them after observation' ;;
    observed) title='Step 3, Enforce what is ready: 2 namespaces, after observation' ;;
    4) title='Step 4, Fix, then enforce: 4 namespaces, not yet safe' ;;
  esac
  printf '%s: %s\n' "$action" "$title"
  case $action-$step in
    dry-run-1) step_1 ;;
    apply-1) labels_1 && step_1 ;;
    undo-1) labels_1 && undo_1 ;;
    dry-run-2) step_2 ;;
    apply-2) labels_2 && step_2 ;;
    undo-2) labels_2 && undo_2 ;;
    dry-run-3) step_3 ;;
    apply-3) labels_3 && step_3 ;;
    undo-3) labels_3 && undo_3 ;;
    dry-run-observed) step_observed ;;
    apply-observed) labels_observed && step_observed ;;
    undo-observed) labels_observed && undo_observed ;;
    dry-run-4) step_4 ;;
    apply-4) labels_4 && step_4 ;;
    undo-4) labels_4 && undo_4 ;;
  esac
  [ "$same" -eq 0 ] || case $action in
    apply) printf 'Nothing to do in %s of its namespaces: they have these labels, or those of a later step.\n' "$same" ;;
    undo) printf 'Nothing to undo in %s of its namespaces: they do not have the labels of this step.\n' "$same" ;;
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
    help | -h | --help)
      overview
      exit 0
      ;;
    *) wrong "unknown argument: $action" ;;
  esac
  case $# in
    1) ;;
    2)
      case $2 in
        1 | 2 | 3 | observed | 4) ;;
        *) wrong "unknown step: $2" ;;
      esac
      ;;
    *) wrong 'too many arguments' ;;
  esac
  case $action-${2-all} in
    apply-4) refuse 'Step 4 is not yet safe: the API server would reject what runs in its namespaces.' \
      'Fix them first. This prints the command of each: kubectl pss plan --step 4 --context '\''prod west'\''' \
      'dry-run 4 asks the API server.' ;;
    undo-all) set -- observed 3 2 1 ;;
    undo-3) set -- observed 3 ;;
    *-all) set -- 1 2 3 ;;
    *) shift ;;
  esac
  check_cluster
  for step do run_step; done
  case "$action $* " in
    undo*) ;;
    *' 3 '*) printf '%s\n' 'Left out: 2 namespaces of step 3, to observe for up to 31 days: after that, apply observed changes them.' ;;
  esac
  done='Done. '
  if [ -n "$failed" ]; then
    done=''
    case $action in
      undo) printf '%s\n' 'Not everything is undone: see the errors above.' ;;
      *) printf '%s\n' 'Not everything is done: see the errors above.' ;;
    esac >&2
  fi
  case $action in
    apply)
      printf '%s%s\n' "$done" 'Plan again before the next step: kubectl pss plan --context '\''prod west'\'''
      printf '%s\n' 'Keep this file: only it can undo these steps. Save the next plan under another name.'
      ;;
    undo) printf '%s%s\n' "$done" 'To see what is set now: kubectl pss plan --context '\''prod west'\''' ;;
    dry-run)
      printf '%s\n' 'Nothing was changed. The API server judged each command under the labels of now.'
      case " $* " in
        *' 3 '* | *' observed '* | *' 4 '*) printf '%s\n' 'The API server looks only at running pods, not at templates.' ;;
      esac
      ;;
  esac
  [ -z "$failed" ] || exit 1
}

# kubectl must not read the script from a pipe. A terminal stays, for credential plugins that ask.
if [ -t 0 ]; then main "$@"; else main "$@" </dev/null; fi
exit
}
