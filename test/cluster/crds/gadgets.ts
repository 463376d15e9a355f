import type { Definition } from "./definitions.ts";

/** An invented definition, with pod templates in an unusual place. */
export const GADGETS: Definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "gadgets.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { kind: "Gadget", plural: "gadgets" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: objectOf({ spec: objectOf({ workers: listOf(objectOf({ spec: podSpecSchema() })) }) }),
        },
      },
    ],
  },
};

function objectOf(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { type: "object", properties };
}

function listOf(items: unknown): unknown {
  return { type: "array", items };
}

function podSpecSchema(): unknown {
  const any = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const text = { type: "string" };
  return objectOf({
    containers: listOf(objectOf({ name: text, image: text, securityContext: any })),
    volumes: listOf(any),
    nodeSelector: any,
    serviceAccountName: text,
  });
}
