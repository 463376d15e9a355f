// Evaluates expressions of PromQL over metrics, with Prometheus' own parsers and engine, for the tests. Each line of standard input has scrapes with
// expressions, and each line of standard output its answers. A line may also have a file of rules, whose faults are the answers.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/model/textparse"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/util/annotations"
)

type question struct {
	Metrics string `json:"metrics"`
	// The labels of the target that was scraped.
	Target      map[string]string `json:"target"`
	HonorLabels bool              `json:"honorLabels"`
	// The time of the scrape and of the evaluation, in seconds since 1970.
	Time        int64    `json:"time"`
	Expressions []string `json:"expressions"`
	// Scrapes of the same target before.
	Earlier []earlier `json:"earlier"`
	// A file of rules, in place of metrics.
	Rules string `json:"rules"`
}

type earlier struct {
	Metrics string `json:"metrics"`
	Time    int64  `json:"time"`
}

type answer struct {
	// The reason for having no series: an error of the scrape, or of the expression.
	Error  string              `json:"error,omitempty"`
	Series []map[string]string `json:"series"`
}

func main() {
	engine := promql.NewEngine(promql.EngineOpts{MaxSamples: 1e6, Timeout: time.Minute, LookbackDelta: 5 * time.Minute})
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	answers := json.NewEncoder(os.Stdout)
	answers.SetEscapeHTML(false)
	for lines.Scan() {
		var asked question
		err := json.Unmarshal(lines.Bytes(), &asked)
		if err == nil {
			err = answers.Encode(evaluate(engine, asked))
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "promql:", err)
			os.Exit(1)
		}
	}
}

// The faults of a file of rules, which promtool check rules reports, too.
func check(rules string) []answer {
	_, faults := rulefmt.Parse([]byte(rules), false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
	answers := make([]answer, 0, len(faults))
	for _, fault := range faults {
		answers = append(answers, answer{Error: fault.Error(), Series: []map[string]string{}})
	}
	return answers
}

func evaluate(engine *promql.Engine, asked question) []answer {
	if asked.Rules != "" {
		return check(asked.Rules)
	}
	scraped, err := scrapeAll(asked)
	results := make([]answer, 0, len(asked.Expressions))
	for _, expression := range asked.Expressions {
		result := answer{Series: []map[string]string{}}
		if err == nil {
			result.Series, err = query(engine, scraped, expression, asked.Time)
		}
		if err != nil {
			result.Error, err = err.Error(), nil
		}
		results = append(results, result)
	}
	return results
}

func query(engine *promql.Engine, scraped scraped, expression string, at int64) ([]map[string]string, error) {
	asked, err := engine.NewInstantQuery(context.Background(), scraped, nil, expression, time.Unix(at, 0))
	if err != nil {
		return nil, err
	}
	defer asked.Close()
	vector, err := asked.Exec(context.Background()).Vector()
	if err != nil {
		return nil, err
	}
	series := make([]map[string]string, 0, len(vector))
	for _, sample := range vector {
		series = append(series, sample.Metric.Map())
	}
	return series, nil
}

// scraped is a storage with the samples of each series.
type scraped []storage.Series

// scrapeAll joins the samples of all scrapes.
func scrapeAll(asked question) (scraped, error) {
	samples := map[uint64][]chunks.Sample{}
	names := map[uint64]labels.Labels{}
	for _, one := range append(asked.Earlier, earlier{asked.Metrics, asked.Time}) {
		asked.Metrics, asked.Time = one.Metrics, one.Time
		found, err := scrape(asked)
		if err != nil {
			return nil, err
		}
		for _, series := range found {
			hash := series.Labels().Hash()
			names[hash] = series.Labels()
			iterator := series.Iterator(nil)
			for iterator.Next() == chunkenc.ValFloat {
				_, value := iterator.At()
				samples[hash] = append(samples[hash], sample{one.Time * 1000, value})
			}
		}
	}
	joined := scraped{}
	for hash, all := range samples {
		joined = append(joined, storage.NewListSeries(names[hash], all))
	}
	slices.SortFunc(joined, func(a, b storage.Series) int { return labels.Compare(a.Labels(), b.Labels()) })
	return joined, nil
}

// scrape follows scrape/scrape.go of Prometheus for an answer, and mutateSampleLabels for its labels.
func scrape(asked question) (scraped, error) {
	parser := textparse.NewPromParser([]byte(asked.Metrics), labels.NewSymbolTable(), false)
	target := labels.FromMap(asked.Target)
	series := scraped{}
	for {
		entry, err := parser.Next()
		if errors.Is(err, io.EOF) {
			return series, nil
		}
		if err != nil {
			return nil, err
		}
		if entry != textparse.EntrySeries {
			continue
		}
		var exposed labels.Labels
		parser.Labels(&exposed)
		_, _, value := parser.Series()
		builder := labels.NewBuilder(exposed)
		target.Range(func(label labels.Label) {
			if asked.HonorLabels && exposed.Has(label.Name) {
				return
			}
			if old := exposed.Get(label.Name); old != "" {
				builder.Set("exported_"+label.Name, old)
			}
			builder.Set(label.Name, label.Value)
		})
		series = append(series, storage.NewListSeries(builder.Labels(), []chunks.Sample{sample{asked.Time * 1000, value}}))
	}
}

func (all scraped) Querier(_, _ int64) (storage.Querier, error) { return all, nil }

func (all scraped) Select(_ context.Context, _ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
	selected := []storage.Series{}
	for _, series := range all {
		if matches(series.Labels(), matchers) {
			selected = append(selected, series)
		}
	}
	return &set{selected, -1}
}

func matches(all labels.Labels, matchers []*labels.Matcher) bool {
	for _, matcher := range matchers {
		if !matcher.Matches(all.Get(matcher.Name)) {
			return false
		}
	}
	return true
}

func (all scraped) LabelValues(context.Context, string, *storage.LabelHints, ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	return nil, nil, errors.ErrUnsupported
}

func (all scraped) LabelNames(context.Context, *storage.LabelHints, ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	return nil, nil, errors.ErrUnsupported
}

func (all scraped) Close() error { return nil }

type set struct {
	series []storage.Series
	index  int
}

func (s *set) Next() bool                        { s.index++; return s.index < len(s.series) }
func (s *set) At() storage.Series                { return s.series[s.index] }
func (s *set) Err() error                        { return nil }
func (s *set) Warnings() annotations.Annotations { return nil }

type sample struct {
	t int64
	f float64
}

func (s sample) T() int64                      { return s.t }
func (s sample) ST() int64                     { return 0 }
func (s sample) F() float64                    { return s.f }
func (s sample) H() *histogram.Histogram       { return nil }
func (s sample) FH() *histogram.FloatHistogram { return nil }
func (s sample) Type() chunkenc.ValueType      { return chunkenc.ValFloat }
func (s sample) Copy() chunks.Sample           { return s }
