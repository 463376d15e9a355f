// Package kyverno pins the definitions of Kyverno's policies: go.sum has the checksum of the module. The tests read only a YAML file of it. The import names
// a small package, so that `go mod tidy` keeps the module.
package kyverno

import _ "github.com/kyverno/api/api/policies.kyverno.io"
