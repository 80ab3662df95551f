import type { AccountForPreview } from '@sallyport/assurance';
import { withAuth } from '../app/load-auth.ts';
import type { Command } from '../command.ts';
import { accountLine } from '../preview/accounts-file.ts';
import { files, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';

export interface Listing {
  readonly policy: {
    accounts(tenant: string): AsyncIterable<AccountForPreview>;
  };
}

const OPTIONS = {
  facts: { type: 'boolean' },
  auth: { type: 'string' },
  tenant: { type: 'string', default: 'default' },
} as const;

const HELP = `sallyport accounts --facts --auth FILE [options]

Prints the facts of every account that a policy reads, a line of JSON for each
account: its roles, its kinds of factors and the domain of its mailbox. A line
has no secret, no name and no address. 'sallyport preview --accounts' reads the
output, so that CI can preview a change of the policy without the store:

  sallyport accounts --facts --auth src/auth.ts > accounts.ndjson
  sallyport preview old.ts new.ts --accounts accounts.ndjson

  --facts            the facts, and nothing else of the accounts
  --auth FILE        the module with the app's object of createSallyport, as the
                     default export or as the export 'auth'; the command runs
                     the module, and opens the app's store
  --tenant NAME      default: default

The roles are the stored roles. If the app gives the roles (resolveSubject),
these are the app's last answer: an account that has not signed in since has old
roles. The line of an account whose roles the app never gave has
"rolesUnknown":true. Call people.rolesChanged for each account first:
docs/guide/terminal.md has the loop.

Reads the accounts in pages, in memory that does not grow with their number.
Exit code 0: printed. 2: wrong usage, or a store that does not answer.`;

export const accounts: Command = {
  name: 'accounts',
  summary: 'the facts of all accounts, for sallyport preview',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    files(positionals, 0, 0, 'accounts --facts --auth FILE');
    if (values.facts !== true) throw new CliError('usage', 'what of the accounts? Give --facts');
    await withAuth<Listing, void>(values.auth, { policy: ['accounts'] }, async ({ policy }) => {
      for await (const account of policy.accounts(values.tenant)) io.out(accountLine(account));
    });
    return 0;
  },
};
