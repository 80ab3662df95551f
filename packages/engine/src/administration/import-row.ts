import { looksLikePasswordHash } from '@sallyport/core/passwords';
import type { ImportedFactors, ImportedPassword } from '../accounts/imported-factors.ts';
import { malformedIdentifier } from '../accounts/rename.ts';
import type { ImportIdentity, ImportRow, InputFault, LeftOut, Refusal, SaltedHash } from '../contract/index.ts';
import { isKeepable } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { JUDGED_ELSEWHERE } from '../kernel/passwords/elsewhere.ts';
import { PASSWORD_FORMATS } from '../kernel/passwords/formats/index.ts';
import { readWrittenCode } from '../kernel/secrets/codes.ts';
import { normaliseAddress } from '../state/identifier.ts';
import { malformedText } from './account-ref.ts';
import { isEncryptedElsewhere } from './encrypted-elsewhere.ts';
import { type Creation, MOST_IDENTITIES, malformedCreation } from './host-input.ts';
import { readPasskeys } from './import-passkeys.ts';
import { below, type Members, RowReader } from './import-reader.ts';
import { readTotp } from './import-totp.ts';

const MEMBERS = Object.keys({
  externalId: true,
  identifier: true,
  email: true,
  emailVerified: true,
  roles: true,
  requiredStrength: true,
  disabled: true,
  passwordHash: true,
  passwordFormat: true,
  passwordElsewhere: true,
  passwordUnknown: true,
  totp: true,
  passkeys: true,
  backupCodes: true,
  identities: true,
} satisfies Record<keyof ImportRow, true>);
const IDENTITY_MEMBERS = Object.keys({ provider: true, subject: true } satisfies Record<keyof ImportIdentity, true>);

const [MOST_CODES, SHORTEST_CODE, LONGEST_CODE] = [64, 6, 64];

/** MD5, SHA-1, SHA-256 or SHA-512: the digest would become the code. */
const DIGEST =
  /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128}|[\w+/-]{22}==|[\w+/-]{27}=|[\w+/-]{43}=|[\w+/-]{86}==)$/i;

type PasswordParts = Pick<Kernel, 'passwords' | 'verifyElsewhere' | 'random'>;

export interface CheckedRow {
  readonly facts: Creation;
  readonly factors: ImportedFactors;
  readonly leftOut: readonly LeftOut[];
  readonly address: string | undefined;
  readonly disabled: boolean;
}

export async function checkedRow(kernel: PasswordParts, row: unknown): Promise<CheckedRow | readonly InputFault[]> {
  const reader = new RowReader();
  const members = reader.members(row, '', MEMBERS);
  if (members === undefined) return reader.faults;
  const { identifier, externalId, email, roles, requiredStrength, identities } = members;
  reader.list(identities, 'identities', MOST_IDENTITIES).forEach((one, place) => {
    reader.members(one, below('identities', place), IDENTITY_MEMBERS);
  });
  const given = (part: object): Creation => part as Creation;
  const created = { email, roles, requiredStrength, externalIds: identities };
  // `malformedCreation` tells its first fault alone.
  const refusals: readonly (Refusal | undefined)[] = [
    malformedIdentifier(identifier),
    malformedText('externalId', externalId),
    ...Object.entries(created).map(([member, value]) => malformedCreation(given({ [member]: value }))),
  ];
  for (const refusal of refusals) for (const fault of inRow(refusal?.errors)) reader.faults.push(fault);
  if (email !== undefined && members['emailVerified'] === undefined)
    reader.fault('emailVerified', 'is missing: say whether the address is verified');
  const isVerified = reader.flag(members['emailVerified'], 'emailVerified', false);
  const disabled = reader.flag(members['disabled'], 'disabled', false);
  const passkeys = await readPasskeys(reader, members['passkeys']);
  const totp = members['totp'] === undefined ? undefined : await readTotp(reader, members['totp']);
  const codes = readBackupCodes(reader, members['backupCodes']);
  const password = readPassword(kernel, reader, members);
  if (reader.faults.length > 0) return reader.faults;
  const hasFactor = totp !== undefined || passkeys.length > 0;
  return {
    facts: given({ identifier, externalId, ...created, email: isVerified ? email : undefined }),
    factors: { password, totp, passkeys, backupCodes: hasFactor ? codes : [] },
    leftOut: [
      ...(email !== undefined && !isVerified ? (['email'] as const) : []),
      ...(codes.length > 0 && !hasFactor ? (['backupCodes'] as const) : []),
    ],
    disabled,
    address: typeof email === 'string' ? normaliseAddress(email) : undefined,
  };
}

export function inRow(faults: readonly InputFault[] = []): readonly InputFault[] {
  return faults.map((fault) => ({
    ...fault,
    path: fault.path.replace(/^externalIds(?=\.|$)/, 'identities').replace(/^password$/, 'passwordHash'),
  }));
}

function readPassword(kernel: PasswordParts, reader: RowReader, members: Members): ImportedPassword | undefined {
  const { passwordHash, passwordElsewhere, passwordUnknown, email, emailVerified } = members;
  const hash = readHash(kernel, reader, members);
  const isElsewhere = reader.flag(passwordElsewhere, 'passwordElsewhere', false);
  const isUnknown = reader.flag(passwordUnknown, 'passwordUnknown', false);
  const given = [passwordHash !== undefined, isElsewhere, isUnknown].filter((one) => one).length;
  const path = isUnknown ? 'passwordUnknown' : 'passwordElsewhere';
  if (given > 1) return reader.fault(path, 'is true beside another password: leave one of them out');
  if (isElsewhere && kernel.verifyElsewhere === undefined)
    return reader.fault(path, 'needs the option verifyElsewhere of createSallyport');
  if (isUnknown && (email === undefined || emailVerified !== true))
    return reader.fault(path, 'is true without a verified email, by which the owner sets a password');
  if (isElsewhere) return { hash: JUDGED_ELSEWHERE };
  if (isUnknown) return { hash: kernel.passwords.ofNobody(kernel.random), unmatched: true };
  return hash === undefined ? undefined : { hash };
}

function readHash(
  { passwords }: Pick<Kernel, 'passwords'>,
  reader: RowReader,
  { passwordHash: given, passwordFormat: named }: Members,
): string | undefined {
  const passwordFormat = PASSWORD_FORMATS.find((one) => one === named);
  if (named !== undefined && passwordFormat === undefined)
    return reader.fault(
      'passwordFormat',
      `is not ${PASSWORD_FORMATS.join(', ')}: of another system, use passwordElsewhere`,
    );
  if (given === undefined) return undefined;
  const passwordHash = typeof given === 'object' ? readColumns(reader, given) : reader.text(given, 'passwordHash');
  if (passwordHash === undefined) return undefined;
  const read = passwords.read({ passwordHash, passwordFormat });
  return 'hash' in read ? read.hash : reader.fault('passwordHash', read.message, { code: read.code });
}

function readColumns(reader: RowReader, given: unknown): SaltedHash | undefined {
  const members = reader.members(given, 'passwordHash', ['hash', 'salt']);
  if (members === undefined) return undefined;
  const hash = reader.text(members['hash'], 'passwordHash.hash');
  const salt = reader.text(members['salt'], 'passwordHash.salt');
  return hash === undefined || salt === undefined ? undefined : { hash, salt };
}

function readBackupCodes(reader: RowReader, given: unknown): readonly string[] {
  const codes = reader.list(given, 'backupCodes', MOST_CODES).map((one, place): string => {
    const path = below('backupCodes', place);
    const code = reader.text(one, path) ?? '';
    if (isEncryptedElsewhere(code))
      reader.fault(path, 'is encrypted by the old system: give the codes that it decrypts');
    else if (looksLikePasswordHash(code) || DIGEST.test(code))
      reader.fault(path, 'is a hash: a backup code is taken over in plain text');
    else if (readWrittenCode(code).length < SHORTEST_CODE || [...code].length > LONGEST_CODE || !isKeepable(code))
      reader.fault(path, `has ${SHORTEST_CODE} to ${LONGEST_CODE} letters and digits`);
    return code;
  });
  return codes;
}
