import { whenText } from '../terminal/when-text.ts';
import { counted, listed, plain } from '../terminal/wrap.ts';
import type { Person, Vouched } from './attending.ts';

/** The name of the account for people: its first identifier, otherwise its id. */
export function nameOf({ identifiers, accountId }: Person): string {
  return plain(identifiers[0] ?? accountId);
}

/** An account, a line for each fact. No secret is among the facts. */
export function personText(person: Person): string {
  const { accountId, identifiers, externalId, email, roles, methods, emergency, sessions, externalIds } = person;
  const [, ...others] = identifiers;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['id', accountId],
    ['external id', externalId],
    ['also named', others.length === 0 ? undefined : listed(others)],
    ['mailbox', email],
    ['roles', roles.length === 0 ? 'none' : listed(roles)],
    ['ways in', methods === null ? 'as the policy says' : methods.length === 0 ? 'none' : listed(methods)],
    ['status', statusText(person)],
    ['factors', factorsText(person)],
    ['identities', externalIds.length === 0 ? undefined : listed(externalIds.map(({ provider }) => provider))],
    ['sessions', String(sessions)],
    ['emergency', emergency ? 'an emergency account' : undefined],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(13)}${plain(value)}`]));
  return [nameOf(person), ...lines].join('\n');
}

function statusText({ status, until, blockedReason }: Person): string {
  if (status === 'blocked') return `blocked: ${blockedReason ?? ''}`;
  return status === 'locked' && until !== undefined ? `locked until ${whenText(until)}` : status;
}

function factorsText({ factors }: Person): string {
  const { password, totp, emailCode, passkeys, codes, backupCodes } = factors;
  const all = [
    ...(password ? ['password'] : []),
    ...(emailCode ? ['email code'] : []),
    ...(totp ? ['authenticator app'] : []),
    ...(passkeys.length === 0 ? [] : [counted(passkeys.length, 'passkey')]),
    ...codes.map(({ method, sentTo }) => `${method} (${sentTo})`),
    ...(backupCodes.remaining === 0 ? [] : [counted(backupCodes.remaining, 'backup code')]),
  ];
  return all.length === 0 ? 'none' : listed(all);
}

/** A code for handing over. The last line is the code alone. */
export function vouchedText(name: string, { enrollmentCode, expiresAt }: Vouched): string {
  return [
    `${plain(name)} can set up a first strong factor with this code, once, until`,
    `${whenText(expiresAt)}. Check who asks for the code: it stands for your check.`,
    'The person signs in, and enters the code when the sign-in asks for it.',
    '',
    `  ${enrollmentCode}`,
  ].join('\n');
}
