import { createPublicKey } from 'node:crypto';
import { domainToASCII, domainToUnicode } from 'node:url';
import {
  type BuiltInMethod,
  definePolicy,
  type HostMethods,
  METHODS,
  type Policy,
  PolicyError,
  type PolicyInput,
  withAsciiDomains,
} from '@sallyport/core';
import { hasOrganisations } from '@sallyport/store';
import { type AttestationRoots, postQuantumProblem } from '@sallyport/webauthn';
import type { CodePolicy } from './administration/code-policy.ts';
import { durationOf, SallyportConfigError } from './contract/configuration-error.ts';
import type { EmergencyKey } from './contract/vault.ts';
import { emailCode } from './factors/delivered-code.ts';
import { factorOf } from './factors/index.ts';
import type { HostCode } from './kernel/host-codes.ts';
import { SHORTEST_SECRET } from './kernel/secrets/key-ring.ts';
import type { SallyportOptions, TenantOptions } from './options.ts';

export function hostMethods(
  { sendMail, vault, providers = [], directory, attestationRoots = [] }: TenantOptions,
  codes: ReadonlyMap<string, HostCode>,
  {
    providerRolesWithin,
    breachedPasswords,
    contextOf,
    verifyElsewhere,
    store,
  }: Pick<SallyportOptions, 'providerRolesWithin' | 'breachedPasswords' | 'contextOf' | 'verifyElsewhere' | 'store'>,
): HostMethods {
  const brings = (method: BuiltInMethod): boolean => {
    if (method === 'sso') return providers.length > 0;
    if (method === 'ldap') return directory !== undefined;
    return !emailCode.is(method) || sendMail !== undefined;
  };
  return {
    methods: METHODS.filter((method) => factorOf(method) !== undefined && brings(method)),
    providers: providers.map(({ id }) => id),
    directory: directory?.id,
    gives: Object.fromEntries([...providers, ...(directory ? [directory] : [])].map(({ id, roles }) => [id, roles])),
    givenRolesWithin: durationOf('providerRolesWithin', providerRolesWithin ?? '24h'),
    codes: [...codes.values()].map(({ method }) => method),
    vault: vault !== undefined,
    passwordsElsewhere: verifyElsewhere !== undefined,
    breachedPasswords: breachedPasswords !== undefined,
    contexts: contextOf !== undefined,
    organisations: hasOrganisations(store),
    attestedModels: attestedModels(attestationRoots),
  };
}

/** The models in metadata, and in certificates, are not known before a passkey comes. */
function attestedModels(roots: readonly AttestationRoots[]): 'any' | readonly string[] {
  const models = roots.map((root) => ('metadata' in root ? 'named-in-certificate' : root.models));
  return models.includes('named-in-certificate') ? 'any' : models.flat();
}

/** @throws PolicyError, or SallyportConfigError `not-configured`, if the only problems are parts that the host does not configure */
export function configuredPolicy(policy: PolicyInput<string>, host: HostMethods): Policy {
  try {
    return definePolicy(withAsciiDomains(policy, domainToASCII), host);
  } catch (error) {
    if (!(error instanceof PolicyError) || !error.problems.every(({ code }) => code === 'not-configured')) throw error;
    throw new SallyportConfigError(
      'not-configured',
      `The policy names what is not configured: ${error.problems.map(({ path, message }) => `${path}: ${message}`).join('; ')}.`,
      'Configure it, or take it out of the policy.',
    );
  }
}

/** @throws SallyportConfigError `bad-policy-source` */
export function codePolicy({
  policy: written,
  policySource,
  policyRelease: release,
  refuseIfStranding,
}: SallyportOptions<string>): Omit<CodePolicy, 'policy'> {
  if (policySource !== undefined && policySource !== 'code' && policySource !== 'store') {
    throw new SallyportConfigError(
      'bad-policy-source',
      `policySource is '${String(policySource)}'.`,
      "Write 'code' or 'store', or leave it out.",
    );
  }
  if (policySource === 'code' && written === undefined) {
    throw new SallyportConfigError(
      'bad-policy-source',
      "policySource is 'code', and the code has no policy.",
      "Give `policy`, or write policySource: 'store'.",
    );
  }
  const isNamed = (written?.administrators?.policy ?? []).length > 0;
  const source = policySource ?? (written === undefined || isNamed ? 'store' : 'code');
  return { source, given: written !== undefined, release, refuseIfStranding };
}

/** @throws SallyportConfigError */
export function checkConfiguration(options: SallyportOptions<string>): void {
  const { passkeys, secrets: ring } = options;
  const secrets = typeof ring === 'function' ? ring() : ring;
  if (secrets.length === 0) {
    throw new SallyportConfigError(
      'no-secret',
      'There is no secret.',
      'Set `secrets: [process.env.SALLYPORT_SECRET]` to at least 32 random characters.',
    );
  }
  if (secrets.some((secret) => typeof secret !== 'string' || secret.length < SHORTEST_SECRET)) {
    throw new SallyportConfigError(
      'weak-secret',
      `A secret is missing or shorter than ${SHORTEST_SECRET} characters.`,
      'Make one with: node -p "crypto.randomBytes(32).toString(\'base64url\')"',
    );
  }
  if (passkeys?.postQuantum === true) checkPostQuantum();
}

export type SiteOptions = Pick<SallyportOptions, 'origin' | 'trustedOrigins' | 'rpId' | 'name'>;

/** @throws SallyportConfigError */
export function checkSite({
  origin,
  trustedOrigins = [],
  rpId,
}: {
  readonly origin: unknown;
  readonly trustedOrigins?: unknown;
  readonly rpId?: string | undefined;
}): void {
  checkOrigin('origin', origin);
  if (!Array.isArray(trustedOrigins)) {
    throw new SallyportConfigError(
      'bad-origin',
      '`trustedOrigins` is no list.',
      "Answer a list of origins: `trustedOrigins: (tenant) => ['https://shop.example']`.",
    );
  }
  for (const each of trustedOrigins) checkOrigin('trustedOrigins', each);
  if (rpId !== undefined) checkRelyingParty(rpId, origin);
}

/** @throws SallyportConfigError if this runtime cannot verify what authenticators would sign */
function checkPostQuantum(): void {
  const problem = postQuantumProblem();
  if (problem === undefined) return;
  throw new SallyportConfigError(
    'no-post-quantum',
    `\`passkeys.postQuantum\`: ${problem}.`,
    'Run the app on such a Node, or leave the option out: passkeys then use ES256, EdDSA or RS256.',
  );
}

/** @throws SallyportConfigError */
export function checkMailer({ sendMail }: TenantOptions, policy: PolicyInput<string> | undefined): void {
  if (sendMail === undefined && policy?.emailCodes?.offer === 'always') {
    throw new SallyportConfigError(
      'no-mailer',
      'The policy always offers email codes, and there is no mailer.',
      'Give `sendMail`, or leave `emailCodes.offer` out of the policy.',
    );
  }
}

/** @throws SallyportConfigError `bad-origin` or `insecure-origin` */
function checkOrigin(option: 'origin' | 'trustedOrigins', origin: unknown): asserts origin is string {
  if (typeof origin !== 'string' || !isOrigin(origin)) {
    throw new SallyportConfigError(
      'bad-origin',
      `\`${option}\`: ${typeof origin === 'string' ? `'${origin}'` : `a value of type ${typeof origin}`} is no origin.`,
      "Write scheme and host, and a port if there is one: 'https://app.example'.",
    );
  }
  const { protocol, hostname } = new URL(origin);
  if (protocol !== 'https:' && hostname !== 'localhost' && !hostname.endsWith('.localhost')) {
    throw new SallyportConfigError(
      'insecure-origin',
      `\`${option}\`: '${origin}' is not served over https.`,
      'Serve it over https; plain http works on localhost alone.',
    );
  }
}

/** The host may be an international domain, as people write it. */
function isOrigin(written: string): boolean {
  if (!URL.canParse(written)) return false;
  const { origin, hostname } = new URL(written);
  const plain = written.replace(/\/$/, '');
  return origin === plain || origin.replace(hostname, domainToUnicode(hostname)) === plain.normalize('NFC');
}

/**
 * WebAuthn L3 §5.1.3.
 *
 * @throws SallyportConfigError
 */
function checkRelyingParty(rpId: string, origin: string): void {
  const { hostname } = new URL(origin);
  // Browsers treat `localhost` as a public suffix, like `com`.
  const id = domainToASCII(rpId);
  if (hostname === id || (hostname.endsWith(`.${id}`) && id.includes('.'))) return;
  throw new SallyportConfigError(
    'bad-rp-id',
    `'${rpId}' is not the host of '${origin}', nor a domain above it.`,
    `Write '${hostname}', or the domain above it that the app's hosts share.`,
  );
}

export function checkEmergencyKey(key: EmergencyKey | undefined): void {
  if (key === undefined) return;
  const { kid, publicKey } = key;
  if (
    isBase64url(kid) &&
    kid.length <= 64 &&
    isBase64url(publicKey) &&
    isPublicKey(Buffer.from(publicKey, 'base64url'))
  )
    return;
  throw new SallyportConfigError(
    'bad-emergency-key',
    'The emergency key of the vault is none.',
    'Make one with `sallyport vault emergency-key`, and give its `kid` and `publicKey` as they are printed.',
  );
}

function isBase64url(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z0-9_-]+$/.test(text);
}

/** RFC 9180 §7.1.1: an uncompressed point of P-256. */
function isPublicKey(point: Buffer): boolean {
  if (point.length !== 65 || point[0] !== 4) return false;
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)];
  try {
    return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } }).type === 'public';
  } catch {
    return false;
  }
}
