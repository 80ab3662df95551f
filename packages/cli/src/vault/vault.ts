import type { Command } from '../command.ts';
import { oneOf, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import { emergencyKey } from './emergency-key.ts';
import { open } from './open.ts';

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

The way back into a vault whose owner has lost every other. Both work on files
alone: no server is asked, and none may ever have the key file.

emergency-key makes a key. FILE gets all of it, readable by its owner only; an
existing file is left alone. What is printed is public: it goes into the
configuration of the server, and its kid into the code of your pages.

open opens a vault by the answer of POST …/vault/emergency-open.

  --key FILE         the key file
  --envelope FILE    the answer as it came, or its 'sealed' alone
  --tenant NAME      where given, the envelope has to be of this tenant
  --account ID       where given, the envelope has to be of this account
  --data FILE        decrypts what the vault sealed: bytes, or base64url
  --purpose NAME     what the data was sealed for; without --data, the subkey of
                     this purpose is written instead
  --name NAME        the name that the data was sealed with (default: none)
  --out FILE         a new file for what comes out, readable by its owner only;
                     without, decrypted data is printed. A subkey needs a file

Without --data and --purpose, open tells whose vault it is and that it opens.
Exits with 0, 2 where something cannot be read, written or opened.`;

export const vault: Command = {
  name: 'vault',
  summary: 'a key for emergencies, and opening a vault with it, without a server',
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
