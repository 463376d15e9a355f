import { quote, shorten } from "../../api/words/quoted.ts";
import type { RemarkCode } from "../../workloads/remark-codes.ts";
import { isListKind, type KindClass, type TypeName } from "./kinds.ts";
import type { Meant } from "./meant-kind.ts";
import { misspeltItems, type TypeMetaRemark } from "./type-meta.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The remark on a kind that no known API server has in its group, one of Kubernetes' own. */
export function remarkOnUnknownKind({ apiVersion, kind }: TypeName, meant: Meant | undefined): TypeMetaRemark {
  const isHere = meant?.apiVersion === apiVersion;
  const where = isHere ? "" : ` of ${meant?.apiVersion}`;
  const advice = meant === undefined ? "." : `; did you mean ${meant.kind}${where}?`;
  const message = `the API server has no kind ${quote(kind)} in ${quote(apiVersion)} and would reject this${advice} Not judged`;
  return warn("unknown-kind", message, isHere ? "kind" : "apiVersion");
}

/**
 * The remark on a list without `items`: kubectl splits only a list with items, and the API server cannot create a list.
 */
export function remarkOnMissingItems(fields: Fields, kind: string): TypeMetaRemark {
  const key = misspeltItems(fields);
  const advice = key === undefined ? "" : `; did you mean items in place of ${shorten(key)}?`;
  const message = `${shorten(kind)} without items: nothing to judge, and the API server would reject it${advice}`;
  return warn("unknown-kind", message, key);
}

/**
 * The remark on a list within a list. kubectl splits only the outer one, and rejects both: "is not a list: no Items
 * field in this object" (FlattenListVisitor of k8s.io/cli-runtime v0.37.2).
 */
export function remarkOnNestedList(kind: string): TypeMetaRemark {
  const message = `${shorten(kind)} in the items of a list: kubectl rejects both lists; put the items of this one into the outer one`;
  return warn("nested-list", message, undefined);
}

/** The remark on an empty list: a dump of a cluster without such objects, or a mistake. */
export function remarkOnEmptyList(kind: string, found: string): TypeMetaRemark {
  return {
    severity: "info",
    code: "empty-list",
    message: `${shorten(kind)} with ${found}: nothing to judge`,
    path: [],
  };
}

/**
 * The remark on `items` in an object that is not a list. kubectl looks only at this field (FlattenListVisitor of
 * k8s.io/cli-runtime v0.37.2): it applies the items and drops the object.
 */
export function remarkOnItems({ apiVersion, kind }: TypeName, kindClass: KindClass["class"]): TypeMetaRemark {
  const what = `${shorten(kind)} (${shorten(apiVersion)}) has items: kubectl treats it as a list and applies only its items`;
  return kindClass === "custom" || kindClass === "file"
    ? warn("items-in-custom-resource", what, "items")
    : warn("items-in-object", `${what}; the API server has no such field. Remove it`, "items");
}

/** The remark on a former kind of API servers that contained a pod; undefined for all other kinds. */
export function remarkOnRetiredKind({ apiVersion, kind }: TypeName): TypeMetaRemark | undefined {
  const successor = RETIRED[kind];
  if (successor === undefined || isListKind(kind)) return undefined;
  const message = `${shorten(kind)} of ${shorten(apiVersion)} is no longer served and is not judged; ${successor} replaces it`;
  return { ...warn("old-api-version", message, "apiVersion") };
}

const RETIRED: Readonly<Record<string, string>> = {
  PetSet: "StatefulSet of apps/v1",
  ScheduledJob: "CronJob of batch/v1",
};

function warn(code: RemarkCode, message: string, key: string | undefined): TypeMetaRemark {
  return { severity: "warning", code, message, path: key === undefined ? [] : [key] };
}
