package main

import (
	admissionapi "k8s.io/pod-security-admission/admission/api"
	"k8s.io/pod-security-admission/api"
)

// defaults are the defaults of a PodSecurityConfiguration, by their names in the file.
type defaults struct {
	Enforce        string `json:"enforce"`
	EnforceVersion string `json:"enforce-version"`
	Audit          string `json:"audit"`
	AuditVersion   string `json:"audit-version"`
	Warn           string `json:"warn"`
	WarnVersion    string `json:"warn-version"`
}

// labelsRequest requests the policy of a namespace.
type labelsRequest struct {
	Defaults defaults          `json:"defaults"`
	Labels   map[string]string `json:"labels"`
}

// labelsResponse is the policy, each mode as "level:version", and the errors of the labels.
type labelsResponse struct {
	Enforce string   `json:"enforce"`
	Audit   string   `json:"audit"`
	Warn    string   `json:"warn"`
	Errors  []string `json:"errors"`
}

func labels(request labelsRequest) (labelsResponse, error) {
	defaultPolicy, err := admissionapi.ToPolicy(admissionapi.PodSecurityDefaults(request.Defaults))
	if err != nil {
		return labelsResponse{}, err
	}
	resolved, problems := api.PolicyToEvaluate(request.Labels, defaultPolicy)
	errors := []string{}
	for _, problem := range problems {
		errors = append(errors, problem.Error())
	}
	return labelsResponse{resolved.Enforce.String(), resolved.Audit.String(), resolved.Warn.String(), errors}, nil
}
