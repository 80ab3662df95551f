import type { Instant } from '@sallyport/core';
import type { AccountId, AccountRecord, TenantId, TotpRecord } from '@sallyport/store';
import type { Base32Plugin } from 'otplib';
import type { Kernel } from '../kernel/kernel.ts';
import { fromBase64 } from '../kernel/passwords/hash-bytes.ts';
import { readCode } from '../kernel/secrets/codes.ts';
import { newId } from '../kernel/secrets/token.ts';
import { bindingOf, isBindingOf } from './binding.ts';
import type { ConfirmedSecret, Factor, Held, NewSecret } from './factor.ts';
import { withoutPendingSecret } from './pending.ts';
import type { FactorAttempt } from './proof.ts';

export type TotpParameters = Pick<TotpRecord, 'algorithm' | 'digits' | 'period'>;

/** RFC 4226 §4 asks for 16 bytes. Widespread apps made 10. */
const [FEWEST_BYTES, MOST_BYTES] = [10, 64];

/** Half of otplib is a library of hashes. */
const loadOtplib = () => {
  otplib ??= import('otplib');
  return otplib;
};
let otplib: Promise<typeof import('otplib')> | undefined;

/** RFC 6238. */
export const totp: Factor = {
  is: (method) => method === 'totp',
  facts: ({ totp: app }) => ({ totp: app !== undefined }),
  held: ({ totp: one }) => (one === undefined ? [] : [heldApp(one)]),
  keeping: (account, stays) =>
    account.totp === undefined || stays(heldApp(account.totp)) ? account : { ...account, totp: undefined },
  hasBinding: ({ totp: app }, binding) => app !== undefined && isBindingOf(binding, 'totp', app.id),
  // A new app keeps the id of the replaced app, and with the id the sessions.
  since: ({ totp: app }) => app?.enrolledAt,
  exported: ({ totp: app }) => ({ totp: app && { enrolledAt: app.enrolledAt } }),
  view: ({ totp: app }) => ({ totp: app !== undefined }),
  digits: ({ totp: app }) => app?.digits,
  amr: () => ['otp'],
  vouches: () => true,
  afterTwoStepReset: withoutTotp,
  removal: (account) =>
    account.totp && { method: 'totp', next: withoutTotp(account), binding: totpBinding(account.totp.id) },
  withoutPending: withoutPendingSecret,
  load: loadOtplib,
  typed: (kernel, _, text) => totpAttempt(kernel, text),
  sealed: { of: sealedSecrets, anew: withSecretsAnew },
  setUp: {
    method: 'totp',
    has: ({ totp: app }) => app !== undefined,
    begin: newTotpSecret,
    confirm: confirmedTotp,
  },
};

function heldApp(app: TotpRecord): Held {
  const { id, setUpBy, enrolledAt: since } = app;
  return {
    method: 'totp',
    name: 'totp',
    is: app,
    setUpBy,
    since,
    trace: `${totpBinding(id)} ${since}`,
    item: { kind: 'totp' },
  };
}

export function totpBinding(id: string): string {
  return bindingOf('totp', id);
}

function withoutTotp(account: AccountRecord): AccountRecord {
  const { totp: _, ...rest } = withoutPendingSecret(account, 'totp');
  return rest;
}

/** A code works once, in any flow. */
function totpAttempt(kernel: Kernel, code: string): FactorAttempt {
  return {
    method: 'totp',
    guess: { authenticator: 'totp' },
    async verify({ account, now }) {
      if (account?.totp === undefined) return undefined;
      const app = account.totp;
      const timeStep = await acceptedTimeStep(kernel, account, app.sealed, code, now, app.lastStep, app);
      if (timeStep === undefined) return undefined;
      const applyTo = (latest: AccountRecord): AccountRecord | undefined => {
        const { totp: current } = latest;
        if (current === undefined || !isSameApp(current, app) || current.lastStep >= timeStep) return undefined;
        return {
          ...latest,
          totp: { ...current, sealed: resealed(kernel, latest, current.sealed), lastStep: timeStep },
        };
      };
      return {
        command: {
          type: 'prove',
          evidence: {
            method: 'totp',
            at: now,
            binding: totpBinding(app.id),
            confirmedAt: app.enrolledAt,
            setUpBy: app.setUpBy,
          },
        },
        applyTo,
        useUp: applyTo,
      };
    },
  };
}

function isSameApp(current: TotpRecord, read: TotpRecord): boolean {
  return current.id === read.id && current.enrolledAt === read.enrolledAt;
}

export async function acceptedTimeStep(
  kernel: Pick<Kernel, 'ring'>,
  account: { readonly tenant: TenantId; readonly id: AccountId },
  sealed: string,
  code: string,
  now: Instant,
  afterStep: number,
  { algorithm = 'sha1', digits = 6, period = 30 }: TotpParameters = {},
): Promise<number | undefined> {
  const token = readCode(code);
  if (!/^\d+$/.test(token) || token.length !== digits) return undefined;
  const secret = Buffer.from(kernel.ring.unseal(sealed, totpContext(account))).toString('utf8');
  const seconds = Math.floor(now / 1000);
  // otplib throws if `afterTimeStep` is beyond its window.
  if (afterStep > Math.floor(seconds / period)) return undefined;
  const { verify, createGuardrails } = await loadOtplib();
  const result = await verify({
    secret,
    token,
    ...{ algorithm, digits, period },
    epoch: seconds,
    // RFC 6238 §5.2.
    epochTolerance: period,
    afterTimeStep: afterStep < 0 ? undefined : afterStep,
    guardrails: createGuardrails({ MIN_SECRET_BYTES: FEWEST_BYTES }),
  });
  return result.valid ? Math.floor(seconds / period) + result.delta : undefined;
}

export type TotpSecretFault = 'letters' | 'cut' | 'hex' | 'base64' | 'length';

export type TotpSecretEncoding = 'base32' | 'hex' | 'base64' | 'text';

export async function readTotpSecret(
  written: string,
  encoding: TotpSecretEncoding = 'base32',
): Promise<{ readonly secret: string } | { readonly fault: TotpSecretFault }> {
  const { ScureBase32Plugin } = await loadOtplib();
  const base32 = new ScureBase32Plugin();
  const bytes = encoding === 'base32' ? fromBase32(base32, written) : fromText(written, encoding);
  if (typeof bytes === 'string') return { fault: bytes };
  const isLong = bytes.length >= FEWEST_BYTES && bytes.length <= MOST_BYTES;
  return isLong ? { secret: base32.encode(bytes) } : { fault: 'length' };
}

/** By the letters after the last group of eight (RFC 4648 §6). */
const SPARE_BITS: Readonly<Record<number, number>> = { 0: 0, 2: 2, 4: 4, 5: 1, 7: 3 };
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(base32: Pick<Base32Plugin, 'decode'>, written: string): Uint8Array | TotpSecretFault {
  const letters = written.replaceAll(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
  if (letters === '') return 'length';
  if (!/^[A-Z2-7]+$/.test(letters)) return 'letters';
  const spare = SPARE_BITS[letters.length % 8];
  if (spare === undefined) return 'cut';
  const last = BASE32.indexOf(letters.slice(-1)) & (-1 << spare);
  return base32.decode(letters.slice(0, -1) + (BASE32[last] ?? ''));
}

function fromText(written: string, encoding: Exclude<TotpSecretEncoding, 'base32'>): Uint8Array | TotpSecretFault {
  if (encoding === 'text') return Buffer.from(written);
  if (encoding === 'base64') return fromBase64(written.replaceAll(/\s/g, '')) ?? 'base64';
  const digits = written.replaceAll(/[\s:-]/g, '');
  return /^(?:[\da-f]{2})*$/i.test(digits) ? Buffer.from(digits, 'hex') : 'hex';
}

export function importedTotp(
  kernel: Pick<Kernel, 'ring' | 'random'>,
  account: { readonly tenant: TenantId; readonly id: AccountId },
  { secret, ...parameters }: TotpParameters & { readonly secret: string },
  now: Instant,
): TotpRecord {
  const sealed = kernel.ring.seal(Buffer.from(secret), totpContext(account));
  return { id: newId(kernel.random), sealed, lastStep: -1, enrolledAt: now, ...parameters };
}

async function confirmedTotp(
  kernel: Kernel,
  account: AccountRecord,
  sealed: string,
  code: string,
  now: Instant,
): Promise<ConfirmedSecret | undefined> {
  const lastStep = await acceptedTimeStep(kernel, account, sealed, code, now, -1);
  if (lastStep === undefined) return undefined;
  const id = account.totp?.id ?? newId(kernel.random);
  return {
    evidence: { method: 'totp', at: now, binding: totpBinding(id), confirmedAt: now },
    add: (latest, setUpBy) => ({
      ...latest,
      totp: { id: latest.totp?.id ?? id, sealed: resealed(kernel, latest, sealed), lastStep, enrolledAt: now, setUpBy },
    }),
  };
}

async function newTotpSecret(kernel: Kernel, account: AccountRecord, label: string): Promise<NewSecret> {
  const { generateSecret, generateURI } = await loadOtplib();
  const secret = generateSecret({ length: 20 });
  return {
    secret,
    sealed: kernel.ring.seal(Buffer.from(secret), totpContext(account)),
    uri: generateURI({
      issuer: withoutColon(kernel.siteOf(account.tenant).relyingParty.name),
      label: withoutColon(label),
      secret,
    }),
  };
}

/** FreeOTP, pyotp and url-otpauth refuse a second colon. */
function withoutColon(name: string): string {
  return name.replaceAll(/\s*:\s*/g, ' ').trim();
}

function sealedSecrets({ totp: app, pendingSecret }: AccountRecord): readonly string[] {
  const pending = pendingSecret?.method === 'totp' ? [pendingSecret.sealed] : [];
  return app === undefined ? pending : [app.sealed, ...pending];
}

function withSecretsAnew(kernel: Pick<Kernel, 'ring'>, account: AccountRecord): AccountRecord {
  const { totp: app, pendingSecret: pending } = account;
  return {
    ...account,
    ...(app === undefined ? {} : { totp: { ...app, sealed: resealed(kernel, account, app.sealed) } }),
    ...(pending?.method === 'totp'
      ? { pendingSecret: { ...pending, sealed: resealed(kernel, account, pending.sealed) } }
      : {}),
  };
}

function resealed({ ring }: Pick<Kernel, 'ring'>, account: AccountRecord, sealed: string): string {
  return ring.sealedAnew(sealed, totpContext(account));
}

function totpContext({ tenant, id }: { readonly tenant: TenantId; readonly id: AccountId }): string {
  return `totp ${tenant} ${id}`;
}
