import { withAuth } from '../app/load-auth.ts';
import type { Command } from '../command.ts';
import { files, numberOf, oneOf, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { whenText } from '../terminal/when-text.ts';
import { type Governing, type Version, versionText } from './governing.ts';
import { history, versions } from './history.ts';
import { preview } from './preview.ts';
import { set } from './set.ts';
import { beginShadow, endShadow, tellShadow } from './shadow.ts';

const OPTIONS = {
  auth: { type: 'string' },
  by: { type: 'string', default: 'sallyport policy' },
  tenant: { type: 'string', default: 'default' },
  'if-version': { type: 'string' },
  'max-stranded': { type: 'string' },
  names: { type: 'boolean' },
  note: { type: 'string' },
  version: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport policy show --auth FILE [options]
sallyport policy preview POLICY --auth FILE [options]
sallyport policy set POLICY --auth FILE [options]
sallyport policy shadow [POLICY] --auth FILE [options]
sallyport policy end-shadow --auth FILE [options]
sallyport policy history --auth FILE [options]

show prints the policy in force, as JSON for a file, and on stderr its version,
who set the policy, and when. With --version, show prints an earlier version: to
go back, give this file to set.

preview prints what the policy of a file would change: the rules, the findings
that come and go, and the numbers of affected accounts. With --names, preview
lists every affected account by its identifier, with the reasons: first the
accounts that the change moves to another group. Nothing is changed.

set puts the policy of a file in force, by the same checks as an administrator's
change. First set prints the same as preview, and the first affected accounts. A
policy under which nobody could change the policy again is refused, and so is a
change beside a change of somebody else.

shadow runs the policy of a file in the shadow of the policy in force: every
sign-in and every check of a session is judged under it too, without an effect.
Without a file, shadow prints whom the draft would have asked for more, kept out
or asked for less, by rule. end-shadow ends the run, as set does.

history prints every version, newest first: when, who, why, and what changed.

  --auth FILE        the module with the app's object of createSallyport, as the
                     default export or as the export 'auth'; the command runs
                     the module, and opens the app's store. The policy in the
                     code comes in force only if the store is empty
  --by NAME          the actor of the event; default: sallyport policy
  --tenant NAME      default: default
  --if-version N     sets the policy only if version N is in force; default: the
                     version that the printed numbers compare with
  --max-stranded N   refuses a change that strands more than N accounts which
                     can sign in or set up a factor under the policy in force
  --names            preview: lists every affected account by its identifier
  --note TEXT        the reason for the change, at most 500 characters; history
                     prints the note
  --version N        show: prints version N in place of the policy in force
  --json             show: with the version; preview and set: a
                     PolicyPreviewReport and a PolicySetReport of
                     @sallyport/cli; shadow: the report; history: a line of
                     JSON for each version

Exit code 0: printed, or in force. 1: the policy is invalid or refused; nothing
is changed. 2: wrong usage, or a store that does not answer.`;

const USAGE = {
  show: 'policy show --auth FILE',
  preview: 'policy preview POLICY --auth FILE',
  set: 'policy set POLICY --auth FILE',
  shadow: 'policy shadow [POLICY] --auth FILE',
  'end-shadow': 'policy end-shadow --auth FILE',
  history: 'policy history --auth FILE',
} as const;

const OF_POLICY = { policy: ['current', 'versions', 'preview', 'set'] } as const;
const OF_SHADOW = { policy: ['shadow', 'endShadow', 'shadowReport'] } as const;

export const policyCommand: Command = {
  name: 'policy',
  summary: 'the policy in force: shows, previews, sets, tells its history',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [action, ...rest] = positionals;
    if (action === undefined)
      throw new CliError('usage', 'sallyport policy show, preview, set, shadow, end-shadow or history?');
    const act = oneOf('action', action, ['show', 'preview', 'set', 'shadow', 'end-shadow', 'history']);
    const least = act === 'set' || act === 'preview' ? 1 : 0;
    const most = act === 'shadow' ? 1 : least;
    const [file = ''] = files(rest, least, most, USAGE[act]);
    const { auth: module, by, tenant, note, names = false, json = false } = values;
    const ifVersion = numberOf('if-version', values['if-version']);
    const maxStranded = numberOf('max-stranded', values['max-stranded']);
    const version = numberOf('version', values.version);
    if (version !== undefined && act !== 'show')
      throw new CliError('usage', "'--version' is an option of 'sallyport policy show'");
    return withAuth<Governing, ExitCode>(module, act.includes('shadow') ? OF_SHADOW : OF_POLICY, async (auth) => {
      if (act === 'set') return set(auth, { file, tenant, by, note, ifVersion, maxStranded, json }, io);
      if (act === 'preview') return preview(auth, { file, tenant, names, maxStranded, json }, io);
      if (act === 'end-shadow') return endShadow(auth, tenant, by, io);
      if (act === 'shadow' && file !== '') return beginShadow(auth, { file, tenant, by, note, ifVersion }, io);
      if (act === 'shadow') return tellShadow(auth, tenant, json, io);
      await (act === 'show' ? show(auth, { tenant, version, json }, io) : history(auth, tenant, json, io));
      return 0;
    });
  },
};

interface Shown {
  readonly tenant: string;
  /** Absent: the policy in force. */
  readonly version?: number | undefined;
  readonly json: boolean;
}

async function show(auth: Governing, { tenant, version: asked, json }: Shown, io: Io): Promise<void> {
  const found = asked === undefined ? await auth.policy.current(tenant) : await versionNumbered(auth, tenant, asked);
  const { policy, version, changedAt, changedBy } = found;
  if (json) {
    const when = version === 0 ? {} : { changedAt: whenText(changedAt), changedBy };
    io.out(jsonText({ version: 1, policyVersion: version, ...when, policy }, 2));
    return;
  }
  io.err(versionText(found));
  io.out(jsonText(policy, 2));
}

async function versionNumbered({ policy }: Governing, tenant: string, asked: number): Promise<Version> {
  for await (const version of versions(policy, tenant)) if (version.version === asked) return version;
  throw new CliError('usage', `there is no version ${asked} of the policy: 'history' has them`);
}
