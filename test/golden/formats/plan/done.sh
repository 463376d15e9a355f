#!/bin/sh
# Plan to restricted for 1 namespace of prod west at https://10.0.0.1:6443; evaluated as Kubernetes v1.37
set -eu

# Step 1, Close the gap: nothing to do

# Step 2, Observe: nothing to do

# Step 3, Enforce what is ready: nothing to do

# Step 4, Fix, then enforce: nothing to do
