import type { ImportedFactors } from '../accounts/imported-factors.ts';
import type { ImportTotp } from '../contract/index.ts';
import { readTotpSecret, type TotpSecretEncoding, type TotpSecretFault } from '../factors/totp.ts';
import { isEncryptedElsewhere } from './encrypted-elsewhere.ts';
import { appOfFile } from './google-authenticator-file.ts';
import type { Members, RowReader } from './import-reader.ts';
import { appsOfMigration } from './otpauth-migration.ts';

type ImportedTotp = ImportedFactors['totp'];

const MEMBERS = Object.keys({
  secret: true,
  encoding: true,
  algorithm: true,
  digits: true,
  period: true,
} satisfies Record<keyof ImportTotp, true>);
const ENCODINGS = ['base32', 'hex', 'base64', 'text'] as const satisfies readonly TotpSecretEncoding[];
const ALGORITHMS = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const;
const DIGITS = [6, 7, 8] as const;
const FAULTS: Readonly<Record<TotpSecretFault, string>> = {
  letters: 'is no base32: it has other signs than A to Z and 2 to 7. For another form, say which: encoding',
  cut: 'is no base32 of whole bytes: a letter is missing or too many',
  hex: 'is no hexadecimal text of whole bytes',
  base64: 'is no base64 of whole bytes',
  length: 'is not 10 to 64 bytes long',
};

export async function readTotp(reader: RowReader, given: unknown): Promise<ImportedTotp> {
  const members = reader.members(given, 'totp', MEMBERS);
  if (members === undefined) return undefined;
  const text = reader.text(members['secret'], 'totp.secret');
  if (text === undefined) return undefined;
  if (isEncryptedElsewhere(text))
    return reader.fault('totp.secret', 'is encrypted by the old system: give the secret that it decrypts');
  const told = await toldByText(reader, text.trim(), members);
  return told === undefined ? undefined : readApp(reader, told);
}

async function readApp(reader: RowReader, members: Members): Promise<ImportedTotp> {
  const encoding = ENCODINGS.find((one) => one === (members['encoding'] ?? 'base32'));
  if (encoding === undefined) return reader.fault('totp.encoding', `is not ${ENCODINGS.join(', ')}`);
  const read = await readTotpSecret(String(members['secret']), encoding);
  if ('fault' in read) reader.fault('totp.secret', FAULTS[read.fault]);
  const named = members['algorithm'] === undefined ? 'SHA1' : reader.text(members['algorithm'], 'totp.algorithm');
  const algorithm = Object.entries(ALGORITHMS).find(([name]) => name === named?.toUpperCase().replace('-', ''))?.[1];
  if (named !== undefined && algorithm === undefined) reader.fault('totp.algorithm', 'is not SHA1, SHA256 or SHA512');
  const digits = DIGITS.find((one) => one === (members['digits'] ?? 6));
  if (digits === undefined) reader.fault('totp.digits', 'is not 6, 7 or 8');
  const period = reader.whole(members['period'], 'totp.period', [15, 300], 30);
  if ('fault' in read) return undefined;
  return {
    secret: read.secret,
    algorithm: algorithm === 'sha1' ? undefined : algorithm,
    digits: digits === 6 ? undefined : digits,
    period: period === 30 ? undefined : period,
  };
}

/** The key URI format of Google Authenticator, or the file of its module for PAM. */
async function toldByText(reader: RowReader, text: string, members: Members): Promise<Members | undefined> {
  const file = appOfFile(text);
  if (file === undefined && !/^otpauth(?:-migration)?:/i.test(text)) return members;
  const source = file === undefined ? 'URI' : 'file';
  const beside = Object.keys(members).filter((name) => name !== 'secret');
  for (const name of beside) reader.fault(`totp.${name}`, `is given by the ${source}: leave it out here`);
  if (file !== undefined) return file.type === 'hotp' ? reader.fault('totp.secret', NOT_BY_TIME) : { ...file };
  return /^otpauth-migration:/i.test(text) ? toldByMigration(reader, text) : toldByUri(reader, text);
}

async function toldByUri(reader: RowReader, text: string): Promise<Members | undefined> {
  // KeePassXC names Steam as the encoder, and other apps as the type.
  if (/^otpauth:\/\/steam\/|[?&]encoder=steam\b/i.test(text)) return reader.fault('totp.secret', OF_STEAM);
  // otplib's reasons quote the text, and the report of an import has no secret.
  const { parse } = await import('@otplib/uri');
  try {
    const { type, params } = parse(text.replace(/^[^?]*/, (start) => start.toLowerCase()));
    return type === 'totp' ? { ...params } : reader.fault('totp.secret', NOT_BY_TIME);
  } catch {
    const hasSecret = /[?&]secret=/.test(text);
    return reader.fault('totp.secret', hasSecret ? NOT_TAKEN : 'is no otpauth URI with a secret');
  }
}

const OF_STEAM = 'is of Steam, whose codes have letters: only codes of digits are taken';
const NOT_TAKEN = 'is an otpauth URI whose type, label, digits, period or algorithm is not taken';
const NOT_BY_TIME = 'is of an app that counts (HOTP): only codes by the time are taken';

function toldByMigration(reader: RowReader, text: string): Members | undefined {
  const apps = appsOfMigration(text);
  if (apps === undefined) return reader.fault('totp.secret', 'is no otpauth-migration URI');
  const [app] = apps;
  if (app === undefined || apps.length > 1)
    return reader.fault('totp.secret', `is of ${apps.length} apps: an account takes one`);
  if (app.type === 'hotp') return reader.fault('totp.secret', NOT_BY_TIME);
  return {
    secret: Buffer.from(app.secret).toString('hex'),
    encoding: 'hex',
    algorithm: app.algorithm,
    digits: app.digits,
  };
}
