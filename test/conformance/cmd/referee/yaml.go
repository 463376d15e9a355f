package main

import (
	"encoding/json"
	"strings"

	"sigs.k8s.io/yaml"
)

// yamlRequest requests the values that kubectl's YAML library reads from documents.
type yamlRequest struct {
	Texts []string `json:"texts"`
}

type yamlResponse struct {
	Documents []yamlDocument `json:"documents"`
}

// yamlDocument contains the value of a document, or the reason why it is rejected.
type yamlDocument struct {
	JSON    json.RawMessage `json:"json,omitempty"`
	Refused string          `json:"refused,omitempty"`
}

func readYAML(request yamlRequest) (yamlResponse, error) {
	response := yamlResponse{Documents: []yamlDocument{}}
	for _, text := range request.Texts {
		// kubectl's line reader removes a carriage return before each line feed.
		read, err := yaml.YAMLToJSON([]byte(strings.ReplaceAll(text, "\r\n", "\n")))
		document := yamlDocument{JSON: read}
		if err != nil {
			document = yamlDocument{Refused: err.Error()}
		}
		response.Documents = append(response.Documents, document)
	}
	return response, nil
}
