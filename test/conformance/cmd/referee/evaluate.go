package main

import (
	"encoding/json"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	kjson "sigs.k8s.io/json"
)

// evaluateRequest requests the verdict on a decoded pod, without defaults.
type evaluateRequest struct {
	Metadata json.RawMessage `json:"metadata"`
	Spec     json.RawMessage `json:"spec"`
	// Policies are levels with their versions: "restricted:v1.24".
	Policies []string `json:"policies"`
	// Emulate is the minor version to emulate; nil to emulate none.
	Emulate *int `json:"emulate"`
}

type evaluateResponse struct {
	Results []result `json:"results"`
}

// result is the verdict under one policy. Details and reasons have the same order.
type result struct {
	Allowed bool     `json:"allowed"`
	Reasons []string `json:"reasons"`
	Details []string `json:"details"`
	Message string   `json:"message"`
}

func evaluate(request evaluateRequest) (evaluateResponse, error) {
	var metadata metav1.ObjectMeta
	if err := decode(request.Metadata, &metadata); err != nil {
		return evaluateResponse{}, fmt.Errorf("metadata: %w", err)
	}
	var spec corev1.PodSpec
	if err := decode(request.Spec, &spec); err != nil {
		return evaluateResponse{}, fmt.Errorf("spec: %w", err)
	}
	results, err := evaluateAll(&metadata, &spec, request.Policies, request.Emulate)
	return evaluateResponse{results}, err
}

// decode reads JSON as the API server does: keys are case-sensitive. Without JSON, it returns a zero value.
func decode(data json.RawMessage, into any) error {
	if data == nil {
		return nil
	}
	return kjson.UnmarshalCaseSensitivePreserveInts(data, into)
}

// evaluateAll returns the verdict on a pod under each policy, in the order of the policies.
func evaluateAll(metadata *metav1.ObjectMeta, spec *corev1.PodSpec, policies []string, emulate *int) ([]result, error) {
	evaluator, err := evaluatorFor(emulate)
	if err != nil {
		return nil, err
	}
	results := make([]result, 0, len(policies))
	for _, text := range policies {
		levelVersion, err := parseLevelVersion(text)
		if err != nil {
			return nil, err
		}
		aggregate := policy.AggregateCheckResults(evaluator.EvaluatePod(levelVersion, metadata, spec))
		results = append(results, result{
			Allowed: aggregate.Allowed,
			Reasons: notNil(aggregate.ForbiddenReasons),
			Details: notNil(aggregate.ForbiddenDetails),
			Message: aggregate.ForbiddenDetail(),
		})
	}
	return results, nil
}

func parseLevelVersion(text string) (api.LevelVersion, error) {
	levelText, versionText, _ := strings.Cut(text, ":")
	level, err := api.ParseLevel(levelText)
	if err != nil {
		return api.LevelVersion{}, fmt.Errorf("%q: %w", text, err)
	}
	version, err := api.ParseVersion(versionText)
	if err != nil {
		return api.LevelVersion{}, fmt.Errorf("%q: %w", text, err)
	}
	return api.LevelVersion{Level: level, Version: version}, nil
}

// notEmulated is the key of evaluators without an emulated version.
const notEmulated = -1

var evaluators = map[int]policy.Evaluator{}

// evaluatorFor returns the evaluator with the default checks, one for each emulated minor version.
func evaluatorFor(emulate *int) (policy.Evaluator, error) {
	minor := notEmulated
	var version *api.Version
	if emulate != nil {
		minor = *emulate
		emulated := api.MajorMinorVersion(1, minor)
		version = &emulated
	}
	if evaluator, ok := evaluators[minor]; ok {
		return evaluator, nil
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), version)
	if err != nil {
		return nil, err
	}
	evaluators[minor] = evaluator
	return evaluator, nil
}

// notNil returns an empty list for nil, which prints as [] and not as null.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
