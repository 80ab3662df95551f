import type { Evidence, Instant, StrongSecondName } from '@sallyport/core';
import type { AccountRecord, OtherFactorRecord } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { newId } from '../kernel/secrets/token.ts';
import { bindingOf, isBindingOf } from './binding.ts';
import type { ConfirmedSecret, Factor, Held, NewSecret } from './factor.ts';
import { listKept } from './list-kept.ts';
import { withoutPendingSecret } from './pending.ts';
import type { FactorAttempt } from './proof.ts';

export interface Sealed {
  readonly method: StrongSecondName;
  readonly amr: readonly string[];
  readonly make: (kernel: Kernel) => { readonly text: string } & Omit<NewSecret, 'sealed'>;
  readonly choose?: (kernel: Kernel, text: string) => readonly string[];
  readonly isRight: (text: string, code: string, asked?: readonly string[]) => boolean;
}

export function sealedFactor({ method, amr, make, choose, isRight }: Sealed): Factor {
  const of = ({ others = [] }: AccountRecord): OtherFactorRecord | undefined =>
    others.find((one) => one.method === method);
  const pendingOf = ({ pendingSecret }: AccountRecord): AccountRecord['pendingSecret'] =>
    pendingSecret?.method === method ? pendingSecret : undefined;
  const without = (account: AccountRecord): AccountRecord => ({
    ...withoutPendingSecret(account, method),
    others: listKept(account.others, (one) => one.method !== method),
  });
  const evidenceOf = ({ id, enrolledAt: confirmedAt }: Pick<OtherFactorRecord, 'id' | 'enrolledAt'>, at: Instant) =>
    ({ method, at, binding: bindingOf(method, id), confirmedAt }) satisfies Evidence;
  const held = (one: OtherFactorRecord): Held => {
    const { id, setUpBy, enrolledAt: since } = one;
    const trace = `${bindingOf(method, id)} ${since}`;
    return { method, name: method, is: one, setUpBy, since, trace, item: { kind: method } };
  };

  return {
    is: (name) => name === method,
    facts: ({ others }) => (others === undefined ? {} : { others: others.map((one) => one.method) }),
    held: (account) => [of(account)].flatMap((one) => (one === undefined ? [] : [held(one)])),
    keeping: (account, stays) => ({
      ...account,
      others: listKept(account.others, (one) => one.method !== method || stays(held(one))),
    }),
    hasBinding: (account, binding) => isBindingOf(binding, method, of(account)?.id ?? ''),
    since: (account) => of(account)?.enrolledAt,
    exported: () => ({}),
    view: () => ({}),
    amr: () => amr,
    vouches: () => true,
    afterTwoStepReset: without,
    removal(account) {
      const one = of(account);
      return one && { method, next: without(account), binding: bindingOf(method, one.id) };
    },
    withoutPending: withoutPendingSecret,
    challenge:
      choose &&
      ((kernel, account) => {
        const one = of(account);
        return one && choose(kernel, opened(kernel, method, account, one.sealed));
      }),
    typed: (kernel, _, code) => attempt(kernel, code),
    sealed: {
      of: (account) => [of(account), pendingOf(account)].flatMap((one) => one?.sealed ?? []),
      anew(kernel, account) {
        const pending = pendingOf(account);
        const others = account.others?.map((one) =>
          one.method === method ? { ...one, sealed: resealed(kernel, method, account, one.sealed) } : one,
        );
        if (pending === undefined) return { ...account, others };
        const sealed = resealed(kernel, method, account, pending.sealed);
        return { ...account, others, pendingSecret: { ...pending, sealed } };
      },
    },
    setUp: {
      method,
      has: (account) => of(account) !== undefined,
      async begin(kernel, account) {
        const { text, ...shown } = make(kernel);
        return { ...shown, sealed: kernel.ring.seal(Buffer.from(text), contextOf(method, account)) };
      },
      confirm: async (kernel, account, sealed, code, now) =>
        isRight(opened(kernel, method, account, sealed), code) ? confirmed(kernel, account, sealed, now) : undefined,
    },
  };

  function attempt(kernel: Kernel, code: string): FactorAttempt {
    return {
      method,
      guess: { authenticator: method },
      async verify({ flow, account, now }) {
        const one = account && of(account);
        if (account === undefined || one === undefined) return undefined;
        const open = flow?.challenge;
        const asked = open?.method === method && open.expiresAt > now ? open.asked : undefined;
        if (choose !== undefined && asked === undefined) return undefined;
        if (!isRight(opened(kernel, method, account, one.sealed), code, asked)) return undefined;
        return {
          command: { type: 'prove', evidence: { ...evidenceOf(one, now), setUpBy: one.setUpBy } },
          applyTo(latest) {
            const present = of(latest);
            return present?.id === one.id && present.enrolledAt === one.enrolledAt ? latest : undefined;
          },
        };
      },
    };
  }

  function confirmed(kernel: Kernel, account: AccountRecord, sealed: string, now: Instant): ConfirmedSecret {
    const id = of(account)?.id ?? newId(kernel.random);
    return {
      evidence: evidenceOf({ id, enrolledAt: now }, now),
      add: (latest, setUpBy) => {
        const { others = [] } = without(latest);
        const anew = resealed(kernel, method, latest, sealed);
        return { ...latest, others: [...others, { method, id, sealed: anew, enrolledAt: now, setUpBy }] };
      },
    };
  }
}

function contextOf(method: string, { tenant, id }: AccountRecord): string {
  return `${method} ${tenant} ${id}`;
}

function opened({ ring }: Kernel, method: string, account: AccountRecord, sealed: string): string {
  return Buffer.from(ring.unseal(sealed, contextOf(method, account))).toString('utf8');
}

function resealed({ ring }: Pick<Kernel, 'ring'>, method: string, account: AccountRecord, sealed: string): string {
  return ring.sealedAnew(sealed, contextOf(method, account));
}
