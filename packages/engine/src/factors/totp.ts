import type { Instant } from '@sallyport/core';
import type { AccountId, AccountRecord, TenantId, TotpRecord } from '@sallyport/store';
import type { Base32Plugin } from 'otplib';
import type { Kernel } from '../kernel/kernel.ts';
import { readCode } from '../kernel/secrets/codes.ts';
import { newId } from '../kernel/secrets/token.ts';
import { bindingOf, isBindingOf } from './binding.ts';
import type { ConfirmedSecret, Factor, Held, NewSecret } from './factor.ts';
import { withoutPendingSecret } from './pending.ts';
import type { FactorAttempt } from './proof.ts';

/** How an app computes its codes. An app without these members has six digits by SHA-1, and time steps of 30 seconds. */
export type TotpParameters = Pick<TotpRecord, 'algorithm' | 'digits' | 'period'>;

/** The fewest bytes of an imported secret. RFC 4226 §4 asks for 16, and widespread apps and libraries made 10. */
const [FEWEST_BYTES, MOST_BYTES] = [10, 64];

/** Loads otplib at the first use: half of it is a library of hashes. */
const loadOtplib = () => {
  otplib ??= import('otplib');
  return otplib;
};
let otplib: Promise<typeof import('otplib')> | undefined;

/** An authenticator app (RFC 6238). */
export const totp: Factor = {
  is: (method) => method === 'totp',
  facts: ({ totp: app }) => ({ totp: app !== undefined }),
  held: ({ totp: one }) => (one === undefined ? [] : [heldApp(one)]),
  keeping: (account, stays) =>
    account.totp === undefined || stays(heldApp(account.totp)) ? account : { ...account, totp: undefined },
  hasBinding: ({ totp: app }, binding) => app !== undefined && isBindingOf(binding, 'totp', app.id),
  // A new app keeps the id of the replaced app, to keep sessions alive. The codes of the replaced app no longer count in a
  // flow.
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

/** The binding of an authenticator app, on which evidence and sessions rest. */
export function totpBinding(id: string): string {
  return bindingOf('totp', id);
}

function withoutTotp(account: AccountRecord): AccountRecord {
  const { totp: _, ...rest } = withoutPendingSecret(account, 'totp');
  return rest;
}

/**
 * An attempt with a code of the account's authenticator app. A code works once, in any flow: the commit that answers the code uses up its
 * time step, whether the decision grants or denies. If nothing is committed, the code is not used up: the flow or the session to raise
 * is over, the account may have no further session, or the act of the proof is refused.
 */
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

/**
 * Returns whether the account's app is still the app that was read. A new app keeps the id of the app that it replaces, and has another
 * secret.
 */
function isSameApp(current: TotpRecord, read: TotpRecord): boolean {
  return current.id === read.id && current.enrolledAt === read.enrolledAt;
}

/**
 * Returns the time step of a code, counted from 1970 and later than `afterStep`, or `undefined` if no accepted time step has this code.
 */
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
  // If a code one time step ahead was accepted, or the clock went back, no accepted time step is later. Without this check, otplib throws
  // if `afterTimeStep` is beyond its window (`AfterTimeStepRangeExceededError`).
  if (afterStep > Math.floor(seconds / period)) return undefined;
  const { verify, createGuardrails } = await loadOtplib();
  // otplib accepts only time steps later than `afterTimeStep`. `delta` is the distance of the code's time step from now.
  const result = await verify({
    secret,
    token,
    ...{ algorithm, digits, period },
    epoch: seconds,
    // A code of the time step before or after is accepted too (RFC 6238 §5.2).
    epochTolerance: period,
    afterTimeStep: afterStep < 0 ? undefined : afterStep,
    guardrails: createGuardrails({ MIN_SECRET_BYTES: FEWEST_BYTES }),
  });
  return result.valid ? Math.floor(seconds / period) + result.delta : undefined;
}

/** Why another system's secret cannot be read. `cut`: no number of bytes has so many letters of base32. */
export type TotpSecretFault = 'letters' | 'cut' | 'hex' | 'length';

/**
 * Returns the normal form of another system's secret: base32 without spaces, dashes and padding, in capitals. The bits that complete no byte are
 * dropped, as apps drop them.
 */
export async function readTotpSecret(
  written: string,
  encoding: 'base32' | 'hex' | 'text' = 'base32',
): Promise<{ readonly secret: string } | { readonly fault: TotpSecretFault }> {
  const { ScureBase32Plugin } = await loadOtplib();
  const base32 = new ScureBase32Plugin();
  const bytes = encoding === 'base32' ? fromBase32(base32, written) : fromText(written, encoding);
  if (typeof bytes === 'string') return { fault: bytes };
  const isLong = bytes.length >= FEWEST_BYTES && bytes.length <= MOST_BYTES;
  return isLong ? { secret: base32.encode(bytes) } : { fault: 'length' };
}

/** The number of bits that complete no byte, by the number of letters after the last group of eight (RFC 4648 §6). */
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

function fromText(written: string, encoding: 'hex' | 'text'): Uint8Array | TotpSecretFault {
  if (encoding === 'text') return Buffer.from(written);
  const digits = written.replaceAll(/[\s:-]/g, '');
  return /^(?:[\da-f]{2})*$/i.test(digits) ? Buffer.from(digits, 'hex') : 'hex';
}

/** The app of an imported account. Its secret is in the form of {@link readTotpSecret}. No code is used up yet. */
export function importedTotp(
  kernel: Pick<Kernel, 'ring' | 'random'>,
  account: { readonly tenant: TenantId; readonly id: AccountId },
  { secret, ...parameters }: TotpParameters & { readonly secret: string },
  now: Instant,
): TotpRecord {
  const sealed = kernel.ring.seal(Buffer.from(secret), totpContext(account));
  return { id: newId(kernel.random), sealed, lastStep: -1, enrolledAt: now, ...parameters };
}

/** Confirms a new app by its first code. The new app replaces the app in use, and keeps its binding. */
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
    // The set-up may have begun before a rotation. The account gets no text that an old key sealed.
    add: (latest, setUpBy) => ({
      ...latest,
      totp: { id: latest.totp?.id ?? id, sealed: resealed(kernel, latest, sealed), lastStep, enrolledAt: now, setUpBy },
    }),
  };
}

/** Makes a secret of 160 bits: base32 for the app, and sealed for the store. */
async function newTotpSecret(kernel: Kernel, account: AccountRecord, label: string): Promise<NewSecret> {
  const { generateSecret, generateURI } = await loadOtplib();
  const secret = generateSecret({ length: 20 });
  return {
    secret,
    sealed: kernel.ring.seal(Buffer.from(secret), totpContext(account)),
    uri: generateURI({ issuer: withoutColon(kernel.relyingParty.name), label: withoutColon(label), secret }),
  };
}

/** In the Key URI format, a colon stands between issuer and account. FreeOTP, pyotp and url-otpauth refuse a further colon. */
function withoutColon(name: string): string {
  return name.replaceAll(/\s*:\s*/g, ' ').trim();
}

/** The secrets of the app, and of an app that waits for its first code. */
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

/** Seals the secret again with the key in use. After each use, the secret no longer needs an old key. */
function resealed({ ring }: Pick<Kernel, 'ring'>, account: AccountRecord, sealed: string): string {
  return ring.sealedAnew(sealed, totpContext(account));
}

function totpContext({ tenant, id }: { readonly tenant: TenantId; readonly id: AccountId }): string {
  return `totp ${tenant} ${id}`;
}
