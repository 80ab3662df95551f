import type { Evidence } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/engine';
import type { Invariant, Written } from './ledger/ledger.ts';
import { beginsAnAccount, hasStrongFactor, inFlow, newFactors, setUpsOf } from './ledger/set-ups.ts';

export const INVARIANTS_OF_SET_UPS: readonly Invariant[] = [
  {
    says: 'A set-up requires two proofs, and the mailbox gives at most one proof.',
    change(written) {
      const { before, run, policy, ledger } = written;
      const added = setUpsOf(written);
      if (before === undefined || run === undefined || added.length === 0 || policy.firstFactor === 'password')
        return undefined;
      // The ledger knows the proofs of a raised session only if this request checked the session.
      if (inFlow(written) && run.client.raises !== undefined && written.actorSession === undefined) return undefined;
      if (beginsAnAccount(written)) return undefined;
      const kinds = proofsOf(written);
      if (kinds.has('a code of an administrator')) return undefined;
      const what = `${run.client.name} set up ${added.join(' and ')} of ${ledger.world.nameOf(before.id)}`;
      const shown = [...kinds].join(' and ') || 'nothing';
      if (hasStrongFactor(before) && !kinds.has('a strong factor'))
        return `${what} with ${shown}, beside a strong factor`;
      return kinds.size >= 2 ? undefined : `${what} with ${shown}`;
    },
  },
  {
    says: 'A delivered code counts only while the account has the address of the code.',
    change({ change: { newSession, now }, before, after = before, run }) {
      if (newSession === undefined || newSession.session.createdAt !== now || after === undefined || run === undefined)
        return undefined;
      // Codes of the client's open flow went to another account than the one that a link just made.
      if (before === undefined) return undefined;
      const { deliveredTo = {} } = run.client;
      // The session brings what its first sign-in set up.
      const { email, codes = [] } = after;
      const present: Readonly<Record<string, string | undefined>> = {
        'email-code': email?.address,
        ...Object.fromEntries(codes.map(({ method, address }) => [method, address])),
      };
      const stale = newSession.session.evidence.find(
        ({ method }) => deliveredTo[method] !== undefined && deliveredTo[method] !== present[method],
      );
      return stale && `a session rests on a code to ${deliveredTo[stale.method]}, which the account has no longer`;
    },
  },
  {
    says: "What a first sign-in sets up is the account's with its session, and not before.",
    change(written) {
      const { before, after, change } = written;
      if (after?.invited !== true && after?.openSignUp !== true) return undefined;
      const added = change.newSession === undefined && inFlow(written) ? newFactors(before, after) : [];
      return added.length === 0 ? undefined : `${after.id} got ${added.join(' and ')} before its first session`;
    },
  },
  {
    says: "A first sign-in that was overtaken sets up nothing that counts as the owner's.",
    change(written) {
      const { before, after, run, ledger } = written;
      const { isFirstSignIn, flowSince, name } = run?.client ?? {};
      if (before === undefined || after === undefined || isFirstSignIn !== true || !inFlow(written)) return undefined;
      const account = ledger.world.nameOf(before.id);
      const by = ledger.overtaking.find((each) => each.account === account && each.at > (flowSince ?? Infinity));
      const added = newFactors(before, ofOwner(after));
      if (by === undefined || added.length === 0) return undefined;
      return `${name} set up ${added.join(' and ')} of ${account} in a first sign-in from before '${by.what}'`;
    },
  },
  {
    says: 'An address that was requested before a reset is not confirmed after the reset.',
    change({ before, run, change, ledger }) {
      const { asked } = run?.knows ?? {};
      if (before === undefined || run === undefined || asked === undefined) return undefined;
      if (change.account?.email?.address !== asked.address || before.email?.address === asked.address) return undefined;
      const account = ledger.world.nameOf(before.id);
      const reset = ledger.resets.find(
        (each) => each.account === account && each.at > asked.since && each.by !== run.client.name,
      );
      return reset && `${run.client.name} asked for ${asked.address} before '${reset.what}' of ${account}`;
    },
  },
];

function ofOwner({ totp, passkeys, codes = [], ...account }: AccountRecord): AccountRecord {
  return {
    ...account,
    ...(totp !== undefined && totp.setUpBy === undefined && { totp }),
    passkeys: passkeys.filter(({ setUpBy }) => setUpBy === undefined),
    codes: codes.filter(({ setUpBy }) => setUpBy === undefined),
  };
}

/** What a thief would need (password, mailbox, strong factor) counts once. */
function proofsOf(written: Written): ReadonlySet<string> {
  const { run, before: account, actorSession } = written;
  const isOfMailbox = account?.password?.provenance === 'mailbox';
  if (!inFlow(written)) return new Set((actorSession?.evidence ?? []).flatMap(kindsOf));
  const proved = run?.client.proved ?? [];
  // A step-up keeps the evidence of its session.
  const before = run?.client.raises === undefined ? [] : (actorSession?.evidence ?? []).flatMap(kindsOf);
  return new Set([
    ...before,
    ...proved.flatMap((method) => {
      if (method === 'enrollment-code') return ['a code of an administrator'];
      if (method === 'passkey') return ['a strong factor', 'whoever holds it'];
      if (method === 'password') return [isOfMailbox ? 'the mailbox' : 'the password'];
      return [KINDS[method] ?? method];
    }),
  ]);
}

function kindsOf(proof: Evidence): readonly string[] {
  if (proof.method === 'password') return [proof.provenance === 'mailbox' ? 'the mailbox' : 'the password'];
  if (proof.method === 'passkey')
    return proof.userVerified ? ['a strong factor', 'whoever holds it'] : ['a strong factor'];
  return [KINDS[proof.method] ?? proof.method];
}

const KINDS: Readonly<Record<string, string>> = {
  'email-code': 'the mailbox',
  'reset-token': 'the mailbox',
  totp: 'a strong factor',
  'backup-code': 'a strong factor',
};
