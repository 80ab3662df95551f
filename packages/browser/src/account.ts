import type { StrengthName } from './answers.ts';
import type { PasskeySignals } from './passkey-signals.ts';
import { path, type Transport } from './transport.ts';

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  /** False for a passkey that a manager keeps in step across devices. */
  readonly deviceBound: boolean;
  /** The authenticator's model, by its own account. */
  readonly aaguid: string;
}

export interface Factors {
  readonly password: boolean;
  readonly totp: boolean;
  readonly emailCode: boolean;
  readonly passkeys: readonly Passkey[];
  readonly backupCodes: { readonly remaining: number };
}

export interface Account {
  readonly accountId: string;
  readonly identifiers: readonly string[];
  readonly email?: string;
  readonly roles: readonly string[];
  readonly factors: Factors;
  readonly recommendations: readonly { readonly code: string; readonly message: string }[];
}

export interface SessionEntry {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly strength: StrengthName;
  readonly ip?: string;
  readonly userAgent?: string;
}

/** A device that signed in before: others' wrong guesses do not lock it out. */
export interface DeviceEntry {
  readonly id: string;
  /** The one that asks. */
  readonly current: boolean;
  readonly createdAt: string;
  /** When it last signed in. */
  readonly lastSeenAt: string;
  readonly userAgent?: string;
}

/** One's own account. Changes of factors need recent proof: 401 `insufficient-strength` says what to step up to. */
export interface AccountClient {
  get(): Promise<Account>;
  sessions(): Promise<readonly SessionEntry[]>;
  revokeSession(id: string): Promise<void>;
  /** All but this one; other devices are forgotten. */
  revokeOtherSessions(): Promise<void>;
  /** The last seen first. */
  devices(): Promise<readonly DeviceEntry[]>;
  /** From then on it is like any other. Its sessions go on. */
  forgetDevice(id: string): Promise<void>;
  renamePasskey(id: string, name: string): Promise<void>;
  /** Also tells the browser, so that it stops offering the passkey. */
  removePasskey(id: string): Promise<void>;
  removeTotp(): Promise<void>;
  /** Voids the old ones; shown this once. */
  newBackupCodes(): Promise<readonly string[]>;
  /** `current` may be absent only where there is no password yet. Ends all other sessions. */
  changePassword(input: { readonly current?: string; readonly next: string }): Promise<void>;
  /** Mails a token to the new address; nothing changes until `confirmEmail`. */
  changeEmail(email: string): Promise<void>;
  confirmEmail(token: string): Promise<void>;
  exportData(): Promise<unknown>;
  /** For good. */
  delete(): Promise<void>;
}

export function createAccount(send: Transport, signals: PasskeySignals): AccountClient {
  return {
    get: () => send({ method: 'GET', path: '/account' }),
    sessions: async () => {
      const answer: { sessions: readonly SessionEntry[] } = await send({ method: 'GET', path: '/account/sessions' });
      return answer.sessions;
    },
    revokeSession: (id) => send({ method: 'DELETE', path: path('account', 'sessions', id) }),
    revokeOtherSessions: () => send({ method: 'DELETE', path: '/account/sessions' }),
    devices: async () => {
      const answer: { devices: readonly DeviceEntry[] } = await send({ method: 'GET', path: '/account/devices' });
      return answer.devices;
    },
    forgetDevice: (id) => send({ method: 'DELETE', path: path('account', 'devices', id) }),
    renamePasskey: (id, name) => send({ method: 'PATCH', path: path('account', 'passkeys', id), body: { name } }),
    removePasskey: async (id) => {
      await send({ method: 'DELETE', path: path('account', 'passkeys', id) });
      await signals.unknown(id);
    },
    removeTotp: () => send({ method: 'DELETE', path: '/account/totp' }),
    newBackupCodes: async () => {
      const call = { method: 'POST', path: '/account/backup-codes', body: {} } as const;
      return (await send<{ backupCodes: readonly string[] }>(call)).backupCodes;
    },
    changePassword: (input) => send({ method: 'POST', path: '/account/password', body: input }),
    changeEmail: (email) => send({ method: 'POST', path: '/account/email', body: { email } }),
    confirmEmail: (token) => send({ method: 'POST', path: '/account/email/confirm', body: { token } }),
    exportData: () => send({ method: 'GET', path: '/account/export' }),
    delete: () => send({ method: 'DELETE', path: '/account' }),
  };
}
