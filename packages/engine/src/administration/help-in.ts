import { anywhere, type Instant, instant, type Policy } from '@sallyport/core';
import type { AccountId, AccountRecord, EventRecord } from '@sallyport/store';
import { devicesOf } from '../accounts/devices.ts';
import { isOfMailbox, withOtherMailbox } from '../accounts/other-mailbox.ts';
import type { Doer } from '../acts/doer.ts';
import { performAct } from '../acts/perform-act.ts';
import { clearedForItsRoles } from '../acts/role-gain.ts';
import type { HelpedIn, HelpIn, HelpInItem, Refusal } from '../contract/index.ts';
import { LIFETIMES } from '../contract/lifetimes.ts';
import { isRefusal } from '../contract/refusal.ts';
import { enrollmentCodeText } from '../factors/enrollment-code.ts';
import { heldBy } from '../factors/held.ts';
import { hasWayIn } from '../factors/help-in-code.ts';
import { usablePassword } from '../factors/password.ts';
import { withoutMailed } from '../factors/pending.ts';
import { afterTwoStepReset, hasTwoStep, withoutPasskey } from '../factors/removals.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { writtenCode } from '../kernel/secrets/codes.ts';
import { sessionsOf } from '../sessions/sessions.ts';
import { adminEvent, nameOf } from '../state/actors.ts';
import { event } from '../state/events.ts';
import { maskAddress, normaliseAddress } from '../state/identifier.ts';

export async function helpIn(kernel: Kernel, by: Doer, id: AccountId, input: HelpIn): Promise<HelpedIn | Refusal> {
  const code = writtenCode(kernel.random);
  const expiresAt = instant(kernel.now() + LIFETIMES.enrollmentCode);
  const act = { type: 'help-in' } as const;
  let answer: HelpedIn = { ends: [], keeps: [] };
  const changed = await performAct(kernel, by, id, async ({ account, inForce, now, setUpBy, refuses }) => {
    // The person signs in elsewhere: the place of the administrator decides nothing about the code.
    const policy = anywhere(inForce.policy);
    // An actor without the right does not learn which passkeys the account has.
    const refused = await refuses(act);
    if (refused !== undefined) return refused;
    const email = normaliseAddress(input.email ?? '');
    const { lost, passkeys } = lostOf(account, input, email);
    if (passkeys === undefined) return { refused: 'not-found' };
    const left = await without(kernel, account, lost, passkeys, { email, now, setUpBy });
    const stays = clearedForItsRoles(policy, left, now);
    answer = await compared(kernel, policy, account, stays);
    const helpsIn = lost.has('password') || !hasWayIn(policy, stays, now) ? 'first' : 'further';
    const hash = kernel.ring.hash('code', enrollmentCodeText(account, code));
    const key = kernel.ring.ids()[0];
    return {
      act,
      isPreview: input.preview === true,
      next: {
        ...left,
        epoch: account.epoch + 1,
        enrollmentCode: { hash, expiresAt, by: by.accountId ?? 'host', key, setUpBy, helpsIn },
      },
      also: {
        endSessions: { accountId: id },
        forgetDevices: { accountId: id },
        clearCounters: { subject: id, by: 'rebinding', authenticators: ['enrollment-code'] },
        events: eventsOf(kernel, by, account, left, now),
      },
    };
  });
  if (isRefusal(changed)) return changed;
  return input.preview === true ? answer : { ...answer, enrollmentCode: code, expiresAt };
}

type Lost = HelpIn['lost'][number];

function lostOf(account: AccountRecord, { lost, passkeys: named }: HelpIn, email: string | undefined) {
  const all = account.passkeys.map(({ id }) => id);
  // A reader of the lost mailbox may have set the password.
  const isPasswordLost = isMailboxLost(account, lost, email) && isOfMailbox(account);
  const kinds: ReadonlySet<Lost> = new Set(isPasswordLost ? [...lost, 'password'] : lost);
  if (!kinds.has('passkey')) return { lost: kinds, passkeys: [] };
  const isUnknown = named?.some((id) => !all.includes(id)) === true;
  return { lost: kinds, passkeys: isUnknown ? undefined : (named ?? all) };
}

function isMailboxLost({ email }: AccountRecord, lost: Iterable<Lost>, next: string | undefined): boolean {
  return [...lost].includes('mailbox') && (next === undefined || next !== email?.address);
}

/** Somebody else may have the mailed links and a pending address. */
async function without(
  kernel: Kernel,
  account: AccountRecord,
  lost: ReadonlySet<Lost>,
  passkeys: readonly string[],
  {
    email,
    now,
    setUpBy,
  }: Pick<NonNullable<AccountRecord['email']>, 'setUpBy'> & {
    readonly email: string | undefined;
    readonly now: Instant;
  },
): Promise<AccountRecord> {
  const begun = withoutMailed(account);
  const reset = lost.has('app') && hasTwoStep(account) ? afterTwoStepReset(begun) : begun;
  const { password, ...rest } = passkeys.reduce(withoutPasskey, reset);
  const left = password === undefined || lost.has('password') ? rest : { ...rest, password };
  const named = email === undefined ? undefined : { address: email, verifiedAt: now, setUpBy };
  return isMailboxLost(account, lost, email) ? withOtherMailbox(kernel, left, named) : left;
}

async function compared(
  kernel: Kernel,
  policy: Policy,
  account: AccountRecord,
  left: AccountRecord,
): Promise<HelpedIn> {
  const [sessions, devices] = await Promise.all([sessionsOf(kernel, account), devicesOf(kernel, account)]);
  const stays = new Set(itemsOf(policy, left).map((item) => JSON.stringify(item)));
  const items = itemsOf(policy, account);
  const isKept = (item: HelpInItem): boolean => stays.has(JSON.stringify(item));
  return {
    ends: [
      ...items.filter((item) => !isKept(item)),
      ...(sessions.length > 0 ? [{ kind: 'sessions' }] : []),
      ...(devices.length > 0 ? [{ kind: 'devices' }] : []),
    ],
    keeps: items.filter(isKept),
  };
}

function itemsOf(policy: Policy, account: AccountRecord): readonly HelpInItem[] {
  const hasPassword = usablePassword(account, policy) !== undefined;
  const items = heldBy(account).flatMap(({ item }) => item ?? []);
  return items.filter(({ kind }) => kind !== 'password' || hasPassword);
}

/** One event for each change (X18). */
function eventsOf(
  kernel: Kernel,
  by: Doer,
  account: AccountRecord,
  left: AccountRecord,
  now: Instant,
): readonly EventRecord[] {
  const told = (type: EventRecord['type'], detail?: EventRecord['detail']): EventRecord =>
    adminEvent(kernel, by, account, type, detail);
  const isReset = hasTwoStep(account) && !hasTwoStep(left);
  const gone = account.passkeys.filter(({ id }) => !left.passkeys.some((one) => one.id === id));
  const [from, to] = [account.email?.address, left.email?.address];
  const masked = { from: from && maskAddress(from), to: to && maskAddress(to) };
  const ofMailbox = { owner: account, alsoAt: to, actor: nameOf(by), detail: masked };
  return [
    told(isReset ? 'two-step.reset' : 'enrollment.vouched'),
    ...(gone.length > 0 && left.passkeys.length === 0
      ? [told('passkeys.reset', { count: gone.length })]
      : gone.map(({ id }) => told('passkey.revoked', { passkey: id }))),
    ...(account.password?.id === left.password?.id ? [] : [told('password.reset')]),
    ...(from === to ? [] : [event(kernel, by.tenant, now, 'account.email-changed', ofMailbox)]),
  ];
}
