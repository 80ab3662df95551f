import { type DeliveredCode, type Instant, isHostCode, methodBit, type Policy } from '@sallyport/core';
import type { AccountRecord, CodeRecord, FlowRecord, SetUpBy } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { readCode } from '../kernel/secrets/codes.ts';
import { isMailed, type Mailed } from '../kernel/secrets/mailed-secret.ts';
import { domainOf, maskAddress, maskEnd } from '../state/identifier.ts';
import { bindingOf, isBindingOf } from './binding.ts';
import type { Factor, Held } from './factor.ts';
import { listKept } from './list-kept.ts';
import type { FactorAttempt } from './proof.ts';

export interface CodeAddress {
  readonly address: string;
  readonly since: Instant;
  readonly binding?: string;
  readonly setUpBy?: SetUpBy | undefined;
}

const DELIVERED: Pick<Factor, 'since' | 'sentTo' | 'amr' | 'vouches' | 'withoutPending' | 'typed'> = {
  since: (account, method) => codeAddress(account, method)?.since,
  sentTo: (account, method) => {
    const to = codeAddress(account, method)?.address;
    return to === undefined ? undefined : maskedAddress(to);
  },
  amr: () => ['otp'],
  vouches: () => false,
  withoutPending: withoutSentCode,
  typed: (kernel, method, text) => sentCodeAttempt(kernel, deliveredCode(method), text),
};

export const emailCode: Factor = {
  ...DELIVERED,
  is: (method) => method === 'email-code',
  facts: ({ email }) => ({ mailDomain: email && domainOf(email.address) }),
  held: ({ email: one }) => (one === undefined ? [] : [heldMailbox(one)]),
  keeping: (account, stays) =>
    account.email === undefined || stays(heldMailbox(account.email)) ? account : { ...account, email: undefined },
  hasBinding: () => false,
  exported: () => ({}),
  view: ({ email }, _, policy) => ({ emailCode: email !== undefined && hasMailer(policy) }),
};

export const hostCode: Factor = {
  ...DELIVERED,
  is: isHostCode,
  facts: ({ codes }) => (codes === undefined ? {} : { codes: codes.map(({ method }) => method) }),
  held: ({ codes = [] }) => codes.map(heldAddress),
  keeping: (account, stays) => ({ ...account, codes: listKept(account.codes, (one) => stays(heldAddress(one))) }),
  hasBinding: ({ codes }, binding) => codes?.some(({ method, id }) => isBindingOf(binding, method, id)) === true,
  exported: ({ codes = [], pendingCode: pending }) => ({
    codes: codes.map(({ method, address, enrolledAt }) => ({ method, address, enrolledAt })),
    pendingCode: pending && { method: pending.method, address: pending.address, expiresAt: pending.expiresAt },
  }),
  view: ({ codes = [] }) => ({
    codes: codes.map(({ method, address, enrolledAt }) => ({ method, sentTo: maskedAddress(address), enrolledAt })),
  }),
  afterTwoStepReset: ({ codes: _, pendingCode: __, ...rest }) => rest,
  removal: (account, method) => {
    const { codes, ...rest } = account;
    if (codes === undefined) return undefined;
    const removed = codes.find((code) => code.method === method);
    if (removed === undefined) return undefined;
    const kept = codes.filter((code) => code !== removed);
    const next = kept.length === 0 ? rest : { ...rest, codes: kept };
    return { method: removed.method, next, binding: codeBinding(method, removed.id) };
  },
};

/** An app without a mailer brings no mailed code. */
export function hasMailer({ brought }: Pick<Policy, 'brought'>): boolean {
  return (brought & methodBit('email-code')) !== 0;
}

function heldMailbox(mailbox: NonNullable<AccountRecord['email']>): Held {
  const { address, setUpBy, verifiedAt: since } = mailbox;
  return {
    method: 'email-code',
    name: 'email',
    is: mailbox,
    setUpBy,
    since,
    trace: `email:${address}`,
    item: { kind: 'email', name: address },
  };
}

function heldAddress(one: CodeRecord): Held {
  const { method, id, address, setUpBy, enrolledAt: since } = one;
  return {
    method,
    name: method,
    is: one,
    setUpBy,
    since,
    trace: `${codeBinding(method, id)} ${since}`,
    item: { kind: method, name: maskedAddress(address) },
  };
}

export function codeBinding(method: string, id: string): string {
  return bindingOf(method, id);
}

export function codeAddress({ email, codes }: AccountRecord, method: string): CodeAddress | undefined {
  if (emailCode.is(method)) return email && { address: email.address, since: email.verifiedAt, setUpBy: email.setUpBy };
  const code = codes?.find((each) => each.method === method);
  return (
    code && {
      address: code.address,
      since: code.enrolledAt,
      binding: codeBinding(method, code.id),
      setUpBy: code.setUpBy,
    }
  );
}

function sentCodeAttempt(kernel: Kernel, method: DeliveredCode, code: string): FactorAttempt {
  return {
    method,
    guess: { authenticator: method },
    async verify({ flow, account, now }) {
      if (flow?.sentCode?.method !== method) return undefined;
      const live = flow.sentCode;
      const to = account && codeAddress(account, method);
      if (account === undefined || to === undefined || live.expiresAt <= now) return undefined;
      if (!isMailed(kernel.ring, sentCode(flow, account, method, to.address), readCode(code), live.hash))
        return undefined;
      const isThere = (latest: AccountRecord): boolean => {
        const present = codeAddress(latest, method);
        return present?.address === to.address && present.binding === to.binding;
      };
      return {
        command: {
          type: 'prove',
          evidence: { method, at: now, binding: to.binding, confirmedAt: to.since, setUpBy: to.setUpBy },
        },
        applyTo: (latest) => (isThere(latest) ? latest : undefined),
      };
    },
  };
}

/** Valid only in its flow, while the address is unchanged. */
export function sentCode(
  { id: flow }: Pick<FlowRecord, 'id'>,
  { tenant, id: accountId }: Pick<AccountRecord, 'tenant' | 'id'>,
  purpose: DeliveredCode,
  address: string,
): Mailed {
  return { purpose, tenant, accountId, address, within: `flow ${flow}` };
}

function withoutSentCode(flow: FlowRecord, method: string): FlowRecord {
  const { sentCode, pendingCode } = flow;
  return {
    ...flow,
    sentCode: sentCode?.method === method ? undefined : sentCode,
    pendingCode: pendingCode?.method === method ? undefined : pendingCode,
  };
}

export function maskedAddress(address: string): string {
  return address.includes('@') ? maskAddress(address) : maskEnd(address);
}

function deliveredCode(method: string): DeliveredCode {
  if (isDelivered(method)) return method;
  throw new TypeError(`'${method}' is no delivered code`);
}

function isDelivered(method: string): method is DeliveredCode {
  return emailCode.is(method) || isHostCode(method);
}
