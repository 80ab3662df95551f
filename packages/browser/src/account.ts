import type { Account, BackupCodes, DeviceEntry, Devices, SessionEntry, Sessions } from './contract.ts';
import type { PasskeySignals } from './passkey-signals.ts';
import { path, type Transport } from './transport.ts';

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
  /** What the account has of a method whose codes are typed, such as `sms-code`. */
  removeCode(method: string): Promise<void>;
  /** Unlinks the identity at a provider. */
  unlinkProvider(provider: string): Promise<void>;
  /** Voids the old ones; shown this once. */
  newBackupCodes(): Promise<readonly string[]>;
  /** `current` may be absent only if there is no password yet. Ends all other sessions. */
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
      return (await send<Sessions>({ method: 'GET', path: '/account/sessions' })).sessions;
    },
    revokeSession: (id) => send({ method: 'DELETE', path: path('account', 'sessions', id) }),
    revokeOtherSessions: () => send({ method: 'DELETE', path: '/account/sessions' }),
    devices: async () => {
      return (await send<Devices>({ method: 'GET', path: '/account/devices' })).devices;
    },
    forgetDevice: (id) => send({ method: 'DELETE', path: path('account', 'devices', id) }),
    renamePasskey: (id, name) => send({ method: 'PATCH', path: path('account', 'passkeys', id), body: { name } }),
    removePasskey: async (id) => {
      await send({ method: 'DELETE', path: path('account', 'passkeys', id) });
      await signals.unknown(id);
    },
    removeCode: (method) => send({ method: 'DELETE', path: path('account', method) }),
    removeTotp: () => send({ method: 'DELETE', path: '/account/totp' }),
    unlinkProvider: (provider) => send({ method: 'DELETE', path: path('account', 'external-ids', provider) }),
    newBackupCodes: async () => {
      const call = { method: 'POST', path: '/account/backup-codes', body: {} } as const;
      return (await send<BackupCodes>(call)).backupCodes;
    },
    changePassword: (input) => send({ method: 'POST', path: '/account/password', body: input }),
    changeEmail: (email) => send({ method: 'POST', path: '/account/email', body: { email } }),
    confirmEmail: (token) => send({ method: 'POST', path: '/account/email/confirm', body: { token } }),
    exportData: () => send({ method: 'GET', path: '/account/export' }),
    delete: () => send({ method: 'DELETE', path: '/account' }),
  };
}
