import { isHostCode, methodDescriptor } from '@sallyport/core';
import { namesText } from '../terminal/names-text.ts';
import { whenText } from '../terminal/when-text.ts';
import { counted, listed, plain, wrap } from '../terminal/wrap.ts';
import type { HelpedIn, HelpInItem, LoggedEvent, LogPage, Person, Vouched } from './attending.ts';

export function nameOf(person: Person): string {
  return plain(namesText(person));
}

/** No secret is among the facts. */
export function personText(person: Person): string {
  const { accountId, identifiers, externalId, email, roles, methods, emergency, sessions, externalIds, deviceLock } =
    person;
  const [, ...others] = identifiers;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['id', accountId],
    ['external id', externalId],
    ['also named', others.length === 0 ? undefined : listed(others)],
    ['mailbox', email],
    ['roles', roles.length === 0 ? 'none' : listed(roles)],
    ['ways in', methods === null ? 'as the policy says' : methods.length === 0 ? 'none' : listed(methods)],
    ['status', statusText(person)],
    ['own device', deviceLock && `locked until ${whenText(deviceLock.until)}`],
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
  const { password, totp, emailCode, passkeys, codes, backupCodes, others = [] } = factors;
  const all = [
    ...(password ? ['password'] : []),
    ...(emailCode ? ['email code'] : []),
    ...(totp ? ['authenticator app'] : []),
    ...others.map(({ method }) => methodDescriptor(method)?.inSentences ?? method),
    ...(passkeys.length === 0 ? [] : [counted(passkeys.length, 'passkey')]),
    ...codes.map(({ method, sentTo }) => `${method} (${sentTo})`),
    ...(backupCodes.remaining === 0 ? [] : [counted(backupCodes.remaining, 'backup code')]),
  ];
  return all.length === 0 ? 'none' : listed(all);
}

/** The last line is the code alone. */
export function vouchedText(person: Person | undefined, { enrollmentCode, expiresAt }: Vouched): string {
  const said = [
    `${subjectOf(person)} can set up a first strong factor with this code, once, until ${whenText(expiresAt)}. Check who asks for the code: it stands for your check.`,
    'The person signs in with a first proof, such as the password, and then enters the code. The code does not work after the name alone.',
    ...(person === undefined || hasFirstProof(person)
      ? []
      : [
          "The account has no first proof: no password, no passkey, and no identity at a provider or in the directory. Run 'sallyport person help-in NAME --lost password' instead: the code of a help-in works after the name alone.",
        ]),
    ...(person !== undefined && hasStrongFactor(person)
      ? [
          "The account has a strong factor, so that the sign-in asks for that factor: 'help-in' is for a person who lost it.",
        ]
      : []),
  ];
  return [...said.map((text) => wrap(text)), '', `  ${enrollmentCode}`].join('\n');
}

/** The code of `vouch` has voided the link of an invitation. */
function hasFirstProof({ factors: { password, passkeys }, externalIds }: Person): boolean {
  return password || passkeys.length > 0 || externalIds.length > 0;
}

function isStrong({ method }: { readonly method: string }): boolean {
  return methodDescriptor(method)?.worthForSetUp === 'strong';
}

function hasStrongFactor({ factors: { totp, passkeys, others = [] } }: Person): boolean {
  return totp || passkeys.length > 0 || others.some(isStrong);
}

/**
 * The last line is the code alone. A preview has no code.
 * @param email the new mail address, if the operator gave one
 */
export function helpedInText(
  person: Person | undefined,
  { ends, keeps, enrollmentCode, expiresAt }: HelpedIn,
  email?: string,
): string {
  const isPreview = enrollmentCode === undefined || expiresAt === undefined;
  const lines = [
    wrap(`${isPreview ? 'Would end' : 'Ended'}: ${itemsText(ends)}.`, '  ', ''),
    wrap(`${isPreview ? 'Would stay' : 'Stays'}: ${itemsText([...keeps, ...identitiesOf(person)])}.`, '  ', ''),
    ...(email === undefined
      ? []
      : [
          wrap(
            `${isPreview ? 'Would be the mail address' : 'The mail address is now'}: ${plain(email)}, as verified.`,
            '  ',
            '',
          ),
        ]),
  ];
  if (isPreview) return lines.join('\n');
  return [
    ...lines,
    `${subjectOf(person)} signs in with this code, once, until ${whenText(expiresAt)},`,
    'and sets up anew what was lost. Check who asks for the code: it stands for your',
    'check.',
    '',
    `  ${enrollmentCode}`,
  ].join('\n');
}

/** The server does not list the identities: a help-in unlinks none. */
function identitiesOf(person: Person | undefined): readonly HelpInItem[] {
  return (person?.externalIds ?? []).map(({ provider }) => ({ kind: 'identity', name: provider }));
}

function itemsText(items: readonly HelpInItem[]): string {
  return items.length === 0
    ? 'nothing'
    : listed(
        items.map(({ kind, name }) => `${KINDS[kind] ?? kindText(kind)}${name === undefined ? '' : ` (${name})`}`),
      );
}

function kindText(kind: string): string {
  const descriptor = isHostCode(kind) ? undefined : methodDescriptor(kind);
  return descriptor === undefined ? kind : `the ${descriptor.inSentences}`;
}

const KINDS: Readonly<Record<string, string>> = {
  'backup-codes': 'the backup codes',
  passkey: 'a passkey',
  password: 'the password',
  email: 'the mail address',
  identity: 'the identity',
  sessions: 'every session',
  devices: 'every known device',
};

function subjectOf(person: Person | undefined): string {
  return person === undefined ? 'The person' : nameOf(person);
}

export function logText({ events, names }: LogPage): string {
  return events.length === 0 ? 'no event' : events.map((event) => eventText(event, names)).join('\n');
}

/** @param about the account of the event, where events of several accounts are listed */
export function eventText(
  { at, type, method, actor, ip, detail }: LoggedEvent,
  names: LogPage['names'],
  about?: string,
): string {
  const facts = [
    type,
    ...(about === undefined ? [] : [`of ${about}`]),
    ...(method === undefined ? [] : [`(${method})`]),
    ...(actor === undefined ? [] : [`by ${actorText(actor, names)}`]),
    ...(ip === undefined ? [] : [`from ${ip}`]),
    ...(detail === undefined ? [] : [JSON.stringify(detail)]),
  ];
  return plain(`${whenText(at)} ${facts.join(' ')}`);
}

function actorText(actor: NonNullable<LoggedEvent['actor']>, names: LogPage['names']): string {
  if (typeof actor === 'string') return names[actor] ?? actor;
  return actor.id === undefined ? actor.kind : `${actor.kind} (${actor.id})`;
}
