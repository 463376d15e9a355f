package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
)

// protobufRequest requests an object as an API server sends it to a client that accepts protocol buffers.
type protobufRequest struct {
	Object json.RawMessage `json:"object"`
}

type protobufResponse struct {
	Bytes []byte `json:"bytes"`
	// JSON is the object as the API server sends it to a client that accepts JSON.
	JSON json.RawMessage `json:"json"`
}

var protobufSerializer = protobuf.NewSerializer(scheme, scheme)

func encodeProtobuf(request protobufRequest) (protobufResponse, error) {
	decoded, _, err := lenient.Decode(request.Object, nil, nil)
	if err != nil {
		return protobufResponse{}, err
	}
	var sent bytes.Buffer
	if err := protobufSerializer.Encode(decoded, &sent); err != nil {
		return protobufResponse{}, err
	}
	text, err := json.Marshal(decoded)
	return protobufResponse{sent.Bytes(), text}, err
}

// fieldRequest requests the number and the encoding of a field of an object.
type fieldRequest struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// Path is the names in JSON from the object to the field; lists and maps have no step.
	Path []string `json:"path"`
}

type fieldResponse struct {
	// Numbers are those of the struct tags: `protobuf:"bytes,1,opt,name=metadata"`, one for each step from the object down, and for
	// each embedded struct on the way. A tag does not always have the real encoding: hostProcess is a varint.
	Numbers []int `json:"numbers"`
	// Kind is Go's kind of the value, without pointers and lists: "string", "bool", "int32", "struct", "map".
	Kind string `json:"kind"`
	List bool   `json:"list"`
	// Omitted is true if JSON leaves out the field when it is empty, false or zero. A pointer to such a value is not left out.
	Omitted bool `json:"omitted"`
	// Fields are the names in JSON of all fields below it, if it is a struct.
	Fields []string `json:"fields"`
}

func fieldOf(request fieldRequest) (fieldResponse, error) {
	groupVersion, err := schema.ParseGroupVersion(request.APIVersion)
	if err != nil {
		return fieldResponse{}, err
	}
	object, err := scheme.New(groupVersion.WithKind(request.Kind))
	if err != nil {
		return fieldResponse{}, err
	}
	response := fieldResponse{Numbers: []int{}}
	goType := reflect.TypeOf(object).Elem()
	for _, name := range request.Path {
		numbers, field, ok := findField(elementOf(goType), name)
		if !ok {
			return fieldResponse{}, fmt.Errorf("%s has no field %q", goType, name)
		}
		goType = field.Type
		kind := elementOf(goType).Kind()
		response = fieldResponse{
			Numbers: append(response.Numbers, numbers...),
			Kind:    kind.String(),
			List:    goType.Kind() == reflect.Slice,
			Omitted: strings.HasSuffix(field.Tag.Get("json"), ",omitempty") && goType.Kind() != reflect.Pointer,
			Fields:  jsonNames(elementOf(goType)),
		}
	}
	return response, nil
}

// elementOf returns the type of a field's value, without pointers and lists.
func elementOf(goType reflect.Type) reflect.Type {
	for goType.Kind() == reflect.Pointer || goType.Kind() == reflect.Slice {
		goType = goType.Elem()
	}
	return goType
}

// findField finds a field by its name in JSON, also in embedded structs.
func findField(goType reflect.Type, name string) (numbers []int, field reflect.StructField, ok bool) {
	if goType.Kind() != reflect.Struct {
		return nil, field, false
	}
	for index := range goType.NumField() {
		field := goType.Field(index)
		jsonName, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		tag := strings.Split(field.Tag.Get("protobuf"), ",")
		if len(tag) < 2 {
			continue
		}
		number, err := strconv.Atoi(tag[1])
		if err != nil {
			continue
		}
		if jsonName == name {
			return []int{number}, field, true
		}
		if jsonName == "" && field.Anonymous {
			if inner, found, ok := findField(elementOf(field.Type), name); ok {
				return append([]int{number}, inner...), found, true
			}
		}
	}
	return nil, field, false
}

// jsonNames lists the names in JSON of a struct's fields, including the fields of embedded structs.
func jsonNames(goType reflect.Type) []string {
	names := []string{}
	if goType.Kind() != reflect.Struct {
		return names
	}
	for index := range goType.NumField() {
		field := goType.Field(index)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" && field.Anonymous {
			names = append(names, jsonNames(elementOf(field.Type))...)
		} else if name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}
