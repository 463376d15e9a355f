// Fills in .krew.yaml with Go's own templates, as krew-release-bot does. Only the checksums are different: the bot downloads each archive, and this
// program reads them from a file. The tests compare release/krew.ts with it.
//
//	render TEMPLATE TAG OWNER REPO SHA256SUMS
package main

import (
	"fmt"
	"log"
	"os"
	"path"
	"strings"
	"text/template"
)

// release has the variables that the bot passes to a template.
type release struct {
	TagName     string
	PluginOwner string
	PluginRepo  string
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 6 {
		log.Fatal("render TEMPLATE TAG OWNER REPO SHA256SUMS")
	}
	file, values := os.Args[1], release{os.Args[2], os.Args[3], os.Args[4]}
	sums, err := os.ReadFile(os.Args[5])
	if err != nil {
		log.Fatal(err)
	}
	functions := template.FuncMap{
		"addURIAndSha": func(address, tag string) (string, error) {
			inner, err := template.New("address").Parse(address)
			if err != nil {
				return "", err
			}
			var uri strings.Builder
			// In an address, the bot fills in only the tag.
			if err := inner.Execute(&uri, struct{ TagName string }{tag}); err != nil {
				return "", err
			}
			for line := range strings.Lines(string(sums)) {
				if fields := strings.Fields(line); len(fields) == 2 && fields[1] == path.Base(uri.String()) {
					return fmt.Sprintf("uri: %s\n    sha256: %s", &uri, fields[0]), nil
				}
			}
			return "", fmt.Errorf("no checksum of %s", &uri)
		},
	}
	manifest, err := template.New(path.Base(file)).Funcs(functions).ParseFiles(file)
	if err != nil {
		log.Fatal(err)
	}
	if err := manifest.Execute(os.Stdout, values); err != nil {
		log.Fatal(err)
	}
}
