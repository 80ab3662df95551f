import type { Path } from './document.ts';

export type Kind =
  | 'strength'
  | 'ways'
  | 'time'
  | 'number'
  | 'choice'
  | 'flag'
  | 'texts'
  | 'domains'
  | 'roles'
  | 'provider'
  | 'tightening'
  | 'trust'
  | 'definition'
  | 'dormant'
  | 'helpdesk';

export interface Member {
  readonly kind: Kind;
  /** Absent: the member then asks for nothing. */
  readonly fallback?: string | number | boolean;
  readonly unit?: 'm' | 'h' | 'd';
  /** Of a number, or the duration of a `time` or `dormant`. The server checks the bounds. */
  readonly least?: number | string;
  readonly most?: number | string;
  /** A larger or smaller value, or a later or earlier option. Absent: neither is stricter. */
  readonly stricter?: 'up' | 'down';
  readonly whole?: boolean;
  readonly options?: readonly (string | boolean)[];
}

/** `*` is a name that the policy chose. The defaults are those of `definePolicy`. */
export const MEMBERS = {
  requiredStrength: { kind: 'strength', fallback: 'baseline' },
  methods: { kind: 'ways' },
  'session.idle': { kind: 'time', unit: 'm', least: '1m' },
  'session.absolute': { kind: 'time', unit: 'h', least: '5m' },
  'session.most': { kind: 'number', least: 1, most: 100 },
  'session.beyond': { kind: 'choice', fallback: 'end-oldest', options: ['end-oldest', 'refuse'] },
  preferSso: { kind: 'provider' },
  'administrators.policy': { kind: 'roles' },
  'administrators.people': { kind: 'roles' },
  'administrators.helpdesk': { kind: 'helpdesk' },
  'lockout.maxFailures': { kind: 'number', stricter: 'down', fallback: 10, least: 3, most: 100 },
  'lockout.window': { kind: 'time', stricter: 'up', fallback: '15m', least: '1m', most: '30d' },
  'lockout.lockFor': { kind: 'time', stricter: 'up', fallback: '15m', most: '30d' },
  'lockout.growth': { kind: 'number', stricter: 'up', fallback: 2, least: 1, most: 10, whole: false },
  'lockout.maxLockFor': { kind: 'time', stricter: 'up', fallback: '12h', most: '30d' },
  'lockout.hardLimit': { kind: 'number', stricter: 'down', fallback: 100, least: 3, most: 100 },
  recentProof: { kind: 'time', stricter: 'down', fallback: '15m', least: '1m' },
  providerStrengthWithin: { kind: 'time', stricter: 'up', fallback: '90d', least: '1d', most: '365d' },
  'passkeys.counterRegression': { kind: 'choice', stricter: 'up', fallback: 'report', options: ['report', 'refuse'] },
  'emailCodes.offer': {
    kind: 'choice',
    stricter: 'down',
    fallback: 'when-nothing-stronger',
    options: ['when-nothing-stronger', 'always'],
  },
  'enrollment.firstFactor': {
    kind: 'choice',
    stricter: 'up',
    fallback: 'two-proofs',
    options: ['password', 'two-proofs', 'vouched'],
  },
  'recovery.mailboxAlone': {
    kind: 'choice',
    stricter: 'up',
    fallback: 'baseline-only',
    options: ['baseline-only', 'refuse'],
  },
  onTighten: { kind: 'tightening', fallback: 'next-sign-in' },
  'vault.emergency': { kind: 'choice', stricter: 'up', fallback: 'optional', options: ['optional', 'required'] },
  'passwords.minimum': { kind: 'number', stricter: 'up', least: 8, most: 64 },
  'passwords.history': { kind: 'number', stricter: 'up', fallback: 0, least: 0, most: 24 },
  'passwords.words': { kind: 'texts' },
  'passwords.breached': { kind: 'choice', stricter: 'up', fallback: 'allow', options: ['allow', 'refuse'] },
  'passwords.letterAndDigit': { kind: 'flag', stricter: 'up', fallback: false },
  'providers.*.trust': { kind: 'trust' },
  'providers.*.mailDomains': { kind: 'domains' },
  'providers.*.createAccounts': {
    kind: 'choice',
    stricter: 'down',
    fallback: false,
    options: [false, 'mail-domains', true],
  },
  'providers.*.mailFollows': { kind: 'flag', stricter: 'down', fallback: false },
  'strengths.*': { kind: 'definition' },
  dormant: { kind: 'dormant', unit: 'd', least: '1d' },
} as const satisfies Readonly<Record<string, Member>>;

export type MemberKey = keyof typeof MEMBERS;

export function memberAt(path: Path): { readonly key: MemberKey; readonly member: Member } | undefined {
  const { rest } = sourceOf(path);
  const [top = '', , ...more] = rest;
  const key = top === 'providers' || top === 'strengths' ? [top, '*', ...more].join('.') : rest.join('.');
  return isMember(key) ? { key, member: MEMBERS[key] } : undefined;
}

export function sourceOf(path: Path): { readonly role?: string; readonly rest: Path } {
  const [top, role, ...rest] = path;
  return top === 'roles' && role !== undefined ? { role, rest } : { rest: path };
}

function isMember(key: string): key is MemberKey {
  return Object.hasOwn(MEMBERS, key);
}
