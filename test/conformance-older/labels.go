package main

import (
	admissionapi "k8s.io/pod-security-admission/admission/api"
	"k8s.io/pod-security-admission/api"
)

// labelsRequest asks for the policy that the labels of a namespace result in.
type labelsRequest struct {
	Labels   map[string]string `json:"labels"`
	Defaults defaults          `json:"defaults"`
}

// defaults are the defaults of a PodSecurityConfiguration, by the names that they have in the file.
type defaults struct {
	Enforce        string `json:"enforce"`
	EnforceVersion string `json:"enforce-version"`
	Audit          string `json:"audit"`
	AuditVersion   string `json:"audit-version"`
	Warn           string `json:"warn"`
	WarnVersion    string `json:"warn-version"`
}

// labelsResponse is the policy, each mode as "level:version", and the errors in the labels.
type labelsResponse struct {
	Enforce string   `json:"enforce"`
	Audit   string   `json:"audit"`
	Warn    string   `json:"warn"`
	Errors  []string `json:"errors"`
}

func labels(r labelsRequest) (labelsResponse, error) {
	defaultPolicy, err := admissionapi.ToPolicy(admissionapi.PodSecurityDefaults(r.Defaults))
	if err != nil {
		return labelsResponse{}, err
	}
	resolved, problems := api.PolicyToEvaluate(r.Labels, defaultPolicy)
	errors := []string{}
	for _, problem := range problems {
		errors = append(errors, problem.Error())
	}
	return labelsResponse{resolved.Enforce.String(), resolved.Audit.String(), resolved.Warn.String(), errors}, nil
}
