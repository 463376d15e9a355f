package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// scalars are the types with their own JSON decoder, and []byte. The generator stops at any other such type: a developer must read its decoder first.
var scalars = map[reflect.Type]string{
	reflect.TypeFor[resource.Quantity]():    "quantity",
	reflect.TypeFor[intstr.IntOrString]():   "intOrString",
	reflect.TypeFor[metav1.Time]():          "time",
	reflect.TypeFor[metav1.MicroTime]():     "microTime",
	reflect.TypeFor[metav1.FieldsV1]():      "any",
	reflect.TypeFor[runtime.RawExtension](): "any",
	reflect.TypeFor[[]byte]():               "bytes",
}

// kinds are the scalar kinds that encoding/json decodes itself.
var kinds = map[reflect.Kind]string{
	reflect.String: "string",
	reflect.Bool:   "bool",
	reflect.Int32:  "int32",
	reflect.Int64:  "int64",
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// table is the struct types under the roots, by their names in the output.
type table struct {
	names   map[reflect.Type]string
	structs map[string]reflect.Type
}

// newTable names every struct type under the roots. Types with the same name and the same JSON share an entry, as types of several API versions often
// do. If the JSON differs, the name of each entry begins with its first group and version.
func newTable() table {
	t := table{names: map[reflect.Type]string{}, structs: map[string]reflect.Type{}}
	byName := map[string]map[string][]reflect.Type{}
	for goType := range reachable() {
		if byName[goType.Name()] == nil {
			byName[goType.Name()] = map[string][]reflect.Type{}
		}
		shape := shape(goType)
		byName[goType.Name()][shape] = append(byName[goType.Name()][shape], goType)
	}
	for bare, shapes := range byName {
		for _, same := range shapes {
			first := slices.MinFunc(same, func(a, b reflect.Type) int { return strings.Compare(a.PkgPath(), b.PkgPath()) })
			name := bare
			if len(shapes) > 1 {
				name = groupVersion(first) + "." + bare
			}
			t.structs[name] = first
			for _, goType := range same {
				t.names[goType] = name
			}
		}
	}
	return t
}

// sortedNames lists the names of the entries in their order.
func (t table) sortedNames() []string {
	return slices.Sorted(maps.Keys(t.structs))
}

// fields lists `name type` for each JSON field of the type with this name, in the order of the Go source.
func (t table) fields(name string) []string {
	var fields []string
	for _, field := range jsonFields(t.structs[name]) {
		typeName := typeName(field.goType, func(goType reflect.Type) string { return t.names[goType] })
		fields = append(fields, field.name+" "+typeName)
	}
	return fields
}

// reachable returns every struct type at and below the roots.
func reachable() map[reflect.Type]bool {
	found := map[reflect.Type]bool{}
	var visit func(goType reflect.Type) string
	visit = func(goType reflect.Type) string {
		if !found[goType] {
			found[goType] = true
			for _, field := range jsonFields(goType) {
				typeName(field.goType, visit)
			}
		}
		return ""
	}
	for _, root := range roots {
		visit(root.goType)
	}
	return found
}

// shape describes a type's JSON down to its scalars: two types of the same shape accept the same JSON.
func shape(goType reflect.Type) string {
	var fields []string
	for _, field := range jsonFields(goType) {
		fields = append(fields, field.name+" "+typeName(field.goType, shape))
	}
	slices.Sort(fields)
	return "{" + strings.Join(fields, ";") + "}"
}

type jsonField struct {
	name   string
	goType reflect.Type
}

// jsonFields returns goType's fields in JSON. The fields of an embedded type without a name are inline.
func jsonFields(goType reflect.Type) []jsonField {
	fields := map[string]bool{}
	var list []jsonField
	for field := range goType.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case !field.IsExported() || name == "-":
		case field.Anonymous && name == "":
			list = append(list, jsonFields(field.Type)...)
		case name == "":
			panic(fmt.Sprintf("%v.%s has no JSON name", goType, field.Name))
		default:
			list = append(list, jsonField{name, field.Type})
		}
	}
	for _, field := range list {
		if fields[field.name] {
			panic(fmt.Sprintf("%v has two fields %s", goType, field.name))
		}
		fields[field.name] = true
	}
	return list
}

// typeName returns the name of a field's type; structName returns the names of the struct types in it.
func typeName(goType reflect.Type, structName func(reflect.Type) string) string {
	if scalar, ok := scalars[goType]; ok {
		return scalar
	}
	if goType.Kind() != reflect.Pointer && reflect.PointerTo(goType).Implements(unmarshaler) {
		panic(fmt.Sprintf("%v reads its own JSON", goType))
	}
	switch goType.Kind() {
	case reflect.Pointer:
		return typeName(goType.Elem(), structName)
	case reflect.Slice:
		return "[]" + typeName(goType.Elem(), structName)
	case reflect.Map:
		if goType.Key().Kind() != reflect.String {
			panic(fmt.Sprintf("%v has keys that are no strings", goType))
		}
		return "map[string]" + typeName(goType.Elem(), structName)
	case reflect.Struct:
		return structName(goType)
	}
	if scalar, ok := kinds[goType.Kind()]; ok {
		return scalar
	}
	panic(fmt.Sprintf("%v is of a kind not met before", goType))
}

// groupVersion returns the API group and version of a type, by its package: "apps/v1".
func groupVersion(goType reflect.Type) string {
	for _, root := range []string{"k8s.io/api/", "k8s.io/apimachinery/pkg/apis/"} {
		if version, ok := strings.CutPrefix(goType.PkgPath(), root); ok {
			return version
		}
	}
	panic(fmt.Sprintf("%v is from an unexpected package", goType))
}
