import { type HostCode, hostCode } from '@sallyport/core';
import { withAuth } from '../app/load-auth.ts';
import { type AppRefusal, isRefusal, refusalText } from '../app/refusal-text.ts';
import type { Command } from '../command.ts';
import { oneOf, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { wrap } from '../terminal/wrap.ts';

/** As `RemovedTenant` of `@sallyport/engine`. */
interface Removed {
  readonly log: 'keep' | 'remove';
  readonly records: number;
}

interface Removing {
  readonly tenants: {
    remove(
      tenant: string,
      asked: { readonly by: HostCode; readonly log: 'keep' | 'remove' },
    ): Promise<Removed | AppRefusal>;
  };
}

const OPTIONS = {
  auth: { type: 'string' },
  by: { type: 'string', default: 'sallyport tenant' },
  tenant: { type: 'string' },
  confirm: { type: 'string' },
  log: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const USAGE = 'sallyport tenant remove --tenant NAME --confirm NAME --log keep|remove --auth FILE';

const HELP = `sallyport tenant remove --tenant NAME --confirm NAME
  --log keep|remove --auth FILE [options]

Removes a tenant with everything in it: accounts, sessions, factors, vaults,
organisations, counters and every version of its policy. From the first moment
on nobody signs in there. The name is never used again. Nobody is told, and only
a copy of the database brings the tenant back.

  --tenant NAME      the tenant
  --confirm NAME     the same name again
  --log keep|remove  keep: the action log and its sealed proof stay, and its
                     last event is the removal. remove: the log goes too, also
                     later
  --auth FILE        the module with the app's object of createSallyport, as the
                     default export or as the export 'auth'; the command runs
                     the module, and opens the app's store
  --by NAME          the actor of the event; default: sallyport tenant
  --json             prints the answer of the app: a RemovedTenant or a Refusal
                     of @sallyport/engine

After an interruption, run the command again: it goes on. Where other processes
serve the app, run it again after an hour: one that was in the middle of a
sign-in may have written a record later. Exit code 0: removed. 1: refused.
2: wrong usage, an unknown tenant, or a store that does not answer.`;

export const tenant: Command = {
  name: 'tenant',
  summary: 'removes a tenant with everything in it',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [act, more] = positionals;
    if (act === undefined) throw new CliError('usage', `what? ${USAGE}`);
    oneOf('act', act, ['remove']);
    if (more !== undefined) throw new CliError('usage', `too many arguments, from '${more}': ${USAGE}`);
    const { auth: module, by, tenant: name, confirm, log, json = false } = values;
    if (name === undefined) throw new CliError('usage', 'which tenant? Give --tenant');
    if (confirm !== name) throw new CliError('usage', `--confirm repeats the name of the tenant, '${name}'`);
    if (log === undefined)
      throw new CliError('usage', 'keep or remove the action log? Give --log keep or --log remove');
    const kept = oneOf('choice of --log', log, ['keep', 'remove']);
    return withAuth<Removing, ExitCode>(module, { tenants: ['remove'] }, async (auth) => {
      const removed = await auth.tenants.remove(name, { by: hostCode(by), log: kept });
      if (json) io.out(jsonText(removed, 2));
      if (isRefusal(removed)) {
        io.err(wrap(`refused: ${refusalText(removed)}`));
        return 1;
      }
      if (!json) io.out(wrap(textOf(name, removed)));
      return 0;
    });
  },
};

function textOf(name: string, { log, records }: Removed): string {
  const ofLog =
    log === 'keep'
      ? 'Its action log stays, and ends with the removal. Leave the name in `tenants` as long as the log is read'
      : 'Its action log is gone. Take the name out of `tenants`';
  return `The tenant '${name}' is removed: ${records} records went. Where other processes serve the app, run the command again after an hour, for what was under way. ${ofLog}, and give the name to no other customer.`;
}
