/** The numbers that rise in the metrics of an API server. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isCounted, repeatedMetric, serverMetrics } from "../../src/history/server-metrics.ts";
import { readMetrics, type MetricSample } from "../../src/text/metrics.ts";

const START = "process_start_time_seconds";
const AUDIT =
  'pod_security_evaluations_total{decision="deny",mode="audit",policy_level="restricted",policy_version="latest",request_operation="create",resource="pod",subresource=""}';
const ALLOW =
  'pod_security_evaluations_total{decision="allow",mode="enforce",policy_level="baseline",policy_version="latest",request_operation="create",resource="pod",subresource=""}';

function samplesOf(text: string): readonly MetricSample[] {
  const read = readMetrics(text, isCounted);
  if ("faultAt" in read) throw new Error(`line ${read.faultAt}`);
  return read.samples;
}

function risen(now: string, before?: string) {
  const { isRestarted, evaluated, rises } = serverMetrics(
    samplesOf(now),
    before === undefined ? undefined : samplesOf(before),
  );
  return [isRestarted, evaluated, rises.map(({ kind, mode, rise }) => `${kind} ${mode} ${rise}`)];
}

describe("a counter", () => {
  it("counts from the start of the server without earlier metrics", () => {
    assert.deepEqual(risen(`${ALLOW} 5\n${AUDIT} 3\n`), [false, 5, ["violation audit 3"]]);
  });

  it("counts since the earlier metrics, and is left out if it did not rise", () => {
    assert.deepEqual(risen(`${START} 100\n${ALLOW} 9\n${AUDIT} 3\n`, `${START} 100\n${ALLOW} 5\n${AUDIT} 3\n`), [
      false,
      4,
      [],
    ]);
  });

  it("counts from 0 after another start, even if it is higher than before", () => {
    assert.deepEqual(risen(`${START} 900\n${AUDIT} 4\n`, `${START} 100\n${AUDIT} 3\n`), [
      true,
      0,
      ["violation audit 4"],
    ]);
  });

  it("counts from 0 if it fell, or is gone, and no start is known", () => {
    assert.deepEqual(risen(`${AUDIT} 2\n`, `${AUDIT} 3\n`), [true, 0, ["violation audit 2"]]);
    assert.deepEqual(risen(`${ALLOW} 2\n`, `${AUDIT} 3\n`), [true, 2, []]);
  });

  it("counts from 0 if it fell, although the start is the same: two servers may start together", () => {
    assert.deepEqual(risen(`${START} 100\n${ALLOW} 2\n`, `${START} 101\n${ALLOW} 9\n${AUDIT} 3\n`), [true, 2, []]);
  });

  it("counts from 0 if the earlier metrics are of a server that started later", () => {
    assert.deepEqual(risen(`${START} 100\n${ALLOW} 9\n`, `${START} 900\n${ALLOW} 5\n`), [true, 9, []]);
  });

  it("that is there twice is from several servers", () => {
    const shuffled = AUDIT.replace('decision="deny",mode="audit"', 'mode="audit",decision="deny"');
    assert.equal(repeatedMetric(samplesOf(`${START} 1\n${AUDIT} 5\n${shuffled} 2\n`)), AUDIT.split("{")[0]);
    assert.equal(repeatedMetric(samplesOf(`${START} 1\n${AUDIT} 5\n${ALLOW} 2\n`)), undefined);
  });

  it("is the same one with its labels in another order, and of the other operations it is the sum", () => {
    const shuffled = AUDIT.replace('decision="deny",mode="audit"', 'mode="audit",decision="deny"');
    const update = AUDIT.replace("create", "update");
    assert.deepEqual(risen(`${shuffled} 5\n${update} 2\n`, `${AUDIT} 3\n`), [false, 0, ["violation audit 4"]]);
  });
});

describe("metrics", () => {
  it("are read in OpenMetrics, too, with timestamps, exemplars and escaped labels", () => {
    const text = `# TYPE pod_security_errors counter\npod_security_errors_total{a="b\\"c\\\\\\n",resource="pod"} 7.0 1795000000.5 # {trace="x"} 1\n# EOF\n`;
    assert.deepEqual(samplesOf(text), [
      {
        name: "pod_security_errors_total",
        labels: Object.assign(Object.create(null), { a: 'b"c\\\n', resource: "pod" }),
        value: 7,
      },
    ]);
  });

  for (const line of [
    "{}",
    "no metrics\u001b",
    `${AUDIT}`,
    `${AUDIT} many`,
    'pod_security_errors_total{resource="pod} 1',
  ]) {
    it(`are refused with the line of a fault: ${JSON.stringify(line)}`, () => {
      const text = `apiserver_request_total 1\n${line.replace("no metrics", "\u001bno")}\n`;
      assert.deepEqual(readMetrics(text, isCounted), { faultAt: 2 });
    });
  }
});
