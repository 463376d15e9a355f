//go:build tools

// Package sign holds which program signs executables for macOS: quill, which does so on any system. It is built, not imported.
package sign

import _ "github.com/anchore/quill/cmd/quill"
