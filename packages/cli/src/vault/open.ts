import type { Bytes, EmergencyKey, EmergencyOpened } from '@sallyport/vault/emergency';
import { CliError } from '../terminal/cli-error.ts';
import type { Io } from '../terminal/io.ts';
import { read, readPrivate, writePrivate } from './private-file.ts';

export interface OpenOptions {
  readonly key?: string | undefined;
  readonly envelope?: string | undefined;
  readonly tenant?: string | undefined;
  readonly account?: string | undefined;
  readonly data?: string | undefined;
  readonly purpose?: string | undefined;
  readonly name: string;
  readonly out?: string | undefined;
}

export async function open(options: OpenOptions, io: Io): Promise<void> {
  const { purpose, data, out } = options;
  if (data !== undefined && purpose === undefined) throw usage('what was the data sealed for? Give --purpose');
  if (data === undefined && purpose !== undefined && out === undefined) {
    throw usage('a subkey is written to a file: give --out');
  }
  const opened = await openedBy(options);
  if (purpose === undefined) return io.out(description(opened));
  const content =
    data === undefined ? await opened.subkey(purpose) : await decrypted(opened, purpose, data, options.name);
  if (out === undefined) return io.out(new TextDecoder().decode(content));
  await writePrivate(out, content);
  io.out(`${out}: ${content.length} bytes`);
}

async function openedBy({ key: keyFile, envelope, tenant, account }: OpenOptions): Promise<EmergencyOpened> {
  if (keyFile === undefined) throw usage('which key? Give --key');
  if (envelope === undefined) throw usage('which vault? Give --envelope');
  const { emergencyKeyOf, openEmergencyEnvelope } = await import('@sallyport/vault/emergency');
  const written = await readPrivate(keyFile);
  const key = await told<EmergencyKey>(keyFile, () => emergencyKeyOf(jsonOf(written)));
  const sealed = sealedIn((await read(envelope)).toString('utf8'));
  const expected = { tenant, account };
  return told(envelope, () => openEmergencyEnvelope(sealed, key, expected));
}

async function decrypted({ keys }: EmergencyOpened, purpose: string, file: string, name: string): Promise<Bytes> {
  const content = await read(file);
  const text = content.toString('latin1').trim();
  // Sealed data in binary begins with a byte that is not a letter.
  const sealed = /^[\w-]+$/.test(text) ? Buffer.from(text, 'base64url') : content;
  return told(file, () => keys.unseal(purpose, name, new Uint8Array(sealed)));
}

function description({ tenant, account, version, keys }: EmergencyOpened): string {
  return [
    'It opens.',
    `  tenant   ${tenant}`,
    `  account  ${account}`,
    `  version  ${version}`,
    `  key id   ${keys.keyId}`,
  ].join('\n');
}

/** From the server's JSON answer, or the file itself. */
function sealedIn(text: string): string {
  const json = jsonOf(text);
  if (typeof json === 'object' && json !== null && 'sealed' in json && typeof json.sealed === 'string')
    return json.sealed;
  return text.trim();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function told<Result>(file: string, act: () => Result | Promise<Result>): Promise<Result> {
  const { isVaultError } = await import('@sallyport/vault/emergency');
  try {
    return await act();
  } catch (error) {
    if (!isVaultError(error)) throw error;
    throw new CliError('unreadable', `${file}: ${error.code}: ${error.message}`, { cause: error });
  }
}

function usage(message: string): CliError {
  return new CliError('usage', message);
}
