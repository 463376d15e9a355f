// Command older answers as the Pod Security library of one older Kubernetes release: one JSON line for each JSON line of
// its input. The module file that it is built with decides the release. The TypeScript tests compare themselves with it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// request names an operation in "op". The other fields belong to single operations.
type request struct {
	Op string `json:"op"`
	evaluateRequest
	labelsRequest
}

func main() {
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

// answer runs the operation of a line. A failure is an answer, too.
func answer(line []byte) (response any) {
	defer func() {
		if problem := recover(); problem != nil {
			response = failure{fmt.Sprint(problem)}
		}
	}()
	var r request
	if err := json.Unmarshal(line, &r); err != nil {
		return failure{err.Error()}
	}
	var err error
	switch r.Op {
	case "evaluate":
		response, err = evaluate(r.evaluateRequest)
	case "labels":
		response, err = labels(r.labelsRequest)
	case "fields":
		response = fieldsResponse{podFields()}
	default:
		err = fmt.Errorf("no operation %q", r.Op)
	}
	if err != nil {
		return failure{err.Error()}
	}
	return response
}

type failure struct {
	Error string `json:"error"`
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "older:", err)
	os.Exit(1)
}
