import { nearestName, WAY_IN_METHODS } from '@sallyport/core';
import type { HelpIn, PersonCreation, Refusal } from '../contract/index.ts';
import { isKeepable, isVisible, LONGEST_NAME } from '../kernel/keepable.ts';
import { normaliseAddress } from '../state/identifier.ts';

// Hosts without TypeScript have no types: a wrong value that counts as empty would remove roles or keys.

const [LONGEST_ROLE, LONGEST_TEXT, MOST] = [64, 500, 64];

export function malformedEmail(email: unknown): Refusal | undefined {
  if (typeof email !== 'string') return malformed('email', 'is no text');
  return normaliseAddress(email) === undefined ? malformed('email', 'is not a mail address') : undefined;
}

export function malformedHelpIn({ lost, passkeys, email, preview }: HelpIn): Refusal | undefined {
  const known: readonly unknown[] = ['app', 'passkey', 'mailbox', 'password'];
  if (!Array.isArray(lost) || lost.length === 0 || !lost.every((one) => known.includes(one)))
    return malformed('lost', `is no list of ${known.join(', ')} with one of them at least`);
  if (preview !== undefined && typeof preview !== 'boolean') return malformed('preview', 'is neither true nor false');
  if (passkeys !== undefined) {
    if (!lost.includes('passkey')) return malformed('passkeys', 'is only for a lost passkey');
    if (!Array.isArray(passkeys) || passkeys.length === 0 || !passkeys.every((id) => typeof id === 'string'))
      return malformed('passkeys', 'is no list of ids of passkeys with one of them at least');
  }
  if (email === undefined) return undefined;
  return lost.includes('mailbox') ? malformedEmail(email) : malformed('email', 'is only for a lost mailbox');
}

export function malformedPassword(password: unknown): Refusal | undefined {
  return typeof password === 'string' ? undefined : malformed('password', 'is no text');
}

/** Each letter of a single text would become a role. */
export function malformedRoles(roles: unknown, path = 'roles'): Refusal | undefined {
  const isRole = (role: unknown): boolean =>
    typeof role === 'string' && role !== '' && [...role].length <= LONGEST_ROLE && isKeepable(role);
  if (Array.isArray(roles) && roles.length <= MOST && roles.every(isRole)) return undefined;
  return malformed(path, `is no list of at most ${MOST} names, of 1 to ${LONGEST_ROLE} characters each`);
}

export function malformedStrength(name: unknown): Refusal | undefined {
  return typeof name === 'string' && name !== ''
    ? undefined
    : malformed('requiredStrength', 'is no name of a strength');
}

export function malformedMethods(methods: unknown, path = 'methods'): Refusal | undefined {
  const known: readonly unknown[] = WAY_IN_METHODS;
  if (Array.isArray(methods) && methods.every((method) => known.includes(method))) return undefined;
  return malformed(path, `is no list of ${WAY_IN_METHODS.join(', ')}`);
}

export function malformedFreeText(reason: unknown, path = 'reason'): Refusal | undefined {
  const isText = typeof reason === 'string' && isVisible(reason) && [...reason].length <= LONGEST_TEXT;
  if (isText && !/[\p{Cs}\0]/u.test(reason)) return undefined;
  return malformed(path, `is no text of 1 to ${LONGEST_TEXT} characters`);
}

export function malformedAsOf(asOf: unknown): Refusal | undefined {
  return asOf === undefined || Number.isFinite(asOf) ? undefined : malformed('asOf', 'is no time in milliseconds');
}

export type Creation = Omit<PersonCreation, 'tenant' | 'by'>;

const FACTS: { readonly [name in keyof Creation]-?: true } = {
  identifier: true,
  displayName: true,
  email: true,
  password: true,
  roles: true,
  requiredStrength: true,
  invite: true,
  emergency: true,
  externalId: true,
  externalIds: true,
};

export function malformedCreation(input: Creation): Refusal | undefined {
  const [undeclared] =
    Object.entries(input).find(([name, value]) => value !== undefined && !Object.hasOwn(FACTS, name)) ?? [];
  if (undeclared !== undefined) {
    const meant = nearestName(undeclared, Object.keys(FACTS));
    const hint = meant === undefined ? '' : `; did you mean '${meant}'?`;
    return malformed(undeclared, `is no fact of a new account${hint}`);
  }
  const {
    displayName,
    email,
    password,
    roles,
    requiredStrength,
    invite,
    emergency,
    externalIds,
  }: { readonly [name in keyof PersonCreation]?: unknown } = input;
  if (displayName !== undefined && !isDisplayName(displayName))
    return malformed('displayName', `is no line of 1 to ${LONGEST_NAME} characters`);
  if (email !== undefined && typeof email !== 'string') return malformed('email', 'is no text');
  const noText = password === undefined ? undefined : malformedPassword(password);
  if (noText !== undefined) return noText;
  const noStrength = requiredStrength === undefined ? undefined : malformedStrength(requiredStrength);
  if (noStrength !== undefined) return noStrength;
  if (invite !== undefined && typeof invite !== 'boolean') return malformed('invite', 'is neither true nor false');
  if (invite === true && email === undefined) return malformed('email', 'is needed for an invitation');
  if (invite === true && password !== undefined) return malformed('password', 'is chosen by the invited person');
  if (emergency !== undefined && typeof emergency !== 'boolean')
    return malformed('emergency', 'is neither true nor false');
  const identities = externalIds === undefined ? undefined : malformedExternalIds(externalIds);
  if (identities !== undefined) return identities;
  return roles === undefined ? undefined : malformedRoles(roles);
}

function isDisplayName(name: unknown): boolean {
  return typeof name === 'string' && isVisible(name) && isKeepable(name) && [...name].length <= LONGEST_NAME;
}

/** A change of all identities has two events for each, and a commit has at most 100 events. */
export const MOST_IDENTITIES = 50;

export function malformedExternalIds(externalIds: unknown, path = 'externalIds'): Refusal | undefined {
  if (Array.isArray(externalIds) && externalIds.length <= MOST_IDENTITIES && externalIds.every(isIdentity))
    return undefined;
  return malformed(path, `is no list of at most ${MOST_IDENTITIES} \`{ provider, subject }\``);
}

function isIdentity(given: unknown): boolean {
  const { provider, subject }: { readonly provider?: unknown; readonly subject?: unknown } = Object(given);
  if (typeof provider !== 'string' || typeof subject !== 'string') return false;
  return subject !== '' && [...subject].length <= 255 && isKeepable(subject);
}

function malformed(path: string, message: string): Refusal {
  return { refused: 'malformed-input', errors: [{ path, message }] };
}
