import type {
  AdminAccountView,
  ListedPersonView,
  OverviewView,
  OwnAccountView,
  PeopleCounts,
  RiskView,
} from '@sallyport/engine';
import { accountId, LATER, NOW } from './fake-sallyport.test-support.ts';

const shownAccount: Omit<OwnAccountView, 'passkeyUser' | 'pendingEmail' | 'closedSetUps'> = {
  accountId,
  identifiers: ['ada@example.org'],
  email: 'ada@example.org',
  roles: ['employee'],
  factors: {
    password: true,
    totp: false,
    emailCode: true,
    passkeys: [
      { id: 'p1', name: 'Laptop', createdAt: NOW, lastUsedAt: null, deviceBound: true, aaguid: 'x' },
      { id: 'p2', name: 'Key', createdAt: NOW, lastUsedAt: NOW, deviceBound: false, aaguid: 'y' },
    ],
    backupCodes: { remaining: 0 },
    codes: [{ method: 'sms-code', sentTo: '•••• 12', enrolledAt: NOW }],
  },
  externalIds: [],
  recommendations: [{ code: 'add-passkey', message: 'Add another passkey.' }],
};

export const account: OwnAccountView = {
  ...shownAccount,
  passkeyUser: { rpId: 'app.example', userHandle: 'AAAA', name: 'ada@example.org' },
  pendingEmail: { address: 'ada@next.example', expiresAt: LATER },
  recentProofSeconds: 900,
  closedSetUps: [
    {
      kind: 'passkey',
      because: [{ code: 'same-mailbox', params: {}, message: 'The mailbox is one proof.', source: 'account' }],
    },
  ],
};

export const adminAccount: AdminAccountView = {
  ...shownAccount,
  methods: ['password'],
  status: 'locked',
  until: LATER,
  sessions: 2,
  emergency: false,
  invitation: { expiresAt: LATER },
};

export const listedAccount: ListedPersonView = {
  accountId,
  externalId: 'user-7',
  identifiers: account.identifiers,
  email: 'another@example.org',
  displayName: 'Ada Berg',
  createdAt: NOW,
  roles: account.roles,
  status: 'locked',
  meets: true,
  group: 'meets',
  factors: ['passkey', 'email-code', 'password'],
  lastSignInAt: NOW,
  sessions: 2,
};

export const counts: PeopleCounts = {
  ...{ all: 3, meets: 1, mustEnroll: 1, noWayIn: 1, locked: 1, blocked: 0 },
  ...{ invited: 1, invitationOpen: 1, invitationOver: 0 },
};

export const overview: OverviewView = {
  ...{ accounts: 3, meets: 1, mustEnroll: 1, noWayIn: 1, blocked: 1, helpedIn: 0 },
  invited: { meets: 0, mustEnroll: 1, noWayIn: 0 },
  byRole: [{ role: 'employee', meets: 1, mustEnroll: 0, noWayIn: 0 }],
  byStrongestFactor: [{ factor: 'passkey', count: 3 }],
  days: [{ day: NOW, succeeded: 4, failed: 2, failedLogged: 1, locked: 1, meets: 1 }],
  attention: [{ code: 'attacked', count: 1, message: 'an attack' }],
  urgent: 1,
  changes: [{ id: 'e', at: NOW, type: 'policy.changed', actor: accountId }],
  together: [{ id: 'e', accounts: 2, since: NOW }],
  helpIns: [{ id: 'e', removed: [{ id: 'f', at: NOW, type: 'password.reset', actor: accountId }] }],
  names: { [accountId]: 'ada@example.org' },
};

export const risks: readonly RiskView[] = [
  {
    code: 'attacked',
    severity: 'error',
    count: 1,
    message: 'an attack',
    accounts: [{ accountId, identifier: 'x', email: 'x@example.org', createdAt: NOW }],
  },
];
