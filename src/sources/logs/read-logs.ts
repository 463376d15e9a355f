import { isUtf8 } from "node:buffer";
import type { AuditEvent, SkimmedEvent } from "../../api/requests/audit-event.ts";
import { describeFileError } from "../../api/files.ts";
import { CsvRows } from "./csv-rows.ts";
import { decodeRecord, decodeRow, type Decoded } from "./decode-record.ts";
import { openLogFile, logBytes } from "./log-bytes.ts";
import type { LogInput } from "./log-inputs.ts";
import type { RecordSink } from "./record-sink.ts";
import { RecordSplitter } from "./record-splitter.ts";
import { SeenEvents } from "./seen-events.ts";
import { skimLine } from "./skim-line.ts";

/** A receiver of the events of logs. Each event comes once. */
export interface LogConsumer {
  addEvent(event: AuditEvent): void;
  addSkimmed(event: SkimmedEvent): void;
}

/** A record that cannot be read. */
export interface BadRecord {
  readonly file: string;
  /** The number of the record in its file, from 1. A line is a record. */
  readonly record: number;
  /** The reason, without any text of the record. */
  readonly reason: string;
}

/** The numbers of records by their contents, over all files. */
export interface LogCounts {
  /** Files that contain events. */
  files: number;
  events: number;
  /** Events that were read before. */
  repeated: number;
  bad: number;
  /** Events that the log service has cut off. */
  cut: number;
  /** Records of other kinds, and text. */
  other: number;
  /** The first bad records. */
  readonly firstBad: BadRecord[];
}

/** A file that is not an audit log, or that cannot be read to its end. */
export interface LogFault {
  readonly file: string;
  readonly message: string;
  /** Whether the file is merely one of a directory, and contains no event. */
  readonly isSkipped: boolean;
}

/** The result of reading logs. */
export interface ReadLogs {
  readonly counts: LogCounts;
  readonly faults: readonly LogFault[];
}

const STDIN = "<stdin>";
const SHOWN = 3;

/**
 * Reads logs in the order of the inputs. A file is read as a stream, so its length does not matter.
 *
 * @param stdin standard input, for the input `-`
 */
export async function readLogs(
  inputs: readonly LogInput[],
  consumer: LogConsumer,
  stdin: () => AsyncIterable<Uint8Array>,
): Promise<ReadLogs> {
  const counts: LogCounts = { files: 0, events: 0, repeated: 0, bad: 0, cut: 0, other: 0, firstBad: [] };
  const faults: LogFault[] = [];
  const seen = new SeenEvents();
  for (const input of inputs) {
    if (input.type === "unreadable") {
      faults.push({ file: input.path, message: input.reason, isSkipped: false });
      continue;
    }
    const file = input.type === "stdin" ? STDIN : input.path;
    const reader = new FileReader(file, counts, consumer, seen);
    const message = await reader.read(input.type === "stdin" ? logBytes(stdin()) : openLogFile(input.path));
    if (reader.events > 0) counts.files++;
    if (message !== undefined) faults.push({ file, message, isSkipped: false });
    else if (reader.events === 0) {
      const isSkipped = input.type === "file" && !input.isNamed;
      faults.push({ file, message: reader.whyNone(), isSkipped });
    }
  }
  return { counts, faults };
}

/** Reads one file. */
class FileReader implements RecordSink {
  /** The number of events in the file, also of those that were read before. */
  events = 0;
  readonly #file: string;
  readonly #counts: LogCounts;
  readonly #consumer: LogConsumer;
  readonly #seen: SeenEvents;
  #records = 0;
  /** The rows of a table, if the file begins with the header of one. */
  #rows: CsvRows | undefined;
  #legacy = 0;
  #bad = 0;

  constructor(file: string, counts: LogCounts, consumer: LogConsumer, seen: SeenEvents) {
    this.#file = file;
    this.#counts = counts;
    this.#consumer = consumer;
    this.#seen = seen;
  }

  /** @returns why the file could not be read to its end; undefined if it could */
  async read(chunks: AsyncIterable<Buffer>): Promise<string | undefined> {
    const splitter = new RecordSplitter(this);
    try {
      for await (const chunk of chunks) splitter.push(chunk);
      return undefined;
    } catch (error) {
      return describeReadError(error);
    } finally {
      splitter.end();
      if (this.#rows?.isOpen === true) this.damaged("a row without an end");
    }
  }

  record(text: string, bytes: Buffer, start: number, end: number): void {
    this.#records++;
    if (this.#rows !== undefined) {
      this.#row(this.#rows, bytes.subarray(start, end));
      return;
    }
    const skimmed = skimLine(text, start, end);
    if (skimmed !== undefined) {
      if (this.#isNew(text, skimmed.idStart, skimmed.idEnd, skimmed)) this.#consumer.addSkimmed(skimmed);
      return;
    }
    const line = text.slice(start, end);
    if (line.trim() === "") return;
    if (this.#records === 1) this.#rows = CsvRows.ofHeader(bytes.toString("utf8", start, end));
    if (this.#rows === undefined) this.#add(decodeRecord(line, bytes, start, end));
  }

  damaged(reason: string): void {
    this.#bad++;
    this.#counts.bad++;
    if (this.#counts.firstBad.length < SHOWN)
      this.#counts.firstBad.push({ file: this.#file, record: this.#records, reason });
  }

  /** Takes a line of a table. */
  #row(rows: CsvRows, line: Buffer): void {
    if (!isUtf8(line)) {
      this.damaged("invalid UTF-8");
      return;
    }
    const row = rows.push(line.toString("utf8"));
    if (row === "open") return;
    if (row === "bad") this.damaged("no row of the table");
    else this.#add(decodeRow(row));
  }

  #add(all: Iterable<Decoded>): void {
    for (const decoded of all) {
      if (decoded.type === "bad") this.damaged(decoded.reason);
      else if (decoded.type === "event") {
        const { event } = decoded;
        if (this.#isNew(event.id, 0, event.id.length, event)) this.#consumer.addEvent(event);
      } else if (decoded.type === "cut") this.#counts.cut++;
      else {
        this.#counts.other++;
        if (decoded.type === "legacy") this.#legacy++;
      }
    }
  }

  /** Why a file without events is no audit log. */
  whyNone(): string {
    if (this.#legacy > 0)
      return "the log has the legacy format, which contains no annotations; start kube-apiserver with --audit-log-format=json";
    if (this.#records === 0) return "is empty";
    return this.#bad > 0 ? "no audit event can be read in it" : "contains no audit event";
  }

  /** @param text contains the event's ID, from `idStart` to `idEnd` */
  #isNew(text: string, idStart: number, idEnd: number, { stage, time }: SkimmedEvent): boolean {
    this.events++;
    if (this.#seen.add(text, idStart, idEnd, stage, time)) {
      this.#counts.events++;
      return true;
    }
    this.#counts.repeated++;
    return false;
  }
}

/** Says why a stream ended early. zlib's own messages name no cause that a user knows. */
function describeReadError(error: unknown): string {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "Z_BUF_ERROR") return "the compressed data is cut off; the events before that are read";
  if (/^(?:Z_|ZSTD_)/.test(code)) return "the compressed data is damaged; the events before that are read";
  return describeFileError(error);
}
