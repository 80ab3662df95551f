import { methodBit, type Policy } from '@sallyport/core';
import type { AccountKey, AccountRecord } from '@sallyport/store';
import type { Directory } from '@sallyport/store/providers';
import type { Caller, FlowReply, Refusal } from '../contract/index.ts';
import { identifierSubject, openingPasswordAttempt, passwordAttempt } from '../factors/password.ts';
import { externalIdAt } from '../factors/sso-and-ldap.ts';
import { whenAvailable } from '../kernel/host-providers.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { normaliseIdentifier } from '../state/identifier.ts';
import { directoryStep } from './directory-step.ts';
import { loadInFlow } from './load-in-flow.ts';
import { takeStep } from './take-step.ts';

type PasswordSource = 'password' | 'ldap';

interface Typed {
  readonly identifier: string;
  readonly password: string;
  readonly method?: PasswordSource;
  readonly continuation?: unknown;
}

export function openWithPassword(kernel: Kernel, caller: Caller, input: Typed): Promise<FlowReply | Refusal> {
  return whenAvailable(() => opening(kernel, caller, input));
}

export function passwordInFlow(kernel: Kernel, caller: Caller, password: string): Promise<FlowReply | Refusal> {
  return whenAvailable(() => inFlow(kernel, caller, password));
}

async function opening(kernel: Kernel, caller: Caller, input: Typed): Promise<FlowReply | Refusal> {
  const { identifier, method, password, continuation } = input;
  const { tenant } = caller;
  const { directory } = kernel.of(tenant);
  const local = (): Promise<FlowReply | Refusal> =>
    takeStep(kernel, caller, openingPasswordAttempt(kernel, tenant, input));
  if (directory === undefined && method === 'ldap') {
    // Takes as long as a wrong password.
    const subject = identifierSubject(kernel, tenant, identifier);
    await kernel.passwords.pretend(password, { queue: 'stranger', subject });
    return { refused: 'invalid-credentials' };
  }
  if (directory === undefined || method === 'password') return local();
  const account: AccountKey = { kind: 'identifier', value: normaliseIdentifier(identifier) };
  const before = await loadInFlow(kernel, { tenant, account });
  if (passwordSource(directory, before.inForce.policy, before.account, method) === 'password') return local();
  return directoryStep(kernel, caller, directory, before, {
    identifier,
    password,
    account,
    subject: identifierSubject(kernel, tenant, identifier),
    beginsSignIn: { continuation },
  });
}

async function inFlow(kernel: Kernel, caller: Caller, password: string): Promise<FlowReply | Refusal> {
  const { directory } = kernel.of(caller.tenant);
  const local = (): Promise<FlowReply | Refusal> => takeStep(kernel, caller, passwordAttempt(kernel, password));
  if (directory === undefined) return local();
  const before = await loadInFlow(kernel, { tenant: caller.tenant, flowHash: tokenHash(caller.flowToken) });
  const { flow, account, inForce } = before;
  if (flow === undefined) return { refused: 'flow-expired' };
  const { identifier, method } = flow.asked ?? {};
  if (passwordSource(directory, inForce.policy, account, method) === 'password') return local();
  return directoryStep(kernel, caller, directory, before, {
    identifier,
    password,
    account: account && { kind: 'id', value: account.id },
    subject: identifier === undefined ? flow.subject : identifierSubject(kernel, caller.tenant, identifier),
  });
}

export function passwordSource(
  { id }: Directory,
  { tenant }: Policy,
  account: AccountRecord | undefined,
  asked: PasswordSource | undefined,
): PasswordSource {
  if (asked !== undefined) return asked;
  if (account?.password !== undefined) return 'password';
  if (account !== undefined && externalIdAt(account, id) !== undefined) return 'ldap';
  return (tenant.methods & methodBit('ldap')) === 0 ? 'password' : 'ldap';
}
