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

// evaluateRequest asks for the verdict on a pod. The API server's decoder drops the fields that this release does not
// have, and a volume without a source becomes an emptyDir (SetDefaults_Volume).
type evaluateRequest struct {
	Metadata json.RawMessage `json:"metadata"`
	Spec     json.RawMessage `json:"spec"`
	// Policies are levels with their versions: "restricted:v1.24".
	Policies []string `json:"policies"`
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

var evaluator = newEvaluator()

func evaluate(r evaluateRequest) (evaluateResponse, error) {
	var metadata metav1.ObjectMeta
	if err := decode(r.Metadata, &metadata); err != nil {
		return evaluateResponse{}, fmt.Errorf("metadata: %w", err)
	}
	var spec corev1.PodSpec
	if err := decode(r.Spec, &spec); err != nil {
		return evaluateResponse{}, fmt.Errorf("spec: %w", err)
	}
	for i := range spec.Volumes {
		if source := &spec.Volumes[i].VolumeSource; *source == (corev1.VolumeSource{}) {
			source.EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
	results := make([]result, 0, len(r.Policies))
	for _, text := range r.Policies {
		levelVersion, err := parseLevelVersion(text)
		if err != nil {
			return evaluateResponse{}, err
		}
		aggregate := policy.AggregateCheckResults(evaluator.EvaluatePod(levelVersion, &metadata, &spec))
		results = append(results, result{
			Allowed: aggregate.Allowed,
			Reasons: notNil(aggregate.ForbiddenReasons),
			Details: notNil(aggregate.ForbiddenDetails),
			Message: aggregate.ForbiddenDetail(),
		})
	}
	return evaluateResponse{results}, nil
}

// decode reads JSON as the API server does: keys that differ in case are other keys. No JSON is a zero value.
func decode(data json.RawMessage, into any) error {
	if data == nil {
		return nil
	}
	return kjson.UnmarshalCaseSensitivePreserveInts(data, into)
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

// notNil makes an empty list print as [] and not as null.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
