package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kubejson "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	kjson "sigs.k8s.io/json"
)

// The exit codes are those of kubectl pss.
const (
	exitOK         = 0
	exitViolations = 1
	exitUnreadable = 3
)

// lint is the peer of the bench, and not for the tests: it does the work of `kubectl pss lint --level restricted` with Kubernetes' own code alone. It
// reads files of YAML documents, judges each pod once, and prints a line for each violation. Unlike "manifest" it does not decode to untyped fields
// first, as kubectl does: that takes twice as long.
func lint(files []string) int {
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	defer out.Flush()
	evaluator, err := evaluatorFor(nil)
	if err != nil {
		fail(err)
	}
	l := linter{evaluator: evaluator, out: out, exit: exitOK}
	for _, file := range files {
		l.file = file
		if err := l.read(); err != nil {
			l.unreadable(err)
		}
	}
	return l.exit
}

type linter struct {
	evaluator policy.Evaluator
	out       io.Writer
	file      string
	exit      int
}

func (l *linter) read() error {
	file, err := os.Open(l.file)
	if err != nil {
		return err
	}
	defer file.Close()
	documents := yaml.NewYAMLReader(bufio.NewReaderSize(file, 1<<16))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := yaml.ToJSON(document)
		if err == nil {
			err = l.judge(data)
		}
		if err != nil {
			l.unreadable(err)
		}
	}
}

// judge ignores objects without a pod.
func (l *linter) judge(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	kind, err := kubejson.DefaultMetaFactory.Interpret(data)
	if err != nil {
		return err
	}
	if kind.Kind == "List" {
		return l.judgeItems(data)
	}
	if kind.Kind == "Namespace" || !kinds[kind.Kind] || !scheme.Recognizes(*kind) {
		return nil
	}
	metadata, spec, err := l.decode(data, *kind)
	if err != nil || spec == nil {
		return err
	}
	level := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	for _, result := range l.evaluator.EvaluatePod(level, metadata, spec) {
		if !result.Allowed {
			fmt.Fprintf(l.out, "%s: %s %s: %s: %s\n", l.file, kind.Kind, metadata.Name, result.ForbiddenReason, result.ForbiddenDetail)
			l.exit = max(l.exit, exitViolations)
		}
	}
	return nil
}

func (l *linter) judgeItems(data []byte) error {
	var list corev1.List
	if err := kjson.UnmarshalCaseSensitivePreserveInts(data, &list); err != nil {
		return err
	}
	for _, item := range list.Items {
		if err := l.judge(item.Raw); err != nil {
			return err
		}
	}
	return nil
}

// decode returns the pod of an object, or the object if it is a pod, after the API server's defaulting. The metadata is the pod's, with the object's
// name. It reports unknown fields of the object, as lint does.
func (l *linter) decode(data []byte, kind schema.GroupVersionKind) (*metav1.ObjectMeta, *corev1.PodSpec, error) {
	object, err := scheme.New(kind)
	if err != nil {
		return nil, nil, err
	}
	unknown, err := kjson.UnmarshalStrict(data, object)
	if err != nil {
		return nil, nil, err
	}
	for _, problem := range unknown {
		fmt.Fprintf(os.Stderr, "warning: %s: %v\n", l.file, problem)
	}
	metadata, spec, err := (&manifestReader{}).pod(object)
	if named, ok := object.(metav1.Object); ok && metadata != nil {
		metadata.Name = named.GetName()
	}
	return metadata, spec, err
}

func (l *linter) unreadable(err error) {
	fmt.Fprintf(os.Stderr, "error: %s: %v\n", l.file, err)
	l.exit = exitUnreadable
}
