/** What went wrong, in a word that stays the same. Nothing was lost, whichever it is; and nothing was changed but for `change-not-kept`. */
export type VaultErrorCode =
  /** There is no vault yet: make one. */
  | 'no-vault'
  /** There is one already; to make another would lose it. */
  | 'vault-exists'
  /** The vault has no envelope for this way. Another way opens it, and can add this one. */
  | 'no-such-way'
  /** This way has an envelope already. */
  | 'way-exists'
  /** Passkeys alone are no vault: whoever deletes them does not know what they open. */
  | 'vault-needs-another-way'
  /** A vault has at most 20 envelopes. */
  | 'too-many-envelopes'
  /** An envelope has at most 4,096 characters: an id or a name in it is too long. */
  | 'envelope-too-large'
  /** Somebody changed the vault meanwhile, in another tab perhaps: `refresh` or open it again, then try again. */
  | 'vault-changed'
  /** The data key was replaced since this vault was opened: open it again. */
  | 'key-replaced'
  /** The server gave an older vault than this client has seen. Do not go on without asking why. */
  | 'vault-rolled-back'
  /**
   * The server answered a change with another vault than this client asked for: another version, key or envelopes. Whether the server
   * keeps the change is unknown. Do not go on without asking why.
   */
  | 'change-not-kept'
  /** The vault was closed. */
  | 'vault-closed'
  /** The authenticator gave no PRF output. */
  | 'prf-missing'
  /** PRF output that is not 32 bytes. */
  | 'prf-malformed'
  /** An empty secret, or one that is not text. */
  | 'secret-malformed'
  /** The PRF output is not that of the passkey that sealed the envelope. */
  | 'wrong-passkey'
  | 'wrong-secret'
  /** The envelope was sealed to another emergency key. */
  | 'wrong-emergency-key'
  /** The server has no emergency key, or the host's code names no fingerprint. */
  | 'emergency-key-missing'
  /** The server's emergency key is not the one whose fingerprint the host's code names. */
  | 'emergency-key-mismatch'
  /** What should be an emergency key is none. */
  | 'emergency-key-malformed'
  /** Not an envelope. */
  | 'envelope-malformed'
  /** An envelope that was changed after it was sealed. */
  | 'envelope-damaged'
  | 'envelope-of-another-tenant'
  | 'envelope-of-another-account'
  | 'envelope-of-another-passkey'
  /** A passkey's where a secret's should be, or the like. */
  | 'envelope-of-another-way'
  /**
   * The envelope holds another data key than the vault names; or it is an emergency envelope, and holds another data key than this client
   * remembers. Anybody with the public key can seal an emergency envelope, the server too.
   */
  | 'envelope-of-another-key'
  /** Made by a newer version of this package: load the page again, or update. */
  | 'format-newer'
  /** Argon2 parameters that no honest client writes: to try them could exhaust this device. */
  | 'argon2-parameters-refused'
  /** A purpose of a subkey is 1 to 100 characters. */
  | 'purpose-malformed'
  /** Not something that a vault sealed. */
  | 'data-malformed'
  /** Data that was changed, moved, or sealed for another purpose or name. */
  | 'data-damaged'
  /** Data sealed under another data key than this vault has. */
  | 'data-of-another-key'
  /** The request did not get through. */
  | 'unreachable'
  /** Something that is not the Sallyport contract answered. */
  | 'unexpected-answer'
  /** The server refused; `problem` says why. */
  | 'refused';

/** The members of a problem (RFC 9457) that the server refused with. */
export interface Refusal {
  readonly status: number;
  /** The code of the HTTP contract, such as `insufficient-strength`. */
  readonly code: string | undefined;
  readonly members: Readonly<Record<string, unknown>>;
}

/** Something about a vault went wrong. Branch on `code`, never on the words. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;
  /** Only with `refused`. */
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

/** Whether something caught is a {@link VaultError}, also if two copies of this package are loaded. */
export function isVaultError(thrown: unknown): thrown is VaultError {
  return thrown instanceof Error && thrown.name === 'VaultError' && 'code' in thrown;
}
