//go:build tools

// Package sign pins quill, which signs executables for macOS on any system. It is built, not imported.
package sign

import _ "github.com/anchore/quill/cmd/quill"
