// Reads metrics like node_exporter's textfile collector, with Prometheus' own code, for the tests. Each line of standard input is a JSON string with
// the text of a file, and each line of standard output the result.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

type answer struct {
	// The reason why the collector would reject the file.
	Error string `json:"error,omitempty"`
	// The problems that `promtool check metrics` finds.
	Problems []string `json:"problems"`
	Samples  []sample `json:"samples"`
}

type sample struct {
	Name   string            `json:"name"`
	Type   string            `json:"type"`
	Help   string            `json:"help"`
	Labels map[string]string `json:"labels"`
	Value  string            `json:"value"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	answers := json.NewEncoder(os.Stdout)
	answers.SetEscapeHTML(false)
	for lines.Scan() {
		var text string
		err := json.Unmarshal(lines.Bytes(), &text)
		if err == nil {
			err = answers.Encode(read(text))
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "promtext:", err)
			os.Exit(1)
		}
	}
}

func read(text string) answer {
	result := answer{Problems: []string{}, Samples: []sample{}}
	problems, err := promlint.New(strings.NewReader(text)).Lint()
	for _, problem := range problems {
		result.Problems = append(result.Problems, problem.Metric+": "+problem.Text)
	}
	var families []*dto.MetricFamily
	if err == nil {
		families, err = collect(text)
	}
	if err != nil {
		result.Error = err.Error()
		return result
	}
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			result.Samples = append(result.Samples, sampleOf(family, metric))
		}
	}
	return result
}

// collect follows processFile of collector/textfile.go of node_exporter and the code that it calls: it accepts no timestamps, and its registry
// rejects duplicate series.
func collect(text string) ([]*dto.MetricFamily, error) {
	parser := expfmt.NewTextParser(model.LegacyValidation)
	byName, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	families := make([]*dto.MetricFamily, 0, len(byName))
	for _, family := range byName {
		for _, metric := range family.GetMetric() {
			if metric.TimestampMs != nil {
				return nil, errors.New("timestamps are not supported")
			}
		}
		families = append(families, family)
	}
	gatherer := prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) { return families, nil })
	return prometheus.Gatherers{gatherer}.Gather()
}

func sampleOf(family *dto.MetricFamily, metric *dto.Metric) sample {
	labels := map[string]string{}
	for _, label := range metric.GetLabel() {
		labels[label.GetName()] = label.GetValue()
	}
	return sample{
		Name:   family.GetName(),
		Type:   family.GetType().String(),
		Help:   family.GetHelp(),
		Labels: labels,
		Value:  strconv.FormatFloat(metric.GetGauge().GetValue(), 'f', -1, 64),
	}
}
