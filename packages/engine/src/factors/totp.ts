import type { Instant } from '@sallyport/core';
import type { AccountId, AccountRecord, TenantId, TotpRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../kernel/secrets/token.ts';
import { bindingOf, isBindingOf } from './binding.ts';
import type { ConfirmedSecret, Factor, NewSecret } from './factor.ts';
import { withoutPendingSecret } from './pending-secret.ts';
import type { FactorAttempt } from './proof.ts';

/** Seconds in a time step of an authenticator app, and how far either side a code is taken: one time step (RFC 6238 §5.2). */
const TIME_STEP = 30;

/** Not loaded with the engine: half of it is a library of hashes. */
const loadOtplib = () => {
  otplib ??= import('otplib');
  return otplib;
};
let otplib: Promise<typeof import('otplib')> | undefined;

/** An authenticator app (RFC 6238). */
export const totp: Factor = {
  is: (method) => method === 'totp',
  facts: ({ totp: app }) => ({ totp: app !== undefined }),
  hasBinding: ({ totp: app }, binding) => app !== undefined && isBindingOf(binding, 'totp', app.id),
  // An app that takes another's place keeps its id: its sessions go on, and what the other one proved in a flow counts no more.
  isOfPresent: ({ totp: app }, { at }) => app !== undefined && at >= app.enrolledAt,
  view: ({ totp: app }) => ({ totp: app !== undefined }),
  amr: () => ['otp'],
  vouches: () => true,
  afterTwoStepReset: withoutTotp,
  removal: (account) =>
    account.totp && { method: 'totp', next: withoutTotp(account), binding: totpBinding(account.totp.id) },
  withoutPending: withoutPendingSecret,
  load: loadOtplib,
  typed: (kernel, _, text) => totpAttempt(kernel, text),
  setUp: {
    method: 'totp',
    has: ({ totp: app }) => app !== undefined,
    begin: newTotpSecret,
    confirm: confirmedTotp,
  },
};

/** The id of an authenticator app that evidence and sessions rest on. */
export function totpBinding(id: string): string {
  return bindingOf('totp', id);
}

function withoutTotp(account: AccountRecord): AccountRecord {
  const { totp: _, ...rest } = withoutPendingSecret(account, 'totp');
  return rest;
}

/** A code of the account's authenticator app. It works once, in whatever flow: the commit that answers it uses up its time step, granted or denied. If nothing is
 * committed, since its flow or the session to raise is over, it is not used up. */
function totpAttempt(kernel: Kernel, code: string): FactorAttempt {
  return {
    method: 'totp',
    guess: { authenticator: 'totp' },
    async verify({ account, now }) {
      const app = account?.totp;
      if (account === undefined || app === undefined) return undefined;
      const timeStep = await acceptedTimeStep(kernel, account, app.sealed, code, now, app.lastStep);
      if (timeStep === undefined) return undefined;
      const settle = (latest: AccountRecord): AccountRecord | undefined => {
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
          evidence: { method: 'totp', at: now, binding: totpBinding(app.id), setUpBy: app.setUpBy },
        },
        settle,
        useUp: settle,
      };
    },
  };
}

/** Whether the account's app is the one that was read. An app that takes another's place keeps its id, and has another secret. */
function isSameApp(current: TotpRecord, read: TotpRecord): boolean {
  return current.id === read.id && current.enrolledAt === read.enrolledAt;
}

/** The time step a code is good for, counted from 1970 and later than `afterStep`; `undefined` if it is good for none. */
export async function acceptedTimeStep(
  kernel: Pick<Kernel, 'ring'>,
  account: { readonly tenant: TenantId; readonly id: AccountId },
  sealed: string,
  code: string,
  now: Instant,
  afterStep: number,
): Promise<number | undefined> {
  const digits = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return undefined;
  const secret = Buffer.from(kernel.ring.unseal(sealed, totpContext(account))).toString('utf8');
  const seconds = Math.floor(now / 1000);
  // A code one time step ahead was taken, or the clock went back: nothing within reach is later. And otplib throws where
  // the last one is beyond its window (`AfterTimeStepRangeExceededError`).
  if (afterStep > Math.floor(seconds / TIME_STEP)) return undefined;
  const { verify } = await loadOtplib();
  // It takes time steps later than `afterTimeStep` only, and answers in `delta` how many time steps from now the code is.
  const result = await verify({
    secret,
    token: digits,
    epoch: seconds,
    period: TIME_STEP,
    epochTolerance: TIME_STEP,
    afterTimeStep: afterStep < 0 ? undefined : afterStep,
  });
  return result.valid ? Math.floor(seconds / TIME_STEP) + result.delta : undefined;
}

/** An app whose code was shown takes the place of the one in use, and keeps its binding. */
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
    evidence: { method: 'totp', at: now, binding: totpBinding(id) },
    add: (latest, setUpBy) => ({
      ...latest,
      totp: { id: latest.totp?.id ?? id, sealed, lastStep, enrolledAt: now, setUpBy },
    }),
  };
}

/** A new secret: 160 bits, base32 for the app, sealed for the store. */
async function newTotpSecret(kernel: Kernel, account: AccountRecord, label: string): Promise<NewSecret> {
  const { generateSecret, generateURI } = await loadOtplib();
  const secret = generateSecret({ length: 20 });
  return {
    secret,
    sealed: kernel.ring.seal(Buffer.from(secret), totpContext(account)),
    uri: generateURI({ issuer: kernel.relyingParty.name, label, secret }),
  };
}

/** Under the key in use: a secret that is used is never the reason to keep an old key. */
function resealed({ ring }: Kernel, account: AccountRecord, sealed: string): string {
  return ring.isCurrent(sealed) ? sealed : ring.seal(ring.unseal(sealed, totpContext(account)), totpContext(account));
}

function totpContext({ tenant, id }: { readonly tenant: TenantId; readonly id: AccountId }): string {
  return `totp ${tenant} ${id}`;
}
