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

// manifestRequest asks what kubectl, and the API server behind it, make of a file of manifests, which is given by its path or
// its text, and for the verdict on each pod in it under each of the policies.
type manifestRequest struct {
	File     string   `json:"file"`
	Text     *string  `json:"text"`
	Policies []string `json:"policies"`
	// VolumesOnly leaves out the defaulting that a Pod gets beyond that of a template.
	VolumesOnly bool `json:"volumesOnly"`
}

type manifestResponse struct {
	Objects []object `json:"objects"`
}

// object is what became of a document, or of an item of a list in one.
type object struct {
	// Document counts from 0, over the documents that hold anything.
	Document int `json:"document"`
	// Item is the place in the list, and in the list in that list; absent for an object that stands by itself.
	Item []int `json:"item,omitempty"`
	// Outcome is "pod" for an object of a kind that holds a pod, "namespace", "other", or "error" for what is refused.
	Outcome    string            `json:"outcome"`
	APIVersion string            `json:"apiVersion,omitempty"`
	Kind       string            `json:"kind,omitempty"`
	Name       string            `json:"name,omitempty"`
	Namespace  string            `json:"namespace,omitempty"`
	Labels     map[string]string `json:"labels,omitempty"`
	// Error says why the object is refused, or why an "other" is no Kubernetes object.
	Error string `json:"error,omitempty"`
	// NoTemplate marks a "pod" that holds none, and so has no results: a ReplicationController may lack its template.
	NoTemplate bool     `json:"noTemplate,omitempty"`
	Results    []result `json:"results,omitempty"`
	// Strict is what strict decoding has against a "pod" or "namespace": unknown fields.
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

// read goes through the documents as kubectl does (pkg/resource/visitor.go of k8s.io/cli-runtime), but where kubectl stops at
// the first document that it cannot read, this goes on with the next one.
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
			// A stream that began as JSON and fails is tried again as YAML, once. Failing again, it stays where it is.
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

// typeMeta is what says of which type an object is.
type typeMeta struct{ apiVersion, kind string }

// add files one JSON value, or each of its items if it is a list, as kubectl does
// (pkg/apis/meta/v1/unstructured/helpers.go of k8s.io/apimachinery). An item that names no type of its own is of `inherited`.
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
		// kubectl asks for nothing but items. What is no list is an object to the API server as well, which other clients may send.
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
