/** Reads the rows of a table of Azure Monitor that was exported as CSV. */

/** A row, by column. */
export type CsvRow = Readonly<Record<string, string>>;

/** A row that is longer is no row of Azure Monitor, so a quote without an end takes no more of the file along. */
const MAX_ROW = 1024 * 1024;
const MAX_HEADER = 4096;
/** The columns of the tables with audit events: AKSAudit and AKSAuditAdmin have all of a list, and AzureDiagnostics the other one. */
const TABLES: readonly (readonly string[])[] = [["AuditId", "Verb"], ["log_s"]];
/** The portal names the zone of a column with times. */
const ZONE = / \[UTC\]$/;
/** A time as the portal writes it: `11/30/2026, 1:14:03.123 PM`. */
const PORTAL_TIME = /^(\d{1,2})\/(\d{1,2})\/(\d{4}), (\d{1,2}):(\d\d):(\d\d)(\.\d{1,7})? ([AP])M$/;

/** Joins the lines of a file to rows, since a quoted value may have line breaks. */
export class CsvRows {
  readonly #columns: readonly string[];
  #open = "";
  #isQuoted = false;

  private constructor(columns: readonly string[]) {
    this.#columns = columns;
  }

  /** @returns undefined unless the line is the header of a table with audit events */
  static ofHeader(line: string): CsvRows | undefined {
    if (line.length > MAX_HEADER || line.includes("{") || !line.includes(",")) return undefined;
    const columns = (valuesOf(line.replace(/^\u{feff}/u, "").trimEnd()) ?? []).map((name) => name.replace(ZONE, ""));
    const isTable = TABLES.some((wanted) => wanted.every((name) => columns.includes(name)));
    return isTable ? new CsvRows(columns) : undefined;
  }

  /**
   * Takes the next line.
   *
   * @returns the row that it ends; `open` if it ends none; `bad` if it is no row of this table
   */
  push(line: string): CsvRow | "open" | "bad" {
    const row = this.#open + line;
    for (const character of line) if (character === '"') this.#isQuoted = !this.#isQuoted;
    if (this.#isQuoted && row.length <= MAX_ROW) {
      this.#open = `${row}\n`;
      return "open";
    }
    this.#open = "";
    this.#isQuoted = false;
    const values = valuesOf(row.endsWith("\r") ? row.slice(0, -1) : row);
    if (values === undefined || values.length !== this.#columns.length) return "bad";
    return Object.fromEntries(this.#columns.map((name, index) => [name, timeOrText(values[index] ?? "")]));
  }

  /** Whether a row has no end. */
  get isOpen(): boolean {
    return this.#open !== "";
  }
}

/** The values of a row (RFC 4180); undefined for text that is none. */
function valuesOf(row: string): readonly string[] | undefined {
  const values: string[] = [];
  for (let at = 0; at <= row.length; at++) {
    if (row.charAt(at) !== '"') {
      const end = row.indexOf(",", at);
      values.push(row.slice(at, end === -1 ? row.length : end));
      at = end === -1 ? row.length : end;
      continue;
    }
    const end = endOfQuoted(row, at + 1);
    if (end === -1 || (end + 1 < row.length && row.charAt(end + 1) !== ",")) return undefined;
    values.push(row.slice(at + 1, end).replaceAll('""', '"'));
    at = end + 1;
  }
  return values;
}

/** The position of the quote that ends a value; -1 without one. A doubled quote is part of the value. */
function endOfQuoted(row: string, from: number): number {
  for (let at = row.indexOf('"', from); at !== -1; at = row.indexOf('"', at + 2)) {
    if (row.charAt(at + 1) !== '"') return at;
  }
  return -1;
}

/** A time of the portal in RFC 3339, and any other text as it is. */
function timeOrText(value: string): string {
  const [, month = "", day = "", year = "", hour = "", minute = "", second = "", part = "", half = ""] =
    PORTAL_TIME.exec(value) ?? [];
  if (year === "") return value;
  const hours = (Number(hour) % 12) + (half === "P" ? 12 : 0);
  return `${year}-${two(month)}-${two(day)}T${two(String(hours))}:${minute}:${second}${part}Z`;
}

function two(text: string): string {
  return text.padStart(2, "0");
}
