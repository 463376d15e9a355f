import { createPrivateKey, type X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { count, plural } from "../../api/words/plural.ts";
import type { SetupPart, SetupResult, SetupState, SetupStep } from "../../api/webhook/setup.ts";
import { REGISTRATION, WEBHOOK_NAMESPACE } from "../../api/webhook/names.ts";
import { certificateOf, hostOf, titleOf, type RegisteredWebhook, type Registration } from "./registration.ts";
import { isTrusted, isValid, parseCertificates } from "./trusted.ts";

/** The certificate of the webhook, as PEM. */
export interface ServingPem {
  /** The file or the Secret, for messages. */
  readonly name: string;
  readonly cert: string;
  /** Absent if it is not checked. */
  readonly key?: string;
  /** Present if a cluster has it, and no file that the user named. */
  readonly isInCluster?: true;
  /** The host name of the Service whose Secret it is. Absent for a certificate that the user named, which is for all webhooks. */
  readonly host?: string;
}

/** When the check takes place, and of what. */
export interface CheckContext {
  /** Whether the objects are manifests, which may get a `caBundle` later. */
  readonly isFromFiles: boolean;
  /** In milliseconds since 1970. */
  readonly now: number;
  /** How long before its end a certificate must be renewed, in milliseconds. */
  readonly renewBefore: number;
}

const DAY = 86_400_000;
/** The part of its time that a certificate of cert-manager has left when its renewal is late: by default, cert-manager renews it when a third is left. */
const LATE = 1 / 4;
const AUTHORITY = "the authority of the certificate";

/**
 * Checks the certificate of the webhook: its time, its key, its names, and that each `caBundle` leads to it.
 *
 * @param serving absent if only the bundles are checked
 */
export function checkCertificate(
  registration: Registration | undefined,
  serving: ServingPem | undefined,
  context: CheckContext,
): readonly SetupResult[] {
  const chain = serving === undefined ? [] : (parseCertificates(serving.cert) ?? []);
  const [certificate] = chain;
  const renew = renewalOf(registration);
  const isRenewed = registration?.injectedFrom !== undefined;
  return [
    ...(serving === undefined ? [] : checkServing(serving, certificate, { ...context, renew, isRenewed })),
    ...groupsOf(registration?.webhooks ?? []).flatMap((webhooks) =>
      checkBundle(webhooks, isServedBy(serving, webhooks) ? chain : [], { ...context, renew, isRenewed }),
    ),
  ];
}

/** Whether webhooks have the certificate. Another Service may have its own. */
function isServedBy(serving: ServingPem | undefined, [webhook]: WebhookGroup): boolean {
  return serving?.host === undefined || serving.host === hostOf(webhook);
}

/** A context with the step that renews the certificates. */
interface RenewalContext extends CheckContext {
  readonly renew: SetupStep;
  /** Whether cert-manager renews them. */
  readonly isRenewed: boolean;
}

/** Renews the certificates of a registration; without one, of that in deploy/webhook. `webhook certificates` refuses those of cert-manager. */
function renewalOf(registration: Registration | undefined): SetupStep {
  if (registration?.injectedFrom !== undefined) {
    const [namespace, name] = certificateOf(registration.injectedFrom) ?? [];
    const command = name === undefined ? "." : `: cmctl renew ${name} -n ${namespace ?? ""}`;
    return { type: "advice", sentence: `Let cert-manager renew the certificate and set the caBundle${command}` };
  }
  const service = registration?.webhooks.find((webhook) => webhook.service !== undefined)?.service;
  return {
    type: "certificates",
    registration: registration?.name ?? REGISTRATION,
    namespace: service?.namespace ?? WEBHOOK_NAMESPACE,
  };
}

function checkServing(
  { name, key, isInCluster }: ServingPem,
  certificate: X509Certificate | undefined,
  { now, renewBefore, renew, isRenewed }: RenewalContext,
): readonly SetupResult[] {
  if (certificate === undefined) {
    const found = `${name}: contains no certificate in PEM format`;
    const expected = "a certificate in PEM format";
    if (isInCluster === true) return [resultOf("certificate", "problem", found, expected, renew)];
    return [{ ...resultOf("certificate", "problem", found, expected), isWrongInput: true }];
  }
  const results: SetupResult[] = [];
  const { validFromDate, validToDate } = certificate;
  const end = dateOf(validToDate);
  if (now < validFromDate.getTime()) {
    const found = `${name}: valid only from ${dateOf(validFromDate)} on`;
    results.push(resultOf("certificate", "problem", found, "a certificate that is valid now", renew));
  } else if (now > validToDate.getTime()) {
    const found = `${name}: expired on ${end}, so each call of the webhook fails`;
    results.push(resultOf("certificate", "problem", found, "a certificate that is valid now", renew));
  } else if (isRenewed) {
    if (now > validToDate.getTime() - (validToDate.getTime() - validFromDate.getTime()) * LATE) {
      const found = `${name}: expires on ${end}, and cert-manager has not renewed it`;
      results.push(resultOf("certificate", "notice", found, "a renewal when a third of its time is left", renew));
    }
  } else if (now > validToDate.getTime() - renewBefore) {
    const found = `${name}: expires on ${end}, in ${count(Math.floor((validToDate.getTime() - now) / DAY), "day")}`;
    const expected = `at least ${count(Math.floor(renewBefore / DAY), "day")} before its end (--renew-before)`;
    results.push(resultOf("certificate", "problem", found, expected, renew));
  }
  if (key !== undefined && !fits(certificate, key)) {
    const found = `${name}: the private key does not belong to the certificate`;
    results.push(resultOf("certificate", "problem", found, "the two files of one Secret", renew));
  }
  if (results.length > 0) return results;
  const names = certificate.subjectAltName ?? "no name";
  return [{ part: "certificate", state: "ok", found: `${name}: ${names}, until ${end}` }];
}

function fits(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** The webhooks with the same authorities and the same name. */
function groupsOf(webhooks: readonly RegisteredWebhook[]): readonly WebhookGroup[] {
  const groups = Map.groupBy(webhooks, (webhook) => JSON.stringify([webhook.caBundle, hostOf(webhook)]));
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others] as const],
  );
}

type WebhookGroup = readonly [RegisteredWebhook, ...RegisteredWebhook[]];

/** Checks the authorities that the API server trusts for webhooks. */
function checkBundle(
  webhooks: WebhookGroup,
  chain: readonly X509Certificate[],
  { now, isFromFiles, renew }: RenewalContext,
): readonly SetupResult[] {
  const [webhook] = webhooks;
  const title = webhooks.map(titleOf).join(", ");
  const [certificate] = chain;
  const problem = (found: string, expected: string): readonly SetupResult[] => [
    resultOf("caBundle", "problem", `${title}: ${found}`, expected, renew),
  ];
  if (webhook.caBundle === "") {
    if (webhook.service === undefined) {
      const found = `${title}: no caBundle, so the authorities of the API server's own system are trusted`;
      return [resultOf("caBundle", "notice", found, AUTHORITY)];
    }
    if (!isFromFiles) return problem("no caBundle, so the API server cannot call the webhook", AUTHORITY);
    const found = `${title}: no caBundle, which the cluster needs before the API server can call the webhook`;
    return [resultOf("caBundle", "notice", found, AUTHORITY, renew)];
  }
  const roots = parseCertificates(Buffer.from(webhook.caBundle, "base64").toString("utf8"));
  if (roots === undefined || roots.length === 0) {
    return problem("the caBundle contains no certificate that can be read", "certificates in PEM format");
  }
  if (!roots.some((root) => isValid(root, now))) {
    return problem("all certificates of the caBundle have expired", "an authority that is valid now");
  }
  if (certificate === undefined) {
    return [
      {
        part: "caBundle",
        state: "ok",
        found: `${title}: ${roots.length} ${plural(roots.length, "authority", "authorities")}`,
      },
    ];
  }
  const results: SetupResult[] = [];
  if (!isTrusted(chain, roots, now)) {
    results.push(
      ...problem(
        "the caBundle is not that of the certificate",
        `an authority that issued ${certificate.issuer.trim()}`,
      ),
    );
  }
  const host = hostOf(webhook);
  if (!isFor(certificate, host)) {
    const names = certificate.subjectAltName ?? "no subject alternative name";
    results.push(...problem(`the certificate is not for ${host}, but has ${names}`, `a certificate for DNS:${host}`));
  }
  if (results.length > 0) return results;
  return [{ part: "caBundle", state: "ok", found: `${title}: trusts the certificate for ${host}` }];
}

/** Whether a certificate has a name. Go ignores its common name. */
function isFor(certificate: X509Certificate, host: string): boolean {
  if (isIP(host) > 0) return certificate.checkIP(host) !== undefined;
  return certificate.checkHost(host, { subject: "never" }) !== undefined;
}

function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function resultOf(part: SetupPart, state: SetupState, found: string, expected: string, next?: SetupStep): SetupResult {
  return { part, state, found, expected, ...(next !== undefined && { next }) };
}
