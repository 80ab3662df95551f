import type { IconName } from '../icons.ts';
import { words } from '../words.ts';

export const KINDS = ['signing-in', 'accounts', 'ways', 'policy', 'company', 'vault'] as const;

export type Kind = (typeof KINDS)[number];

const byPrefix: Readonly<Record<string, Kind>> = {
  'sign-in': 'signing-in',
  'step-up': 'signing-in',
  session: 'signing-in',
  device: 'signing-in',
  emergency: 'signing-in',
  account: 'accounts',
  invitation: 'accounts',
  'external-id': 'company',
  policy: 'policy',
  shadow: 'policy',
  organisation: 'policy',
  vault: 'vault',
};

const byType: Readonly<Record<string, Kind>> = {
  'account.roles-changed': 'policy',
  'account.methods-changed': 'policy',
};

/** A type that no rule names changes how a person signs in. */
export function kindOf(type: string): Kind {
  const [prefix = ''] = type.split('.');
  return byType[type] ?? byPrefix[prefix] ?? 'ways';
}

export function typesOf(kinds: readonly Kind[]): readonly string[] {
  return Object.keys(words.events).filter((type) => kinds.includes(kindOf(type)));
}

type Look = '' | 'go' | 'warn' | 'stop';

const looks: Readonly<Record<string, readonly [icon: IconName, look: Look]>> = {
  'sign-in.succeeded': ['tick', 'go'],
  'sign-in.failed': ['cross', 'stop'],
  'set-up.failed': ['cross', 'stop'],
  'set-up.wrong-code': ['cross', 'stop'],
  'step-up.failed': ['cross', 'stop'],
  'password.wrong': ['cross', 'stop'],
  'sign-in.denied': ['none', 'stop'],
  'sign-in.code-asked': ['key', 'warn'],
  'sign-in.started-by-code': ['key', ''],
  'sign-in.unfamiliar': ['risks', 'warn'],
  'sign-in.disowned': ['risks', 'stop'],
  'step-up.succeeded': ['tick', 'go'],
  'session.revoked': ['leave', ''],
  'session.limit': ['leave', ''],
  'device.forgotten': ['device', ''],
  'emergency.used': ['risks', 'warn'],
  'account.locked': ['password', 'stop'],
  'account.unlocked': ['password', 'go'],
  'account.blocked': ['none', 'stop'],
  'account.unblocked': ['tick', 'go'],
  'account.deleted': ['cross', 'stop'],
  'account.invited': ['mail', ''],
  'account.email-changed': ['mail', ''],
  'invitation.sent': ['mail', ''],
  'reminder.sent': ['mail', ''],
  'invitation.withdrawn': ['mail', ''],
  'account.roles-changed': ['people', ''],
  'account.methods-changed': ['people', ''],
  'account.exported': ['download', ''],
  'account.dormant': ['wait', 'warn'],
  'passkey.suspicious': ['risks', 'warn'],
  'two-step.reset': ['key', ''],
  'enrollment.vouched': ['key', ''],
  'backup-codes.issued': ['codes', ''],
  'backup-code.used': ['codes', ''],
  'enrollment-code.used': ['codes', ''],
  'password.changed': ['password', ''],
  'password.reset': ['password', ''],
  'policy.changed': ['policy', ''],
  'tenant.removed': ['policy', ''],
};

const byKind: Readonly<Record<Kind, IconName>> = {
  'signing-in': 'wait',
  accounts: 'person',
  ways: 'passkey',
  policy: 'policy',
  company: 'company',
  vault: 'vault',
};

const byFactor: Readonly<Record<string, IconName>> = {
  passkey: 'passkey',
  totp: 'app',
  'email-code': 'mail',
  'backup-code': 'codes',
  password: 'password',
};

export function lookOf(type: string, factor: string | undefined): readonly [icon: IconName, look: Look] {
  const known = looks[type];
  if (known !== undefined) return known;
  const kind = kindOf(type);
  const icon = kind === 'ways' && factor !== undefined ? (byFactor[factor] ?? 'message') : byKind[kind];
  return [icon, type === 'factor.enrolled' ? 'go' : ''];
}
