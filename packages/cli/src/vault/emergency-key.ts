import { CliError } from '../terminal/cli-error.ts';
import type { Io } from '../terminal/io.ts';
import { writePrivate } from './private-file.ts';

/** Makes an emergency key. Writes the whole key to a file, and prints the public part. */
export async function emergencyKey(out: string | undefined, io: Io): Promise<void> {
  if (out === undefined) throw new CliError('usage', 'where to? sallyport vault emergency-key --out FILE');
  const { makeEmergencyKey } = await import('@sallyport/vault/emergency');
  const key = await makeEmergencyKey();
  await writePrivate(out, `${JSON.stringify(key, null, 2)}\n`);
  const { kid, publicKey } = key;
  io.out(JSON.stringify({ kid, publicKey }, null, 2));
}
