import { quote, shorten } from "../../../api/words/quoted.ts";
import { plural } from "../../../api/words/plural.ts";
import {
  ANONYMOUS,
  forbiddenOf,
  isNothingRead,
  type Extent,
  type Forbidden,
  type ForbiddenLists,
} from "../../../report/gaps/forbidden.ts";
import { adviceLine, command, sentence, type Advice } from "./advice.ts";
import { grantsOf } from "./grants.ts";
import { missingRights } from "./missing-rights.ts";

/** The one message about everything that a user may not read. It is not escaped. */
export interface ForbiddenText {
  /** The lists and namespaces that may not be read, without a full stop. */
  readonly fault: string;
  /** The commands with which an administrator grants the missing rights, and before them what else the user has to know. */
  readonly advice: readonly Advice[];
  /** The commands that work without rights, if nothing could be read. */
  readonly wayOut: readonly Advice[];
}

const LOG_IN =
  "Log in as for kubectl: kubectl auth whoami shows who you are, and kubectl config get-contexts lists the contexts.";
const WITHOUT_RIGHTS: readonly Advice[] = [
  sentence("Without rights, these commands need no cluster:"),
  command("kubectl pss lint --level restricted FILE"),
  command("kubectl pss explain -"),
];
/** The most namespaces that the message names. */
const NAMED = 3;

/** Writes the message about everything that a user may not read; null if there is nothing. */
export function forbiddenText(report: Extent): ForbiddenText | null {
  const forbidden = forbiddenOf(report);
  if (forbidden === null) return null;
  const clauses = clausesOf(forbidden).join(", and may not ");
  const missing = missingRights(forbidden.rights);
  const wayOut = isNothingRead(report) ? WITHOUT_RIGHTS : [];
  if (forbidden.user === ANONYMOUS) {
    return {
      fault: `not logged in, so ${missing}: the API server takes you for ${quote(ANONYMOUS)}, who may not ${clauses}`,
      advice: [sentence(LOG_IN)],
      wayOut,
    };
  }
  return {
    fault: `${missing}: ${who(forbidden)} may not ${clauses}${reasonOf(forbidden)}`,
    advice: [...unknownLabels(report, forbidden), ...grantsOf(forbidden)],
    wayOut,
  };
}

/** The message as one line of a document; empty if nothing is forbidden. */
export function forbiddenWords(report: Extent): string {
  const text = forbiddenText(report);
  return text === null ? "" : `${text.fault}. ${adviceLine([...text.advice, ...text.wayOut])}`;
}

function who({ user }: Forbidden): string {
  return user === null ? "you" : `user ${quote(user)}`;
}

/** The API server's own words, if they do not have the usual form. */
function reasonOf({ user, message }: Forbidden): string {
  return user === null ? `; the API server says: ${shorten(message, 400)}` : "";
}

function clausesOf({ lists, namespaces }: Forbidden): string[] {
  const listed = lists.map((some) => `list ${listsText(some)}`);
  if (namespaces.length === 0) return listed;
  const unknown = namespaces.length === 1 ? "its labels and its policy are" : "their labels and their policies are";
  return [...listed, `get ${named(namespaces)}, so ${unknown} unknown`];
}

/** `namespaces`, `jobs and pods in all namespaces`, `pods in namespace "a"` */
function listsText({ resources, namespaces }: ForbiddenLists): string {
  const words = enumerate(resources);
  if (namespaces !== null) return `${words} in ${named(namespaces)}`;
  return words === "namespaces" ? words : `${words} in all namespaces`;
}

/** `namespace "a"`, `namespaces "a" and "b"`, `namespaces "a", "b", "c" and 9 more` */
function named(namespaces: readonly string[]): string {
  const shown = namespaces.slice(0, NAMED).map((name) => quote(name));
  const others = namespaces.length - shown.length;
  const words = [...shown, ...(others > 0 ? [`${others} more`] : [])];
  return `${plural(namespaces.length, "namespace", "namespaces")} ${enumerate(words)}`;
}

/** `a`, `a and b`, `a, b and c` */
function enumerate(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** Says that the policies are unknown, if workloads could be read all the same. */
function unknownLabels(report: Extent, { lists, isNarrowed }: Forbidden): Advice[] {
  const everywhere = isNarrowed ? undefined : lists.find((list) => list.namespaces === null);
  if (everywhere?.resources.includes("namespaces") !== true || isNothingRead(report)) return [];
  return [sentence("The labels of the namespaces, and so their policies, are unknown.")];
}
