#!/bin/sh
{ # The shell reads the script to its end before it runs anything.
# Plan to restricted for 15 namespaces of prod west at https://10.0.0.1:6443; evaluated as Kubernetes v1.37
# It runs only on the cluster whose namespace kube-system has the uid 5c1b2f6e-0d5a-4b7e-9f0e-1a2b3c4d5e6f.
#
# Usage: sh rollout.sh apply|undo [STEP]
#        sh rollout.sh dry-run [apply|undo] [STEP]
#   apply    sets the labels of STEP, or of steps 1 to 3. Step 4 is not yet safe.
#   undo     restores the labels from before STEP, or from before the plan.
#   dry-run  shows what apply or undo would do now, and changes nothing.
#   apply observed  raises enforce in the rest of step 3, where audit and warn
#            have been set for up to 31 days; with --no-wait everywhere.
#
# Apply one step, read the warnings and the audit log, and plan again into a new
# file: the next step depends on what runs then. Keep this file to undo its
# steps. A namespace whose labels have changed since the plan is skipped.
#
# Note: apply leaves out 4 namespaces of step 3. Observe them for up to 31 days, and then run apply observed
# Note: 1 workload is rejected now, in broken: enforce is not raised to a level that rejects it.
# Note: another tool may reset the labels in orders, web: Flux sets them: change them in Git, in Kustomization flux-system/apps

set -euf
nl='
'
dry_run='' failed='' moved=$nl ahead=0 did='' only='' by_hand='' changed_names='' is_early='' no_wait='' unsafe=' 4 '
# How to run this script again, and a new file for the next plan.
file=''
case ${0##*/} in
  sh | ash | bash | dash | ksh | mksh | zsh | busybox) ;;
  *) [ ! -f "$0" ] || file=$0 ;;
esac
case $file in
  '' | *[!A-Za-z0-9_./+,@%:=' '-]*) stem=rollout ;;
  *) stem=${file%.sh} ;;
esac
number=2
case $stem in *-[2-9] | *-[1-9][0-9]) number=$((${stem##*-} + 1)) stem=${stem%-*} ;; esac
while [ -e "$stem-$number.sh" ]; do number=$((number + 1)); done
next=$stem-$number.sh
case $file in
  '') self='kubectl pss plan -o commands --context '\''prod west'\'' | sh -s --' ;;
  *[!A-Za-z0-9_./+,@%:=' '-]*) self='sh rollout.sh' ;;
  *' '*) self="sh '$file'" next="'$next'" ;;
  *) self="sh $file" ;;
esac

overview() {
  printf '%s\n' \
    'Plan to restricted for 15 namespaces of prod west at https://10.0.0.1:6443;' \
    '  evaluated as Kubernetes v1.37' \
    'It runs only on the cluster whose namespace kube-system has the uid' \
    '  5c1b2f6e-0d5a-4b7e-9f0e-1a2b3c4d5e6f.' \
    '' \
    '  Step 1, Close the gap: 8 namespaces' \
    '  Step 2, Observe: 3 namespaces' \
    '  Step 3, Enforce what is ready: 3 namespaces now, 4 more after observation' \
    '  Step 4, Fix, then enforce: 4 namespaces, not yet safe' \
    '' \
    'Note: apply leaves out 4 namespaces of step 3. Observe them for up to 31 days,' \
    '  and then run apply observed' \
    'Note: 1 workload is rejected now, in broken: enforce is not raised to a level' \
    '  that rejects it.' \
    'Note: another tool may reset the labels in orders, web: Flux sets them: change' \
    '  them in Git, in Kustomization flux-system/apps' \
    ''
  printf '%s\n' "Usage: $self apply|undo [STEP]" "       $self dry-run [apply|undo] [STEP]"
  printf '%s\n' \
    '  apply    sets the labels of STEP, or of steps 1 to 3. Step 4 is not yet safe.' \
    '  undo     restores the labels from before STEP, or from before the plan.' \
    '  dry-run  shows what apply or undo would do now, and changes nothing.' \
    '  apply observed  raises enforce in the rest of step 3, where audit and warn' \
    '           have been set for up to 31 days; with --no-wait everywhere.' \
    '' \
    'Apply one step, read the warnings and the audit log, and plan again into a new' \
    'file: the next step depends on what runs then. Keep this file to undo its' \
    'steps. A namespace whose labels have changed since the plan is skipped.'
}

# Says why nothing is run, and ends the script.
refuse() {
  printf '%s\n' "$@" 'Nothing was run.' >&2
  exit 2
}

wrong() {
  printf '%s\n' "$1" "Usage: $self apply|undo [STEP]" "       $self dry-run [apply|undo] [STEP]" "$self help prints the steps." >&2
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
    [ "$at $word" != '4 --overwrite' ] || at=3
    if [ "$at" -gt 4 ]; then
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

# The commands of the steps call this function. It leaves out the namespaces in $skip: they follow 4 words, and --overwrite; labels contain a slash.
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
      [ "$at $word" != '4 --overwrite' ] || at=3
      if [ "$at" -gt 4 ]; then
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
      'Correct the cause and run the step again: its commands can be repeated.' >&2
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
  now=$(command kubectl --context 'prod west' get namespaces --ignore-not-found -o go-template='{{define "one"}}{{.metadata.name}}:{{range $name, $value := .metadata.labels}}{{if eq $name "pod-security.kubernetes.io/enforce" "pod-security.kubernetes.io/enforce-version" "pod-security.kubernetes.io/audit" "pod-security.kubernetes.io/audit-version" "pod-security.kubernetes.io/warn" "pod-security.kubernetes.io/warn-version"}} {{slice $name 27}}={{$value}}{{end}}{{end}}{{"\n"}}{{end}}{{if exists . "items"}}{{range .items}}{{template "one" .}}{{end}}{{else}}{{template "one" .}}{{end}}' "$@") || stop_reading
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
    # A dry run has not really changed what the steps before it in the same run would have changed.
    case $moved in *"$nl$name$nl"*) at=moved ;; esac
    case $action-$at in
      apply-before | undo-after | *-moved) changed=$changed$name$nl ;;
      apply-after) already "has these labels" ;;
      apply-later) already "has the labels of a later step" ;;
      undo-before) already "has the labels from before this step" ;;
      undo-earlier) already "has the labels from before an earlier step" ;;
      apply-earlier)
        case $unsafe in
          *" $step "*) changed=$changed$name$nl ;;
          *) skipped "$name: an earlier step of this plan is not applied there" ;;
        esac
        ;;
      undo-later)
        ahead=$((ahead + 1))
        skipped "$name: a later step of this plan is still applied there"
        ;;
      *)
        left=$left$name$nl
        case "$changed_names " in *" $name "*) ;; *) changed_names="$changed_names $name" ;; esac
        expected=$before
        [ "$action" = apply ] || expected=$after
        skipped "$name: its labels have changed since the plan"
        faults="$faults  found:    $labels$nl  expected: $expected$nl"
        ;;
    esac
  done
  unset IFS
}

# Leaves out a namespace in which there is nothing to do. already and skipped keep their lines until the title of the step is printed.
already() {
  skip=$skip$name$nl
  same=$((same + 1))
  reasons="${reasons}namespace/$name already $1$nl"
}

skipped() {
  skip=$skip$name$nl
  faults="$faults$1: ${dry_run:+would be }skipped$nl"
}

# wait_for DAYS NAME...: skips each namespace whose audit and warn labels were set less than DAYS ago.
# shellcheck disable=SC2016 # The variables are those of the template.
wait_for() {
  [ "$action$no_wait" = apply ] || return 0
  days=$1
  shift
  names=$nl
  for name do names=$names$name$nl; done
  times=$(command kubectl --context 'prod west' get namespaces --ignore-not-found -o go-template='{{define "one"}}{{$since := ""}}{{range .metadata.managedFields}}{{if and .time .fieldsV1}}{{$time := .time}}{{with index .fieldsV1 "f:metadata"}}{{with index . "f:labels"}}{{range $field, $owned := .}}{{if eq $field "f:pod-security.kubernetes.io/audit" "f:pod-security.kubernetes.io/audit-version" "f:pod-security.kubernetes.io/warn" "f:pod-security.kubernetes.io/warn-version"}}{{if gt $time $since}}{{$since = $time}}{{end}}{{end}}{{end}}{{end}}{{end}}{{end}}{{end}}{{.metadata.name}}:{{$since}}{{"\n"}}{{end}}{{if exists . "items"}}{{range .items}}{{template "one" .}}{{end}}{{else}}{{template "one" .}}{{end}}' "$@") || stop_reading
  minutes_of "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  today=$minutes
  IFS=$nl
  for line in $times; do
    name=${line%%:*}
    since=${line#*:}
    case $names in *"$nl$name$nl"*) ;; *) continue ;; esac
    case $skip in *"$nl$name$nl"*) continue ;; esac
    case $since in
      [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z) ;;
      *) early "$name: start of the observation unknown (no audit or warn in its managedFields)"; continue ;;
    esac
    minutes_of "$since"
    age=$(((today - minutes) / 1440))
    [ "$age" -ge "$days" ] || early "$name: observed for $age of $days days, since $since"
  done
  unset IFS
}
early() {
  is_early=1
  skipped "$1"
}

# The days from the civil calendar: years begin in March, so that the leap day is the last one.
minutes_of() {
  IFS=-T:Z
  # shellcheck disable=SC2086 # The parts of the time are words.
  set -- $1
  unset IFS
  month=$(((${2#0} + 9) % 12))
  year=$(($1 - month / 10))
  days_before=$((year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + ${3#0} - 1))
  minutes=$(((days_before * 24 + ${4#0}) * 60 + ${5#0}))
}

# Step 1, Close the gap: 8 namespaces
# A namespace without labels has the defaults of the cluster. These commands write those defaults into labels, so that no default decides any more. audit and warn get the level that a later step enforces, at least one level above: they report what that level will reject, and reject nothing. The API server uses another value in place of an invalid label: privileged for warn. The commands write the level to watch for warn.
step_1() {
  kubectl --context 'prod west' label --overwrite ns batch billing ci mail pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
  kubectl --context 'prod west' label --overwrite ns empty kube-system runners pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
  # Flux manages these labels, too, and may reset them:
  kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
}
undo_1() {
  kubectl --context 'prod west' label ns batch billing ci mail pod-security.kubernetes.io/enforce- pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn-
  kubectl --context 'prod west' label ns empty kube-system runners pod-security.kubernetes.io/enforce- pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn-
  kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn=privileged
}
labels_1() {
  look batch billing ci mail empty kube-system runners orders
  compare '' '<>' '<audit=restricted enforce=privileged warn=restricted>' '<audit=restricted enforce=restricted warn=restricted>' \
    batch billing ci mail
  compare '' '<>' '<audit=baseline enforce=privileged warn=baseline>' '' \
    empty kube-system
  compare '' '<>' '<audit=baseline enforce=privileged warn=baseline>' '<audit=restricted enforce=baseline warn=restricted>' \
    runners
  compare '' '<enforce=baseline warn=Restricted><enforce=baseline warn=privileged>' '<audit=restricted enforce=baseline warn=restricted>' '<audit=restricted enforce=restricted warn=restricted>' \
    orders
}

# Step 2, Observe: 3 namespaces
# audit and warn get the level that a later step enforces, at least one level above enforce. The API server reports what that level will reject, and still admits it.
# Who waits for step 3: 4 namespaces, listed there as "after observation". No other namespace has to wait, even if this step sets its labels.
# How long: 7 to 31 days from the command that sets audit and warn. 1 namespace is observed already: step 3 says since when.
# Then copy the audit logs of all API servers into the folder audit-logs, and run:
#   kubectl pss history -o json --context 'prod west' audit-logs/ > history.json
# Plan again with this history:
#   kubectl pss plan --history history.json --context 'prod west'
# If the log has a workload that violates the new level and may come back, its namespace is then in step 4, with what to fix. Go on with the namespaces that are still in step 3.
# Without an audit log, run this on the first and on the last day, and go on if the numbers are equal:
#   kubectl --context 'prod west' get --raw /metrics | grep 'pod_security_evaluations_total{decision="deny",mode="audit"'
# The numbers count all namespaces. If workloads of other namespaces violate audit, the numbers rise for them, too. Then a new plan after the days names each workload that violates, running or finished. A workload that is deleted by then is only in the audit log.
# After the days, plan again:
#   kubectl pss plan --context 'prod west'
step_2() {
  kubectl --context 'prod west' label --overwrite ns broken shop pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
  # Flux manages these labels, too, and may reset them:
  kubectl --context 'prod west' label --overwrite ns web pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
}
undo_2() {
  kubectl --context 'prod west' label ns broken shop pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn-
  kubectl --context 'prod west' label ns web pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn-
}
labels_2() {
  look broken web shop
  compare '' '<enforce=baseline>' '<audit=restricted enforce=baseline warn=restricted>' '' \
    broken web
  compare '' '<enforce=baseline>' '<audit=restricted enforce=baseline warn=restricted>' '<audit=restricted enforce=restricted warn=restricted>' \
    shop
}

# Step 3, Enforce what is ready: 3 namespaces
# All pods and templates in these namespaces meet a stricter level than enforce. Raising it rejects none of them. Namespaces that may get other pods than those of today are apart, below their days of observation: there, it may reject the next pods.
step_3() {
  kubectl --context 'prod west' label --overwrite ns billing mail pod-security.kubernetes.io/enforce=restricted
  # Flux manages these labels, too, and may reset them:
  kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/enforce=restricted
}
undo_3() {
  kubectl --context 'prod west' label --overwrite ns billing mail pod-security.kubernetes.io/enforce=privileged
  kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/enforce=baseline
}
labels_3() {
  look billing mail orders
  compare '<>' '<audit=restricted enforce=privileged warn=restricted>' '<audit=restricted enforce=restricted warn=restricted>' '' \
    billing mail
  compare '<enforce=baseline warn=Restricted><enforce=baseline warn=privileged>' '<audit=restricted enforce=baseline warn=restricted>' '<audit=restricted enforce=restricted warn=restricted>' '' \
    orders
}

# Step 3, Enforce what is ready, after observation: 4 namespaces
step_observed() {
  # After 7 days of observation:
  #   batch: Jobs import, migrate without a CronJob
  #   untold: Pod debug without a controller; start of the observation unknown: no managedFields with its audit and warn labels (a dump has them with kubectl get --show-managed-fields)
  #   watched: Pod debug without a controller; observed since 2026-11-27 (3 of 7 days)
  kubectl --context 'prod west' label --overwrite ns batch untold watched pod-security.kubernetes.io/enforce=restricted
  # After 31 days of observation:
  #   ci: pods of Workflow build-1, build-2, build-3 and 2 more owners, and the next ones may differ; Pod debug without a controller; Jobs import, migrate without a CronJob
  kubectl --context 'prod west' label --overwrite ns ci pod-security.kubernetes.io/enforce=restricted
}
undo_observed() {
  kubectl --context 'prod west' label --overwrite ns batch pod-security.kubernetes.io/enforce=privileged
  kubectl --context 'prod west' label --overwrite ns untold watched pod-security.kubernetes.io/enforce=baseline
  kubectl --context 'prod west' label --overwrite ns ci pod-security.kubernetes.io/enforce=privileged
}
labels_observed() {
  look batch ci untold watched
  compare '<>' '<audit=restricted enforce=privileged warn=restricted>' '<audit=restricted enforce=restricted warn=restricted>' '' \
    batch ci
  compare '' '<audit=restricted enforce=baseline warn=restricted>' '<audit=restricted enforce=restricted warn=restricted>' '' \
    untold watched
  wait_for 7 batch untold watched
  wait_for 31 ci
}

# Step 4, Fix, then enforce: 4 namespaces, not yet safe
# Workloads in these namespaces block the next level. Fix them (audit -n NAME shows the fields), then run the command of the namespace. Those whose workloads are rejected now are first, then those with the fewest changes. Workloads that need the node or its privileges, such as node agents and Docker in Docker, cannot meet baseline: --keep-privileged NAME takes their namespace out of this step.
# apply does not run these commands: run one by hand as soon as its namespace is fixed. undo includes them.
step_4() {
  # broken: its enforce=baseline rejects Pod/web-0 now: fix it
  kubectl --context 'prod west' label --overwrite ns runners pod-security.kubernetes.io/enforce=baseline pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
  # web: its enforce=baseline rejects the next pods of Deployment/web-1: fix it
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
blocked_4() {
  printf '%s\n' \
    'What blocks each namespace, in templates too, whether pods of them run or not:' \
    '  broken: its enforce=baseline rejects Pod/web-0 now: fix it' \
    '  runners: 1/1 workloads to fix: hostNamespaces 1' \
    '  web: its enforce=baseline rejects the next pods of Deployment/web-1: fix it' \
    '  shop: 3/4 workloads to fix: seccompProfile_restricted 3,' \
    '    allowPrivilegeEscalation 2, capabilities_restricted 2, and 1 more check'
}

compare_step() {
  skip=$nl left=$nl changed='' same=0 reasons='' faults=''
  case $step in
    1)
      title='Step 1, Close the gap: 8 namespaces'
      labels_1
      ;;
    2)
      title='Step 2, Observe: 3 namespaces'
      labels_2
      ;;
    3)
      title='Step 3, Enforce what is ready: 3 namespaces'
      labels_3
      ;;
    observed)
      title='Step 3, Enforce what is ready, after observation: 4 namespaces'
      labels_observed
      ;;
    4)
      title='Step 4, Fix, then enforce: 4 namespaces, not yet safe'
      labels_4
      ;;
  esac
}

run_step() {
  compare_step
  [ "$action" = apply ] || title=${title%, not yet safe}
  did=$did$changed
  if [ "$action$changed$faults" = undo ]; then
    printf '%s: %s: nothing to undo\n' "${dry_run:+dry-run }undo" "${title%: *}"
    return 0
  fi
  printf '%s: %s\n' "${dry_run:+dry-run }$action" "$title"
  [ -z "$faults" ] || { failed=1; printf '%s' "$faults" >&2; }
  [ "$action$left" = "undo$nl" ] || [ "$action" = apply ] || by_hand=$by_hand$(only=$left; "undo_$step")$nl
  case $action-$step in
    apply-1) step_1 ;;
    undo-1) undo_1 ;;
    apply-2) step_2 ;;
    undo-2) undo_2 ;;
    apply-3) step_3 ;;
    undo-3) undo_3 ;;
    apply-observed) step_observed ;;
    undo-observed) undo_observed ;;
    apply-4) step_4 ;;
    undo-4) undo_4 ;;
  esac
  # A dry run names the namespaces in which nothing happens. apply and undo count them.
  if [ -n "$dry_run" ]; then
    moved=$moved$changed
    printf '%s' "$reasons"
  elif [ "$same" -gt 0 ]; then
    case $action in
      apply) printf 'Nothing to do in %s of its namespaces: they have these labels, or later ones.\n' "$same" ;;
      undo) printf 'Nothing to undo in %s of its namespaces: they have other labels.\n' "$same" ;;
    esac
  fi
}

main() {
  if [ $# -eq 0 ]; then
    overview
    exit 2
  fi
  action=$1
  shift
  case $action in
    apply | undo) ;;
    dry-run)
      dry_run=--dry-run=server
      action=apply
      case ${1-} in apply | undo) action=$1 && shift ;; esac
      ;;
    help | -h | --help)
      overview
      exit 0
      ;;
    *) wrong "unknown argument: $action" ;;
  esac
  [ "$action $*" != 'apply observed --no-wait' ] || { no_wait=1; set -- observed; }
  case $# in
    0) ;;
    1)
      case $1 in
        1 | 2 | 3 | observed | 4) ;;
        *) wrong "unknown step: $1" ;;
      esac
      ;;
    *) wrong 'too many arguments' ;;
  esac
  named=${1-}
  case $action-${named:-all} in
    apply-4) [ -n "$dry_run" ] || refuse 'Step 4 is not yet safe: the API server would reject what runs in its namespaces.' \
      'Fix them first. This prints the command of each: kubectl pss plan --step 4 --context '\''prod west'\''' \
      "$self dry-run 4 asks the API server." ;;
    apply-all) set -- 1 2 3 ;;
    undo-all) set -- 4 observed 3 2 1 ;;
    undo-3) set -- observed 3 ;;
  esac
  check_cluster
  if [ "$action" = undo ] && [ -n "$named" ]; then
    for step do compare_step; done
    [ "$ahead" -eq 0 ] || refuse "A later step of this plan is applied in $ahead of the namespaces:" \
      "undo $named would undo only a part." \
      "Undo the later step first, or all steps: $self undo"
  fi
  for step do run_step; done
  case "$action: $* " in
    "apply:"*' 3 '*) printf '%s:\n  %s\n' 'Left out: 4 namespaces of step 3. Observe them for up to 31 days, and then run' "$self apply observed" ;;
  esac
  finish "$*"
  [ -z "$failed" ] || exit 1
}

finish() {
  if [ -n "$is_early" ]; then
    printf '%s\n' 'Run this again when the days are over.' 'If you observed a namespace in another way:' "  $self apply observed --no-wait" >&2
    [ -n "$dry_run" ] || return 0
  fi
  if [ -n "$dry_run" ]; then
    [ -z "$failed" ] || printf '%s\n' "$action would leave something out: see the lines above." >&2
    if [ -z "$did" ]; then
      printf '%s\n' "Nothing was changed, and $action would change nothing now."
      return 0
    fi
    printf '%s\n' 'Nothing was changed. The API server judged each command under the labels of now.'
    case "$action: $1 " in
      "apply:"*' 3 '* | "apply:"*' observed '* | "apply:"*' 4 '*) printf '%s\n' 'The API server looks only at running pods. The plan looked at templates, too.' ;;
    esac
    case "$action $1" in
      "apply 4") blocked_4; printf '%s\n' 'apply does not run step 4: it is not yet safe.' ;;
    esac
    return 0
  fi
  done='Done. '
  if [ -n "$failed" ]; then
    done=''
    case $action in
      undo) printf '%s\n' 'Not everything is undone: see the errors above.' ;;
      *) printf '%s\n' 'Not everything is done: see the errors above.' ;;
    esac >&2
    [ -z "$changed_names" ] || printf 'Skipped, because their labels have changed:%s\n' "$changed_names" >&2
    [ -z "$by_hand" ] || printf 'If you want the labels from before the plan there, too, run:\n%s' "$by_hand" >&2
  fi
  case $action in
    undo)
      [ -n "$did" ] || done=''
      printf '%s%s\n' "$done" 'To see what is set now: kubectl pss plan --context '\''prod west'\''' ;;
    apply)
      printf '%s%s\n' "$done" 'Plan again into a new file: the next step depends on what runs now:'
      printf '  %s > %s\n' 'kubectl pss plan -o commands --context '\''prod west'\''' "$next"
      if [ -z "$did" ]; then
        :
      elif [ -n "$file" ]; then
        printf 'Keep this file to undo this: %s\n' "$self undo${named:+ $named}"
      else
        printf '%s\n' 'Only this script can undo what it did, and it came from a pipe: no file has it.'
      fi
      ;;
  esac
}

# kubectl must not read the script from a pipe. A terminal stays, for credential plugins that ask.
if [ -t 0 ]; then main "$@"; else main "$@" </dev/null; fi
exit
}
