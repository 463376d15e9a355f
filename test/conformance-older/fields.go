package main

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

type fieldsResponse struct {
	Fields []string `json:"fields"`
}

// podFields lists the JSON fields of PodSpec and of every type below it, as `Type.field`. Embedded types are inline, so a
// source of volumes is a field of Volume.
func podFields() []string {
	found := map[string]bool{}
	seen := map[reflect.Type]bool{}
	var visit func(goType reflect.Type)
	var addFields func(name string, goType reflect.Type)
	addFields = func(name string, goType reflect.Type) {
		for i := range goType.NumField() {
			field := goType.Field(i)
			jsonName, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			switch {
			case !field.IsExported() || jsonName == "-":
			case field.Anonymous && jsonName == "":
				// A type that is no struct, as in resource.Quantity, belongs to a type that reads its own JSON.
				if field.Type.Kind() == reflect.Struct {
					addFields(name, field.Type)
				}
			default:
				found[name+"."+jsonName] = true
				visit(field.Type)
			}
		}
	}
	visit = func(goType reflect.Type) {
		switch goType.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			visit(goType.Elem())
		case reflect.Struct:
			if !seen[goType] {
				seen[goType] = true
				addFields(goType.Name(), goType)
			}
		}
	}
	visit(reflect.TypeFor[corev1.PodSpec]())
	return slices.Sorted(maps.Keys(found))
}
