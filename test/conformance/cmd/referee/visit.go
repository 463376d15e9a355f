package main

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/resource"
)

// visitRequest asks which objects kubectl itself makes of the bytes of a file of manifests, and for the verdict on each pod in them
// under each of the policies.
type visitRequest struct {
	Bytes    []byte   `json:"bytes"`
	Policies []string `json:"policies"`
}

type visitResponse struct {
	// Objects are in kubectl's order; their documents are not known, and 0.
	Objects []object `json:"objects"`
	// Stopped says why kubectl stopped, unless it read everything.
	Stopped string `json:"stopped,omitempty"`
	// AtOther says that it stopped at a document of objects that hold no pods and are no namespaces.
	AtOther bool `json:"atOther,omitempty"`
}

// visit reads with the builder that `kubectl apply` uses, but for the server: lists are flattened, and the first fault ends it.
func visit(request visitRequest) (visitResponse, error) {
	response := visitResponse{Objects: []object{}}
	builder := resource.NewLocalBuilder().Unstructured().Local()
	builder.Stream(decodedAsFile(bytes.NewReader(request.Bytes)), "bytes")
	reader := manifestReader{request: manifestRequest{Policies: request.Policies}}
	var failed error
	err := builder.Flatten().Do().Visit(func(info *resource.Info, err error) error {
		if err != nil {
			return err
		}
		visited, ok := info.Object.(*unstructured.Unstructured)
		if !ok {
			return fmt.Errorf("%T is no object", info.Object)
		}
		meta := typeMeta{visited.GetAPIVersion(), visited.GetKind()}
		read, err := reader.readObject(object{}, meta, visited.Object)
		if err != nil {
			failed = err
			return err
		}
		response.Objects = append(response.Objects, read)
		return nil
	})
	if failed != nil {
		return response, failed
	}
	if err != nil {
		response.Stopped = err.Error()
		response.AtOther, err = isAtOther(request, len(response.Objects))
	}
	return response, err
}

// isAtOther says what follows the objects that kubectl has read: whether nothing in that document is of a kind that is judged.
func isAtOther(request visitRequest, read int) (bool, error) {
	reader := manifestReader{objects: []object{}}
	if err := reader.read(decodedAsFile(bytes.NewReader(request.Bytes))); err != nil || read >= len(reader.objects) {
		return false, err
	}
	stopped := reader.objects[read].Document
	for _, next := range reader.objects[read:] {
		if next.Document == stopped && next.Outcome != "other" {
			return false, nil
		}
	}
	return true, nil
}

// decodedAsFile decodes bytes as FileVisitor does (pkg/resource/visitor.go of k8s.io/cli-runtime v0.37.2): UTF-16 by its byte order mark,
// and else UTF-8, with a replacement character in the place of what is none.
func decodedAsFile(source io.Reader) io.Reader {
	return transform.NewReader(source, unicode.BOMOverride(unicode.UTF8.NewDecoder()))
}

// decodeRequest asks what text kubectl makes of some bytes.
type decodeRequest struct {
	Bytes []byte `json:"bytes"`
}

type decodeResponse struct {
	Text string `json:"text"`
}

func decodeBytes(request decodeRequest) (decodeResponse, error) {
	text, err := io.ReadAll(decodedAsFile(bytes.NewReader(request.Bytes)))
	if err == nil && !utf8.Valid(text) {
		err = fmt.Errorf("the decoded text is no UTF-8")
	}
	return decodeResponse{string(text)}, err
}
