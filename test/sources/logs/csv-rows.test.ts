import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CsvRows } from "../../../src/sources/logs/csv-rows.ts";
import * as fc from "../../property.ts";

const HEADER = "TimeGenerated [UTC],AuditId,Verb,Annotations";

function open(): CsvRows {
  const rows = CsvRows.ofHeader(HEADER);
  assert.ok(rows !== undefined);
  return rows;
}

describe("a table as CSV", () => {
  it("is recognized by its columns, and other lines are no header", () => {
    const lines = [
      HEADER,
      `\u{feff}${HEADER}\r`,
      "Category,log_s",
      "log_s",
      "a,b",
      "AuditId,b",
      '{"AuditId":1,"Verb":2}',
      "",
    ];
    assert.deepEqual(
      lines.map((line) => CsvRows.ofHeader(line) !== undefined),
      [true, true, true, false, false, false, false, false],
    );
  });

  it("has rows with quotes, commas and line breaks in values, and times of the portal", () => {
    const rows = open();
    assert.equal(rows.push('"11/30/2026, 1:14:03.123 PM",a-1,create,"{""a"":""b,'), "open");
    assert.ok(rows.isOpen);
    assert.deepEqual(rows.push('c""}"\r'), {
      TimeGenerated: "2026-11-30T13:14:03.123Z",
      AuditId: "a-1",
      Verb: "create",
      Annotations: '{"a":"b,\nc"}',
    });
    assert.ok(!rows.isOpen);
  });

  it("reads noon and midnight", () => {
    const timeOf = (time: string): unknown => {
      const row = open().push(`"${time}",,,`);
      return typeof row === "string" ? row : row["TimeGenerated"];
    };
    assert.deepEqual(
      [timeOf("1/2/2026, 12:00:00.000 AM"), timeOf("1/2/2026, 12:00:00 PM"), timeOf("2026-01-02T00:00:00Z")],
      ["2026-01-02T00:00:00.000Z", "2026-01-02T12:00:00Z", "2026-01-02T00:00:00Z"],
    );
  });

  it("refuses rows with another number of values, or text after a quote, and goes on with the next row", () => {
    const rows = open();
    assert.deepEqual([rows.push("a,b,c"), rows.push('"a"b,c,d,e'), rows.push("a,b,c,d,e")], ["bad", "bad", "bad"]);
    assert.equal(typeof rows.push("a,b,c,d"), "object");
  });

  it("goes on after a quote without an end", () => {
    const rows = open();
    const line = `"${"x".repeat(100_000)}`;
    assert.equal(rows.push(line), "open");
    const answers = Array.from({ length: 12 }, () => rows.push("x".repeat(100_000)));
    assert.deepEqual(answers.filter((answer) => answer !== "open").length > 0, true);
    assert.equal(
      answers.find((answer) => answer !== "open"),
      "bad",
    );
  });

  it("gives any values back", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 3, maxLength: 3 }), (values) => {
        const cells = values.map((value) => `"${value.replaceAll('"', '""')}"`);
        const rows = CsvRows.ofHeader("AuditId,Verb,Annotations");
        assert.ok(rows !== undefined);
        const answers = cells
          .join(",")
          .split("\n")
          .map((line) => rows.push(line));
        const row = answers.at(-1);
        assert.ok(typeof row === "object" && answers.slice(0, -1).every((answer) => answer === "open"));
        assert.deepEqual([row["AuditId"], row["Verb"], row["Annotations"]], values);
      }),
    );
  });
});
