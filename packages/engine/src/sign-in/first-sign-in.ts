import { mayHaveFirstPassword } from '@sallyport/core';
import type { AccountRecord, FlowRecord, SetUpBy } from '@sallyport/store';
import type { Caller, Refusal } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import { passwordBinding } from '../factors/password.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newPassword, rulesHash } from '../kernel/passwords/new-password.ts';
import { newId } from '../kernel/secrets/token.ts';
import type { Counted } from '../state/load.ts';
import { withNewPassword } from '../state/sign-up-password.ts';
import { newFlow } from './flow-record.ts';
import type { Step } from './step.ts';

type FirstPassword = NonNullable<FlowRecord['newPassword']>;

/** A mailed link replaces no password. */
export async function firstPassword(
  kernel: Kernel,
  { now, inForce: { policy } }: Counted,
  account: AccountRecord,
  wanted: {
    readonly password: string;
    readonly names: readonly string[];
    readonly turn: string;
    readonly setUpBy?: SetUpBy | undefined;
  },
): Promise<FirstPassword | Refusal> {
  const { password, names, setUpBy } = wanted;
  if (!mayHaveFirstPassword(policy, factsOf(account, policy, now))) return { refused: 'method-not-allowed' };
  const turn = { queue: 'stranger', subject: wanted.turn } as const;
  const unfit = await newPassword(kernel, {
    tenant: account.tenant,
    password,
    path: 'password',
    names,
    turn,
  }).refusedAlone(policy);
  if (unfit !== undefined) return unfit;
  return {
    id: newId(kernel.random),
    hash: await kernel.passwords.hash(password, turn),
    // A new account has nothing that a reader of its mailbox could take over.
    provenance: 'independent',
    changedAt: now,
    setUpBy,
    rules: rulesHash(policy),
  };
}

export function firstSignIn(
  kernel: Kernel,
  caller: Caller,
  beginning: {
    readonly loaded: Counted;
    readonly account: AccountRecord;
    readonly newPassword: FirstPassword | undefined;
    readonly evidence?: FlowRecord['evidence'];
    readonly makesAccount?: boolean;
    readonly begun?: FlowRecord | undefined;
  },
): Step {
  const { loaded, account, newPassword: chosen, evidence = [], makesAccount = false, begun } = beginning;
  const { id } = account;
  const facts = { purpose: 'sign-up', subject: id, accountId: id, accepts: [] } as const;
  const { record, token } = newFlow(kernel, caller, loaded.now, facts);
  const flow: FlowRecord = {
    ...record,
    ...(begun && sameFlow(begun)),
    newPassword: chosen,
    evidence: chosen === undefined ? evidence : [...evidence, passwordEvidence(chosen)],
  };
  const { flow: _, ...rest } = loaded;
  return {
    loaded: { ...rest, account: withNewPassword(loaded.inForce.policy, flow, account) },
    flow,
    token: begun === undefined ? token : (caller.flowToken ?? token),
    isNewFlow: begun === undefined,
    begins: true,
    makesAccount,
  };
}

/** The set-ups may be somebody else's, who left the same browser. */
function sameFlow({ id, tokenHash, version, openedAt, expiresAt, continuation }: FlowRecord): Partial<FlowRecord> {
  return { id, tokenHash, version, openedAt, expiresAt, continuation };
}

function passwordEvidence({ id, provenance, changedAt: at, setUpBy }: FirstPassword): FlowRecord['evidence'][number] {
  return { method: 'password', at, provenance, binding: passwordBinding(id), setUpBy };
}
