//go:build emulates

package main

import "k8s.io/pod-security-admission/policy"

// newEvaluator has a second argument since v0.35: the version to emulate, which is none here.
func newEvaluator() policy.Evaluator {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		panic(err)
	}
	return evaluator
}
