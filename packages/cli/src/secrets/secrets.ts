import { hostCode } from '@sallyport/core';
import { withAuth } from '../app/load-auth.ts';
import type { Command } from '../command.ts';
import { files, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import type { Keeping, Resealed, SecretsReport } from './keeping.ts';
import { isLost, ownerText, secretsText } from './text.ts';

const OPTIONS = {
  auth: { type: 'string' },
  reseal: { type: 'boolean' },
  owners: { type: 'string' },
  by: { type: 'string', default: 'sallyport secrets' },
  tenant: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport secrets --auth FILE [--reseal | --owners KEY] [options]

Prints for each secret of the app, by its place and the id of its key, how many
values it still seals: secrets of authenticator apps, and hints for the sign-out
pages of providers. Says which secret may go. Never prints a secret. The command
cannot count mailed links: a sign-up's link needs the secret for an hour, and
the link of a sign-in that the owner does not know for seven days.

With --reseal, first seals everything with secret 1 that another secret sealed.
The command may run beside sign-ins, and again after an interruption. Run the
command when every process has the new secret in front. Half an hour later, also
the sign-ins that were under way no longer need the old secret.

A secret also checks the backup codes and enrollment codes made with it. No code
is stored, so the owners need new codes when that secret goes. With --owners,
prints the accounts with something that needs the key, a line for each account.

  --auth FILE        the module with the app's object of createSallyport, as the
                     default export or as the export 'auth'; the command runs
                     the module, and opens the app's store
  --reseal           seals with secret 1 what other secrets sealed
  --owners KEY       the accounts that need the key, by the id of the key
  --by NAME          the actor of the events; default: sallyport secrets
  --tenant NAME      this tenant alone; default: every tenant of the app
  --json             as JSON (SecretsReport in @sallyport/cli); with --owners, a
                     line of JSON for each account

Exit code 0: printed, or everything is sealed anew. 1: something needs a secret
that the app does not have and is lost without it, or could not be sealed anew,
because no secret opens it or others changed the account meanwhile. 2: wrong
usage, or a store that does not answer: run the command again.`;

const PROGRESS = 10_000;

export const secrets: Command = {
  name: 'secrets',
  summary: 'what still needs which secret; seals everything with the new one',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    files(positionals, 0, 0, 'secrets --auth FILE [--reseal]');
    const { by, json = false, reseal = false, owners: key } = values;
    if (reseal && key !== undefined) throw new CliError('usage', "'--reseal' or '--owners', not both");
    const of = values.tenant === undefined ? {} : { tenant: values.tenant };
    const calls = { secrets: ['survey', 'owners', 'reseal'] } as const;
    return withAuth<Keeping, ExitCode>(values.auth, calls, async (auth) => {
      if (key !== undefined) {
        for await (const owner of auth.secrets.owners({ key, ...of }))
          io.out(json ? jsonText(owner) : ownerText(owner));
        return 0;
      }
      const resealed = reseal ? await counted(auth.secrets.reseal({ by: hostCode(by), ...of }), io) : undefined;
      const survey = await auth.secrets.survey(of);
      const report: SecretsReport = { version: 1, ...survey, resealed };
      io.out(json ? jsonText(report, 2) : secretsText(report));
      const isMoved = resealed === undefined || resealed.unreadable + resealed.contended === 0;
      return isMoved && !survey.keys.some(isLost) ? 0 : 1;
    });
  },
};

async function counted(reports: AsyncIterable<Resealed>, io: Io): Promise<Record<Resealed['outcome'], number>> {
  const counts = { resealed: 0, unreadable: 0, contended: 0 };
  for await (const { tenant, accountId, outcome } of reports) {
    // The keys of a log are no account.
    if (accountId !== undefined || outcome !== 'resealed') counts[outcome]++;
    const of = accountId === undefined ? 'the action log' : `account ${accountId}`;
    if (outcome !== 'resealed') io.err(`tenant ${tenant}, ${of}: ${WORDS[outcome]}`);
    else if (accountId !== undefined && counts.resealed % PROGRESS === 0)
      io.err(`${counts.resealed} accounts sealed anew`);
  }
  return counts;
}

const WORDS = {
  unreadable: 'no secret of the app opens what is sealed',
  contended: 'others changed the account again and again: run the command again',
} as const;
