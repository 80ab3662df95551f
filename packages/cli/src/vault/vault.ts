import type { Command } from '../command.ts';
import { oneOf, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { open } from './open.ts';
import { writePrivate } from './private-file.ts';

const OPTIONS = {
  key: { type: 'string' },
  envelope: { type: 'string' },
  tenant: { type: 'string' },
  account: { type: 'string' },
  data: { type: 'string' },
  purpose: { type: 'string' },
  name: { type: 'string', default: '' },
  out: { type: 'string' },
} as const;

const HELP = `sallyport vault emergency-key --out FILE
sallyport vault open --key FILE --envelope FILE [options]

Opens the vault of an owner who lost every other way into it. Both commands work
on files and use no network. Never copy the key file to a server.

emergency-key makes a key and writes the whole key to FILE, readable by the
file's owner only. An existing file stays unchanged. The command prints the
public part, for the configuration of the server. The code of your pages needs
the kid in the public part.

open opens a vault with the answer of POST …/vault/emergency-open.

  --key FILE         the key file
  --envelope FILE    the whole answer, or only its member 'sealed'
  --tenant NAME      refuses an envelope of another tenant
  --account ID       refuses an envelope of another account
  --data FILE        decrypts sealed data, in bytes or base64url
  --purpose NAME     the purpose of the sealed data; without --data, open writes
                     the subkey of this purpose
  --name NAME        the name of the sealed data (default: none)
  --out FILE         a new file, readable by its owner only, for the decrypted
                     data or the subkey. Without --out, open prints decrypted
                     data; a subkey needs a file

Without --data and --purpose, open prints the vault's account and tests the key.
Exit code 0: done. 2: a file or the vault cannot be read, written or opened.`;

export const vault: Command = {
  name: 'vault',
  summary: 'makes an emergency key; opens a vault with the key, without network',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [action, more] = positionals;
    if (action === undefined) throw new CliError('usage', 'sallyport vault emergency-key, or sallyport vault open?');
    if (more !== undefined)
      throw new CliError('usage', `too many arguments, from '${more}': sallyport vault ${action}`);
    const act = oneOf('action', action, ['emergency-key', 'open']);
    await (act === 'open' ? open(values, io) : emergencyKey(values.out, io));
    return 0;
  },
};

/** The whole key goes to a file, the public part to the terminal. */
async function emergencyKey(out: string | undefined, io: Io): Promise<void> {
  if (out === undefined) throw new CliError('usage', 'where to? sallyport vault emergency-key --out FILE');
  const { makeEmergencyKey } = await import('@sallyport/vault/emergency');
  const key = await makeEmergencyKey();
  await writePrivate(out, `${JSON.stringify(key, null, 2)}\n`);
  const { kid, publicKey } = key;
  io.out(jsonText({ kid, publicKey }, 2));
}
