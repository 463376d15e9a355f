package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// manifestRequest requests the objects that kubectl and the API server read from a file of manifests, by its path or its text, and the verdict on
// each pod in it under each of the policies.
type manifestRequest struct {
	File     string   `json:"file"`
	Text     *string  `json:"text"`
	Policies []string `json:"policies"`
	// VolumesOnly leaves out the defaults that a Pod gets and a template does not.
	VolumesOnly bool `json:"volumesOnly"`
}

type manifestResponse struct {
	Objects []object `json:"objects"`
}

// object is the result for a document, or for an item of a list in a document.
type object struct {
	// Document counts from 0, without empty documents.
	Document int `json:"document"`
	// Item is the index in the list, and in nested lists; absent for an object outside a list.
	Item []int `json:"item,omitempty"`
	// Outcome is "pod" for an object of a kind with a pod, "namespace", "other", or "error" for a rejected object.
	Outcome    string            `json:"outcome"`
	APIVersion string            `json:"apiVersion,omitempty"`
	Kind       string            `json:"kind,omitempty"`
	Name       string            `json:"name,omitempty"`
	Namespace  string            `json:"namespace,omitempty"`
	Labels     map[string]string `json:"labels,omitempty"`
	// Error is the reason why the object is rejected, or why an "other" is no Kubernetes object.
	Error string `json:"error,omitempty"`
	// NoTemplate marks a "pod" without a pod, which has no results: a ReplicationController may lack its template.
	NoTemplate bool     `json:"noTemplate,omitempty"`
	Results    []result `json:"results,omitempty"`
	// Strict is the errors of strict decoding of a "pod" or "namespace": unknown fields.
	Strict []string `json:"strict,omitempty"`
}

func manifest(request manifestRequest) (manifestResponse, error) {
	var source io.Reader
	if request.Text != nil {
		source = strings.NewReader(*request.Text)
	} else {
		file, err := os.Open(request.File)
		if err != nil {
			return manifestResponse{}, err
		}
		defer file.Close()
		source = file
	}
	reader := manifestReader{request: request, objects: []object{}}
	if err := reader.read(source); err != nil {
		return manifestResponse{}, err
	}
	return manifestResponse{reader.objects}, nil
}

type manifestReader struct {
	request manifestRequest
	objects []object
}

// read reads the documents as kubectl does (pkg/resource/visitor.go of k8s.io/cli-runtime). kubectl stops at the first unreadable document; read
// continues with the next one.
func (r *manifestReader) read(source io.Reader) error {
	decoder := yaml.NewYAMLOrJSONDecoder(decodedAsFile(source), 4096)
	jsonFailed := false
	for document := 0; ; {
		var extension runtime.RawExtension
		err := decoder.Decode(&extension)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			// If a JSON stream fails, it is read again as YAML, once. If that fails too, reading stops there.
			if !errors.As(err, &yaml.YAMLSyntaxError{}) {
				if jsonFailed {
					return nil
				}
				jsonFailed = true
			}
			r.objects = append(r.objects, object{Document: document, Outcome: "error", Error: err.Error()})
			document++
			continue
		}
		data := bytes.TrimSpace(extension.Raw)
		if len(data) == 0 || bytes.Equal(data, []byte("null")) {
			continue
		}
		if err := r.add(object{Document: document}, data, typeMeta{}); err != nil {
			return err
		}
		document++
	}
}

// typeMeta contains the type of an object.
type typeMeta struct{ apiVersion, kind string }

// add adds one JSON value, or each of its items if it is a list, as kubectl does
// (pkg/apis/meta/v1/unstructured/helpers.go of k8s.io/apimachinery). An item without a type has the type `inherited`.
func (r *manifestReader) add(place object, data []byte, inherited typeMeta) error {
	var fields map[string]any
	if err := decode(data, &fields); err != nil {
		place.Outcome, place.Error = "other", err.Error()
		r.objects = append(r.objects, place)
		return nil
	}
	if fields == nil {
		fields = map[string]any{}
	}
	kind, _ := fields["kind"].(string)
	apiVersion, _ := fields["apiVersion"].(string)
	if kind == "" && apiVersion == "" && inherited.kind != "" {
		kind, apiVersion = inherited.kind, inherited.apiVersion
		fields["kind"], fields["apiVersion"] = kind, apiVersion
	}
	if kind == "" {
		place.Outcome, place.Error = "other", "Object 'Kind' is missing"
		r.objects = append(r.objects, place)
		return nil
	}
	if items, hasItems := fields["items"]; hasItems {
		// kubectl requires only the field items. A value with items that is no list is also an object for the API server: other clients may send it.
		if !strings.HasSuffix(kind, "List") {
			read, err := r.readObject(place, typeMeta{apiVersion, kind}, fields)
			r.objects = append(r.objects, read)
			if _, isArray := items.([]any); err != nil || !isArray {
				return err
			}
		}
		return r.addItems(place, data, typeMeta{apiVersion, strings.TrimSuffix(kind, "List")})
	}
	read, err := r.readObject(place, typeMeta{apiVersion, kind}, fields)
	r.objects = append(r.objects, read)
	return err
}

func (r *manifestReader) addItems(place object, data []byte, inherited typeMeta) error {
	var list struct {
		Items []json.RawMessage `json:"items"`
	}
	if err := decode(data, &list); err != nil {
		place.Outcome, place.Error = "error", err.Error()
		r.objects = append(r.objects, place)
		return nil
	}
	for index, item := range list.Items {
		place := object{Document: place.Document, Item: append(append([]int{}, place.Item...), index)}
		if err := r.add(place, item, inherited); err != nil {
			return err
		}
	}
	return nil
}
