import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readObjects } from "../../../src/objects/objects.ts";
import { readDocuments } from "../../../src/text/documents.ts";

/** The items of a text about namespaces, a line each. */
function summarize(text: string): string[] {
  return [...readDocuments(text)].flatMap((document) => {
    assert.ok("value" in document);
    return [...readObjects(document, "a.yaml")].flatMap((item) => {
      switch (item.type) {
        case "managed-namespace": {
          const { name, labels, source } = item.namespace;
          const lines = Object.keys(labels).map((label) => item.namespace.locate(["metadata", "labels", label]).line);
          return `${item.manager}: ${name} ${source.line} ${JSON.stringify(labels)} ${lines.join(",")}`;
        }
        case "remark":
          return `${item.severity} ${item.code} ${item.source?.line}: ${item.message}`;
        case "unreadable":
          return `unreadable ${item.source.line}: ${item.message}`;
        default:
          return [];
      }
    });
  });
}

const OPTIONS = "syncOptions: [Validate=false, CreateNamespace=true]";
const LABELS = "{pod-security.kubernetes.io/enforce: restricted}";
const application = (destination: string, labels: string, options = OPTIONS): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop, namespace: argocd}\nspec:\n` +
  `  destination: ${destination}\n  syncPolicy:\n    ${options}\n    managedNamespaceMetadata:\n      labels: ${labels}\n`;

describe("the namespace of an Application", () => {
  it("has the labels of managedNamespaceMetadata", () => {
    assert.deepEqual(summarize(application("{namespace: web}", LABELS)), [
      'Application argocd/shop: web 8 {"pod-security.kubernetes.io/enforce":"restricted"} 9',
    ]);
  });

  it("of an ApplicationSet has the labels of its template", () => {
    const text =
      "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all}\nspec:\n  template:\n    spec:\n" +
      `      destination: {namespace: web}\n      syncPolicy:\n        ${OPTIONS}\n        managedNamespaceMetadata:\n          labels: ${LABELS}\n`;
    assert.deepEqual(summarize(text), [
      'ApplicationSet all: web 10 {"pod-security.kubernetes.io/enforce":"restricted"} 11',
    ]);
  });

  it("gets remarks on misspelt labels", () => {
    assert.deepEqual(summarize(application("{namespace: web}", "{pod-security.kubernetes.io/enforced: restricted}")), [
      'warning misspelt-label 9: label pod-security.kubernetes.io/enforced=restricted of Namespace "web" has no effect: did you mean pod-security.kubernetes.io/enforce?',
      'Application argocd/shop: web 8 {"pod-security.kubernetes.io/enforced":"restricted"} 9',
    ]);
  });

  for (const [name, text, expected] of [
    [
      "with other labels, by which policies may select it",
      application("{namespace: web}", "{team: a}"),
      ['Application argocd/shop: web 8 {"team":"a"} 9'],
    ],
    ["with other labels, and with a template for one", application("{namespace: web}", "{team: '{{name}}'}"), []],
    ["with other labels, and with a template for its name", application("{namespace: '{{name}}'}", "{team: a}"), []],
    ["with other labels, and without a destination", application("{name: in-cluster}", "{team: a}"), []],
    [
      "with other labels, and without CreateNamespace=true",
      application("{namespace: web}", "{team: a}", "syncOptions: []"),
      [],
    ],
    [
      "with a label as an annotation, and an acceptance",
      application(
        "{namespace: web}",
        `{}\n      annotations: {pod-security.kubernetes.io/warn: baseline, kubectl-pss/accept.hostPorts: why, a: 5}`,
      ),
      [
        'warning misplaced-label 10: annotation pod-security.kubernetes.io/warn=baseline of Namespace "web" has no effect: set the label pod-security.kubernetes.io/warn=baseline',
        "warning misplaced-acceptance 10: annotation kubectl-pss/accept.hostPorts: put it into metadata.annotations of the workloads: a Namespace accepts nothing",
      ],
    ],
    ["without labels", application("{namespace: web}", "null"), []],
    [
      "without CreateNamespace=true",
      application("{namespace: web}", LABELS, "syncOptions: [CreateNamespace=false]"),
      [
        "warning managed-namespace 8: spec.syncPolicy.managedNamespaceMetadata: no effect without CreateNamespace=true in syncOptions: Argo CD does not set these labels",
      ],
    ],
    [
      "without a destination",
      application("{name: in-cluster}", LABELS),
      [
        "warning managed-namespace 8: spec.syncPolicy.managedNamespaceMetadata: the labels of no namespace, because spec.destination names none",
      ],
    ],
    [
      "with a template for its name",
      application("{namespace: '{{name}}'}", LABELS),
      [
        'warning managed-namespace 5: spec.destination.namespace: "{{name}}" is known only after Argo CD renders it; its pod-security labels do not count',
      ],
    ],
    [
      "with a template for a label",
      application("{namespace: web}", "{pod-security.kubernetes.io/enforce: '{{.level}}'}"),
      [
        "warning managed-namespace 9: spec.syncPolicy.managedNamespaceMetadata.labels[pod-security.kubernetes.io/enforce]: the value is known only after Argo CD renders it; its pod-security labels do not count",
      ],
    ],
    [
      "with a label that is no string",
      application("{namespace: web}", "{pod-security.kubernetes.io/enforce: true}"),
      [
        "unreadable 9: spec.syncPolicy.managedNamespaceMetadata.labels[pod-security.kubernetes.io/enforce]: expected a string, found a boolean",
      ],
    ],
    [
      "with labels that are no map",
      application("{namespace: web}", "[a]"),
      ["unreadable 9: spec.syncPolicy.managedNamespaceMetadata.labels: expected an object, found a list"],
    ],
    ["of another group", application("{namespace: web}", LABELS).replace("argoproj.io", "app.k8s.io.example"), []],
    [
      "with a patch of the template",
      "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all}\nspec:\n  template: {}\n" +
        "  templatePatch: |\n    spec: {syncPolicy: {managedNamespaceMetadata: {}}}\n",
      [
        "warning managed-namespace 6: the labels of the namespaces are known only after Argo CD renders them: spec.templatePatch sets managedNamespaceMetadata",
      ],
    ],
    ["of an invalid form", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: [x]\n", []],
  ] as const) {
    it(name, () => assert.deepEqual(summarize(text), expected));
  }
});
