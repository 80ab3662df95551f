/**
 * Stable codes of {@link VaultError}. No error loses data. After `change-not-kept`, `unreachable` and `unexpected-answer`, the server may
 * have changed the vault. After `vault-changed`, another client has changed the vault.
 */
export type VaultErrorCode =
  /** There is no vault yet: call `create`. */
  | 'no-vault'
  /** There is a vault already. A new vault would lose the old vault. */
  | 'vault-exists'
  /** The vault has no envelope for this way. Open the vault in another way, then add this way. */
  | 'no-such-way'
  /** The vault has an envelope for this passkey already. */
  | 'way-exists'
  /** The only ways are passkeys. A vault needs another way, because people delete passkeys without knowing that they open a vault. */
  | 'vault-needs-another-way'
  /** A vault has at most 20 envelopes. */
  | 'too-many-envelopes'
  /** An envelope has at most 4,096 characters: an id or a name in the header is too long. */
  | 'envelope-too-large'
  /** Another client changed the vault, perhaps in another tab. Call `refresh` or open the vault again, then try again. */
  | 'vault-changed'
  /** Another client replaced the data key after this vault was opened. Open the vault again. */
  | 'key-replaced'
  /** The server's vault is older than the vault that this client has seen. Do not continue without finding the cause. */
  | 'vault-rolled-back'
  /**
   * The server's answer to a change differs from the requested vault in version, key or envelopes. The server may or may not have stored
   * the change. Do not continue without finding the cause.
   */
  | 'change-not-kept'
  /** The vault is closed. */
  | 'vault-closed'
  /** The authenticator gave no PRF output. */
  | 'prf-missing'
  /** The PRF output is not 32 bytes, or the key was not made by `prfKey`. */
  | 'prf-malformed'
  /** The secret is empty, or is not well-formed text. */
  | 'secret-malformed'
  /** The PRF output differs from the output that sealed the envelope. */
  | 'wrong-passkey'
  | 'wrong-secret'
  /** The envelope was sealed to another emergency key. */
  | 'wrong-emergency-key'
  /** The server has no emergency key, or the host's code has no fingerprint. */
  | 'emergency-key-missing'
  /** The server's emergency key does not match the fingerprint in the host's code. */
  | 'emergency-key-mismatch'
  /** The value is not an emergency key. */
  | 'emergency-key-malformed'
  /** The text is not an envelope. */
  | 'envelope-malformed'
  /** The envelope was changed after it was sealed. */
  | 'envelope-damaged'
  | 'envelope-of-another-tenant'
  | 'envelope-of-another-account'
  | 'envelope-of-another-passkey'
  /** The envelope is for another kind of way, for example a secret instead of a passkey. */
  | 'envelope-of-another-way'
  /**
   * The envelope holds another data key than the vault names. Or an emergency envelope holds another data key than this client remembers:
   * anyone with the public key can seal an emergency envelope, including the server.
   */
  | 'envelope-of-another-key'
  /** A newer version of this package wrote the envelope or the data. Reload the page, or update the package. */
  | 'format-newer'
  /** The Argon2 parameters are out of bounds. No honest client writes such parameters, and to use them could exhaust the device. */
  | 'argon2-parameters-refused'
  /** A purpose of a subkey is 1 to 100 characters. */
  | 'purpose-malformed'
  /** The bytes were not sealed by a vault. */
  | 'data-malformed'
  /** The data was changed or moved, or was sealed for another purpose or name. */
  | 'data-damaged'
  /** The data was sealed under another data key. */
  | 'data-of-another-key'
  /** `fetch` failed. The server may have received the request. */
  | 'unreachable'
  /** The answer does not follow the HTTP contract of Sallyport. */
  | 'unexpected-answer'
  /** The server refused the request. `problem` has the reason. */
  | 'refused';

/** The problem details (RFC 9457) of a refusal. */
export interface Refusal {
  /** The HTTP status. */
  readonly status: number;
  /** The code of the HTTP contract, such as `insufficient-strength`. */
  readonly code: string | undefined;
  /** All members of the problem. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** An error of a vault. Branch on `code`, never on the message. */
export class VaultError extends Error {
  /** `VaultError`, also if two copies of this package are loaded: see {@link isVaultError}. */
  override readonly name = 'VaultError';
  /** Stable: branch on the code. */
  readonly code: VaultErrorCode;
  /** Present if the server refused the request with a problem. */
  readonly problem: Refusal | undefined;

  constructor(
    code: VaultErrorCode,
    message: string,
    more: { readonly cause?: unknown; readonly problem?: Refusal } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.problem = more.problem;
  }
}

/** Returns true if `thrown` is a {@link VaultError}, even if two copies of this package are loaded. */
export function isVaultError(thrown: unknown): thrown is VaultError {
  return thrown instanceof Error && thrown.name === 'VaultError' && 'code' in thrown;
}
