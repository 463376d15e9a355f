// Command referee runs Kubernetes' own Go code on a pod, a manifest, a namespace's labels, a configuration file or an admission request. Each line of
// its input is a request in JSON, and each line of its output the answer. The TypeScript tests compare their results with the answers. A request
// names its operation in "op"; the handler of each operation describes its fields. After an error, the answer is {"error": "..."}, and the next
// request is read. `referee lint FILE...` is for the bench (lint.go).
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"k8s.io/klog/v2"
)

// handlers are the operations by name.
var handlers = map[string]func(request []byte) (any, error){
	"evaluate":        handler(evaluate),
	"manifest":        handler(manifest),
	"visit":           handler(visit),
	"decode":          handler(decodeBytes),
	"yaml":            handler(readYAML),
	"labels":          handler(labels),
	"config":          handler(config),
	"admit":           handler(admit),
	"admit-namespace": handler(admitNamespace),
	"protobuf":        handler(encodeProtobuf),
	"protobuf-field":  handler(fieldOf),
	"review":          handler(review),
}

// handler decodes a request into the type of the operation.
func handler[Request, Response any](operation func(Request) (Response, error)) func([]byte) (any, error) {
	return func(line []byte) (any, error) {
		var request Request
		if err := json.Unmarshal(line, &request); err != nil {
			return nil, err
		}
		return operation(request)
	}
}

func main() {
	silenceLibraries()
	if len(os.Args) > 1 && os.Args[1] == "lint" {
		os.Exit(lint(os.Args[2:]))
	}

	in := bufio.NewReaderSize(os.Stdin, 1<<16)
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			if err := encoder.Encode(answer(line)); err != nil {
				fail(err)
			}
		}
		if in.Buffered() == 0 || err != nil {
			if err := out.Flush(); err != nil {
				fail(err)
			}
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			fail(err)
		}
	}
}

// silenceLibraries discards the logs of the libraries: the answers contain the errors. The admission library exits when a configuration names a file
// that it cannot read; here that is an answer, too.
func silenceLibraries() {
	flags := flag.NewFlagSet("klog", flag.PanicOnError)
	klog.InitFlags(flags)
	_ = flags.Parse([]string{"-logtostderr=false", "-stderrthreshold=FATAL"})
	klog.SetOutput(io.Discard)
	klog.OsExit = func(int) { panic(errFatal) }
}

var errFatal = errors.New("the library would have ended the process")

// answer runs the operation of a line. Each failure of it is an answer, too.
func answer(line []byte) (response any) {
	defer func() {
		if problem := recover(); problem != nil {
			response = failure{fmt.Sprint(problem)}
		}
	}()
	var request struct {
		Op string `json:"op"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return failure{err.Error()}
	}
	operation, ok := handlers[request.Op]
	if !ok {
		return failure{fmt.Sprintf("no operation %q", request.Op)}
	}
	response, err := operation(line)
	if err != nil {
		return failure{err.Error()}
	}
	return response
}

type failure struct {
	Error string `json:"error"`
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "referee:", err)
	os.Exit(1)
}
