import type { AccountRecord } from '@sallyport/engine';

export interface Piece {
  readonly key: string;
  readonly what: string;
}

/** Without the identities, because a provider can link the same identity again. */
export function piecesOf({ id, password, email, totp, passkeys, backupCodes }: AccountRecord): Piece[] {
  const pieces: Piece[] = [];
  const add = (what: string, name: string | number | undefined): void => {
    if (name !== undefined) pieces.push({ key: `${id} ${what} ${name}`, what });
  };
  add('password', password?.id);
  add('address', email?.address);
  add('authenticator app', totp?.enrolledAt);
  add('backup codes', backupCodes?.id);
  for (const passkey of passkeys) add('passkey', passkey.id);
  return pieces;
}

export function linksOf({ id, externalIds = [] }: AccountRecord): Piece[] {
  return externalIds.map((link) => ({ key: `${id} link ${link.id}`, what: `the identity at ${link.provider}` }));
}
