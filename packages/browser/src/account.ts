import type { Account, BackupCodes, DeviceEntry, Devices, SessionEntry, Sessions } from './account-contract.ts';
import type { AccountExport } from './export-contract.ts';
import { removeAndSignal, signalName, signalOwn } from './passkey-signals.ts';
import { path, type Transport } from './transport.ts';

/** The person's own account. A change of factors needs recent proof: the demand of 401 `insufficient-strength` goes to `stepUp`. */
export interface AccountClient {
  /** The account with its factors and recommendations. */
  get(): Promise<Account>;
  /** The live sessions of the account, this session included. */
  sessions(): Promise<readonly SessionEntry[]>;
  /** Ends a session, this session too. Throws 404 `not-found` if the account has no such session. */
  revokeSession(id: string): Promise<void>;
  /** Ends all sessions except this session, and forgets all other devices. */
  revokeOtherSessions(): Promise<void>;
  /** The last seen device first. */
  devices(): Promise<readonly DeviceEntry[]>;
  /** Forgets a device. The server then treats the device as unknown. The device's sessions continue. */
  forgetDevice(id: string): Promise<void>;
  /**
   * Replaces the name with which the person begins a sign-in. Throws 409 `already-exists` if another account has the name. Signals the new name to the
   * browser's passkey manager. Resolves to the account with the name as the server stores the name: in lower case, for example.
   */
  rename(identifier: string): Promise<Account>;
  /** Renames a passkey. `name` has 1 to 64 characters on one line. Throws 404 `not-found` for an unknown id. */
  renamePasskey(id: string, name: string): Promise<void>;
  /**
   * Removes a passkey, and signals to the browser's passkey manager which passkeys are left. A passkey that came with an import has a user handle of
   * the former system, and another tenant may have it too: the manager goes on offering it, until a sign-in says that nobody has it. Ends every session that rests on
   * the passkey: this session too, if the sign-in or the step-up proved this passkey. The next request then throws 401 `no-session`.
   */
  removePasskey(id: string): Promise<void>;
  /**
   * Reads the account, and signals its passkeys and its name to the browser's passkey manager (WebAuthn Level 3 §5.1.10), for changes that happened elsewhere.
   * The manager deletes or hides the passkeys that the account lacks, so nothing is signalled while a tab of this origin registers a passkey. Never throws.
   */
  signalPasskeys(): Promise<void>;
  /**
   * Removes a method with typed codes: the app (`totp`), or the address of a delivered code, for example `sms-code`. Ends every session that rests on the
   * method: this session too, if the sign-in or the step-up proved this method. The next request then throws 401 `no-session`.
   */
  removeCode(method: string): Promise<void>;
  /** Unlinks the identity at a provider. */
  unlinkProvider(provider: string): Promise<void>;
  /** Replaces the backup codes. The server shows the new codes only in this answer. */
  newBackupCodes(): Promise<readonly string[]>;
  /** Omit `current` only if the account has no password. Ends all other sessions. */
  changePassword(input: { readonly current?: string; readonly next: string }): Promise<void>;
  /** Mails a token to the new address. The address changes only with `confirmEmail`. */
  changeEmail(email: string): Promise<void>;
  /** Confirms the new address with the token of the mail. Throws 401 `invalid-credentials` for a wrong or old token. */
  confirmEmail(token: string): Promise<void>;
  /** Everything that is kept about the person, without secrets. The owner is told of the export. */
  exportData(): Promise<AccountExport>;
  /** Deletes the account permanently. */
  delete(): Promise<void>;
}

export function createAccount(send: Transport): AccountClient {
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
    rename: async (identifier) => {
      const renamed = await send<Account>({ method: 'PUT', path: '/account/identifier', body: { identifier } });
      await signalName(renamed);
      return renamed;
    },
    renamePasskey: (id, name) => send({ method: 'PATCH', path: path('account', 'passkeys', id), body: { name } }),
    removePasskey: (id) => removeAndSignal(() => send({ method: 'DELETE', path: path('account', 'passkeys', id) })),
    signalPasskeys: () => signalOwn(send),
    removeCode: (method) => send({ method: 'DELETE', path: path('account', method) }),
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
