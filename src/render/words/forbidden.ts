import { quote, shorten } from "../../api/words/quoted.ts";
import { plural } from "../../api/words/plural.ts";
import { shellWord } from "../../api/words/shell-word.ts";
import { forbiddenOf, type Forbidden, type ForbiddenLists } from "../../report/forbidden.ts";
import type { Report } from "../../report/report.ts";

/** The one message about everything that a user may not read. It is not escaped. */
export interface ForbiddenText {
  /** The lists and namespaces that may not be read, without a full stop. */
  readonly fault: string;
  /** What still works, and how to get the rest: sentences. */
  readonly advice: string;
  /** The command that gives the user the rest; empty if the user is not logged in. An administrator runs it. */
  readonly command: string;
}

type Inputs = Pick<Report, "notes" | "unreadable">;

/** The ClusterRole of docs/rbac.yaml. */
const ROLE = "kubectl-pss";
/** A user without credentials (k8s.io/apiserver v0.37.2, user.Anonymous). */
const ANONYMOUS = "system:anonymous";
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
/** A name of a user that is part of the name of a binding. */
const USUAL_NAME = /^[\w.@-]{1,100}$/;
/** The most namespaces that the message names. */
const NAMED = 3;

/** Writes the message about everything that a user may not read; null if there is nothing. */
export function forbiddenText(report: Inputs): ForbiddenText | null {
  const forbidden = forbiddenOf(report);
  if (forbidden === null) return null;
  const clauses = clausesOf(forbidden).join(", and may not ");
  if (forbidden.user === ANONYMOUS) {
    return {
      fault: `not logged in: the API server takes you for ${quote(ANONYMOUS)}, who may not ${clauses}`,
      advice:
        "Log in as for kubectl: kubectl auth whoami shows who you are, and kubectl config get-contexts lists the contexts.",
      command: "",
    };
  }
  return {
    fault: `${who(forbidden)} may not ${clauses}${reasonOf(forbidden)}`,
    advice: adviceOf(forbidden).join(" "),
    command: commandOf(forbidden),
  };
}

/** The message as one line of a document; empty if nothing is forbidden. */
export function forbiddenWords(report: Inputs): string {
  const text = forbiddenText(report);
  if (text === null) return "";
  return [`${text.fault}.`, text.advice, text.command].filter((part) => part !== "").join(" ");
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

function adviceOf(forbidden: Forbidden): string[] {
  const { user, lists, isNarrowed } = forbidden;
  const everywhere = isNarrowed ? undefined : lists.find((list) => list.namespaces === null);
  const places = placesOf(forbidden);
  const where = places.length > 1 ? ", in each of these namespaces" : "";
  const whom = user === null ? "you" : "this user";
  return [
    ...(everywhere?.resources.includes("namespaces") === true
      ? ["The labels of the namespaces, and so their policies, are unknown."]
      : []),
    ...(everywhere === undefined ? [] : ["With -n NAMESPACE, rights in that namespace are enough."]),
    `For ${isNarrowed && places.length === 0 ? "all namespaces" : "the rest"}, an administrator can bind the ClusterRole ${ROLE} ` +
      `(docs/rbac.yaml) to ${whom}${where}:`,
  ];
}

function commandOf(forbidden: Forbidden): string {
  const { user } = forbidden;
  const [place] = placesOf(forbidden);
  const [, ...account] = SERVICE_ACCOUNT.exec(user ?? "") ?? [];
  const subject = account.length > 0 ? `--serviceaccount=${account.join(":")}` : `--user=${user ?? "NAME"}`;
  const suffix = account.length > 0 ? account.join("-") : user !== null && USUAL_NAME.test(user) ? user : "reader";
  const kind = place === undefined ? "clusterrolebinding" : "rolebinding";
  const words = ["kubectl", "create", kind, `${ROLE}-${suffix}`, `--clusterrole=${ROLE}`, subject];
  return [...words, ...(place === undefined ? [] : ["-n", place])].map(shellWord).join(" ");
}

/**
 * The namespaces in which the role has to be bound; empty for the whole cluster. If only the current namespace is read, a right in it is the smaller
 * one to ask for.
 */
function placesOf({ lists, namespaces, isNarrowed }: Forbidden): string[] {
  if (!isNarrowed && lists.some((list) => list.namespaces === null)) return [];
  return [...new Set([...namespaces, ...lists.flatMap((list) => list.namespaces ?? [])])];
}
