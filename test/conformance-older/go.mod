// The folders of modules/ have the versions of the libraries: `go build -modfile=modules/v1.30/go.mod`. Go needs this file only to find the root.
module kubectl-pss/test/conformance-older

go 1.26.0
