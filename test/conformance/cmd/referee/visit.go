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

// visitRequest requests the objects that kubectl itself reads from the bytes of a file of manifests, and the verdict on each pod in them under each
// of the policies.
type visitRequest struct {
	Bytes    []byte   `json:"bytes"`
	Policies []string `json:"policies"`
}

type visitResponse struct {
	// Objects are in kubectl's order. Their documents are unknown, so the numbers are 0.
	Objects []object `json:"objects"`
	// Stopped is the reason why kubectl stopped; empty if it read everything.
	Stopped string `json:"stopped,omitempty"`
	// AtOther is true if it stopped at a document without pods and namespaces.
	AtOther bool `json:"atOther,omitempty"`
}

// visit reads with the builder of `kubectl apply`, without a server: it flattens lists, and stops at the first error.
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

// isAtOther reports whether the document after the objects that kubectl has read contains no kind that is judged.
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

// decodedAsFile decodes bytes as FileVisitor does (pkg/resource/visitor.go of k8s.io/cli-runtime v0.37.2): UTF-16 by its byte order mark, and
// otherwise UTF-8, with a replacement character for each invalid byte.
func decodedAsFile(source io.Reader) io.Reader {
	return transform.NewReader(source, unicode.BOMOverride(unicode.UTF8.NewDecoder()))
}

// decodeRequest requests the text that kubectl decodes from bytes.
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
