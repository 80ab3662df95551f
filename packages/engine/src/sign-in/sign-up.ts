import { type Instant, instant, type Policy } from '@sallyport/core';
import type { AccountId, AccountRecord, FlowRecord, TenantId } from '@sallyport/store';
import { blockedWithAddress } from '../accounts/blocked-holders.ts';
import { bareAccount, createdWith } from '../accounts/create-account.ts';
import { countsForMailbox, mailboxOwners } from '../accounts/mailbox-owners.ts';
import { findInDirectory, isOfAnother, tellsNothing } from '../accounts/name-in-directory.ts';
import type { Caller, FlowReply, Refusal, SignUp } from '../contract/index.ts';
import { LIFETIMES } from '../contract/lifetimes.ts';
import type { Undeclared } from '../contract/refusal-table.ts';
import { factsOf } from '../factors/facts.ts';
import { identifierSubject } from '../factors/password.ts';
import type { Proof } from '../factors/proof.ts';
import { whenAvailable } from '../kernel/host-providers.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { KeyRing } from '../kernel/secrets/key-ring.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { countedIn } from '../state/counted-guess.ts';
import { mailBudget, sendCounted } from '../state/counted-mail.ts';
import { deviceHashes } from '../state/device-tokens.ts';
import { normaliseAddress } from '../state/identifier.ts';
import type { Loaded } from '../state/load.ts';
import { isUnclaimed } from '../state/sign-up-password.ts';
import { completeStep } from './complete-step.ts';
import { firstPassword, firstSignIn } from './first-sign-in.ts';
import { loadInFlow } from './load-in-flow.ts';
import { sessionAtHand } from './session-beside.ts';

export function signUp(kernel: Kernel): Undeclared<SignUp> {
  return {
    begin: (caller, { email }) => begin(kernel, caller, email),
    confirm: (caller, input) => whenAvailable(() => confirm(kernel, caller, input)),
  };
}

/** Answers the same in the same time for every address. */
async function begin(kernel: Kernel, { tenant }: Caller, email: string): Promise<Refusal | undefined> {
  const address = normaliseAddress(email);
  if (address === undefined)
    return { refused: 'malformed-input', errors: [{ path: 'email', message: 'is not a mail address' }] };
  if (kernel.of(tenant).sendMail === undefined) return { refused: 'mail-unavailable' };
  const { account, guess, now, inForce } = await loadInFlow(kernel, {
    tenant,
    account: { kind: 'identifier', value: address },
    guess: () => ({
      ...mailBudget('sign-up'),
      subjectIfUnknown: identifierSubject(kernel, tenant, address),
    }),
  });
  if (guess.outcome === 'locked') return undefined;
  kernel.runAfterReply('mailing a sign-up link', async () => {
    await using counted = countedIn(guess);
    const goesOn =
      account !== undefined &&
      isOpenFor(inForce.policy, account, address) &&
      (await countsForMailbox(kernel, inForce.policy, account));
    const isTaken = !goesOn && (await hasOwner(kernel, tenant, inForce.policy, address, account));
    // A reader of a blocked account's mailbox gets no account, so no mail is sent.
    if (!isTaken && (await blockedWithAddress(kernel, tenant, address, true)).length > 0) return;
    const link = {
      address,
      expiresAt: instant(now + LIFETIMES.signUpLink),
      ...(goesOn && { goesOnWith: { accountId: account.id, epoch: account.epoch } }),
    };
    const kind = isTaken
      ? ({ kind: 'sign-up-taken' } as const)
      : ({ kind: 'sign-up', token: signUpLink(kernel.ring, tenant, link) } as const);
    await sendCounted(kernel, { tenant, to: address, ...kind }, counted);
  });
  return undefined;
}

function isOpenFor(policy: Policy, account: AccountRecord, address: string): boolean {
  return isUnclaimed(policy, account) && account.block === undefined && account.email?.address === address;
}

async function hasOwner(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  address: string,
  named: AccountRecord | undefined,
): Promise<boolean> {
  return named !== undefined || (await mailboxOwners(kernel, tenant, policy, address, 1)).length > 0;
}

async function confirm(
  kernel: Kernel,
  caller: Caller,
  { token, password }: { readonly token: string; readonly password?: string | undefined },
): Promise<FlowReply | Refusal> {
  const { tenant } = caller;
  const link = readSignUpLink(kernel.ring, tenant, token, kernel.now());
  if (link === undefined) return { refused: 'invalid-credentials' };
  const loaded = await loadInFlow(kernel, {
    tenant,
    account: { kind: 'identifier', value: link.address },
    deviceHashes: deviceHashes(caller),
  });
  const { account: named } = loaded;
  const goesOn = goesOnIn(loaded.inForce.policy, link, named);
  if (goesOn !== undefined && 'refused' in goesOn) return goesOn;
  const { policy } = loaded.inForce;
  if (named === undefined && (await hasOwner(kernel, tenant, policy, link.address, undefined)))
    return { refused: 'already-exists' };
  const account = goesOn ?? newAccount(kernel, tenant, link.address, loaded);
  const found = await findInDirectory(kernel, tenant, link.address);
  if (!tellsNothing(found) && isOfAnother(kernel, found, account)) return { refused: 'already-exists' };
  // Neither answer of the commit needs a password: the link was used, or the address got an account.
  const typed = named !== undefined && goesOn === undefined ? undefined : password;
  const beside = await sessionAtHand(kernel, caller);
  const newPassword =
    typed === undefined
      ? undefined
      : await firstPassword(kernel, loaded, account, { password: typed, names: [link.address], turn: link.address });
  if (newPassword !== undefined && 'refused' in newPassword) return newPassword;
  return completeStep(
    kernel,
    caller,
    { ...firstSignIn(kernel, caller, { loaded, account, newPassword, makesAccount: goesOn === undefined }), beside },
    await proofOf(kernel, link, { account, token, newPassword, loaded }),
  );
}

/** A sign-out everywhere and a block void the links that were mailed before. */
function goesOnIn(
  policy: Policy,
  { address, goesOnWith }: SignUpLink,
  named: AccountRecord | undefined,
): AccountRecord | Refusal | undefined {
  if (goesOnWith === undefined) return undefined;
  if (named?.id !== goesOnWith.accountId || !isOpenFor(policy, named, address)) return { refused: 'already-exists' };
  return named.epoch === goesOnWith.epoch ? named : { refused: 'invalid-credentials' };
}

function newAccount(kernel: Kernel, tenant: TenantId, address: string, { now }: Loaded): AccountRecord {
  return {
    ...bareAccount(kernel, tenant, address, now),
    version: 0,
    openSignUp: true,
    email: { address, verifiedAt: now },
  };
}

interface Beginning {
  readonly loaded: Loaded;
  readonly account: AccountRecord;
  readonly newPassword: FlowRecord['newPassword'];
}

async function proofOf(
  kernel: Kernel,
  { address, expiresAt, goesOnWith }: SignUpLink,
  { account, token, loaded, newPassword }: Beginning & { readonly token: string },
): Promise<Proof> {
  const { tenant } = account;
  const { policy, now } = { policy: loaded.inForce.policy, now: loaded.now };
  const made = { ...account, password: newPassword };
  const confirmedAt = account.email?.verifiedAt;
  return {
    command: {
      type: 'prove',
      evidence: { method: 'email-code', at: now, confirmedAt, setUpBy: account.email?.setUpBy },
    },
    ...(goesOnWith === undefined && {
      act: {
        act: { type: 'create', roles: [], emergency: false, holders: await holders(kernel, tenant, policy, address) },
      },
    }),
    applyTo: (latest) => {
      const isVoid = goesOnWith !== undefined && latest.epoch !== goesOnWith.epoch;
      return isVoid || !isOpenFor(policy, latest, address) ? undefined : { ...latest };
    },
    uses: { key: `sign-up:${tokenHash(token)}`, expiresAt },
    events: [
      ...(goesOnWith === undefined
        ? [{ type: 'account.created', detail: { ...createdWith(made), signUp: true } } as const]
        : []),
      { type: 'sign-in.started', detail: { purpose: 'sign-up' } },
    ],
  };
}

async function holders(kernel: Kernel, tenant: TenantId, policy: Policy, address: string) {
  return (await blockedWithAddress(kernel, tenant, address, true)).map((holder) =>
    factsOf(holder, policy, kernel.now()),
  );
}

interface SignUpLink {
  readonly address: string;
  readonly expiresAt: Instant;
  readonly goesOnWith?: { readonly accountId: AccountId; readonly epoch: number };
}

export function signUpLink(ring: KeyRing, tenant: TenantId, { address, expiresAt, goesOnWith }: SignUpLink): string {
  const { accountId = '', epoch = 0 } = goesOnWith ?? {};
  return ring.seal(Buffer.from(JSON.stringify([address, expiresAt, accountId, epoch])), `sign-up ${tenant}`);
}

export function readSignUpLink(ring: KeyRing, tenant: TenantId, token: string, now: Instant): SignUpLink | undefined {
  try {
    const opened = Buffer.from(ring.unseal(token, `sign-up ${tenant}`)).toString();
    const [address, expiresAt, id, epoch] = JSON.parse(opened) as readonly [string, number, string, number];
    if (expiresAt <= now) return undefined;
    const goesOnWith = { accountId: id as AccountId, epoch };
    return { address, expiresAt: instant(expiresAt), ...(id !== '' && { goesOnWith }) };
  } catch {
    return undefined;
  }
}
