//go:build !emulates

package main

import "k8s.io/pod-security-admission/policy"

func newEvaluator() policy.Evaluator {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks())
	if err != nil {
		panic(err)
	}
	return evaluator
}
