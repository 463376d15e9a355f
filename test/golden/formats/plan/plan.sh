#!/bin/sh
# Plan to restricted for 13 namespaces of prod west at https://10.0.0.1:6443; evaluated as Kubernetes v1.37
set -eu
# kubectl label will be undone in orders, web: Flux sets them: change them in Git, in Kustomization flux-system/apps

# Step 1, Close the gap: 8 namespaces
kubectl --context 'prod west' label --overwrite ns batch billing ci empty kube-system mail runners pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted

# Step 2, Observe: 3 namespaces
# Run the steps before it first.
kubectl --context 'prod west' label --overwrite ns broken shop pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
kubectl --context 'prod west' label --overwrite ns web pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted

# Step 3, Enforce what is ready: 5 namespaces, 2 of them after observation
# Run the steps before it first.
kubectl --context 'prod west' label --overwrite ns billing mail pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
kubectl --context 'prod west' label --overwrite ns batch pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
kubectl --context 'prod west' label --overwrite ns ci pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/enforce=restricted

# Step 4, Fix, then enforce: 4 namespaces, not yet safe
# Run the steps before it first.
# kubectl --context 'prod west' label --overwrite ns runners pod-security.kubernetes.io/enforce=baseline pod-security.kubernetes.io/audit=restricted pod-security.kubernetes.io/warn=restricted
# kubectl --context 'prod west' label --overwrite ns shop pod-security.kubernetes.io/enforce=restricted

# To undo all steps, the last one first:
# kubectl --context 'prod west' label --overwrite ns billing mail pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
# kubectl --context 'prod west' label --overwrite ns batch pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
# kubectl --context 'prod west' label --overwrite ns ci pod-security.kubernetes.io/enforce=privileged pod-security.kubernetes.io/audit=baseline pod-security.kubernetes.io/warn=baseline
# kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/enforce=baseline
# kubectl --context 'prod west' label --overwrite ns broken shop pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn-
# kubectl --context 'prod west' label --overwrite ns web pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn-
# kubectl --context 'prod west' label --overwrite ns batch billing ci empty kube-system mail runners pod-security.kubernetes.io/enforce- pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn-
# kubectl --context 'prod west' label --overwrite ns orders pod-security.kubernetes.io/audit- pod-security.kubernetes.io/warn=privileged
