import { isPreset } from '@sallyport/assurance';
import { instant, POLICY_PRESETS, type PresetName } from '@sallyport/core';
import type { Command } from '../command.ts';
import { loadPolicy } from '../policy-file/load-policy.ts';
import { problemsText } from '../policy-file/problems-text.ts';
import { files, list, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { ofNow } from '../terminal/on-date.ts';
import { acknowledge } from './acknowledge.ts';
import { findingsOf } from './findings-of.ts';
import { type ReadHost, readHost } from './read-host.ts';
import { type CheckReport, countsOf } from './report.ts';
import { checkText } from './text.ts';

const OPTIONS = {
  roles: { type: 'string', multiple: true },
  host: { type: 'string' },
  preset: { type: 'string' },
  'max-warnings': { type: 'string' },
  json: { type: 'boolean' },
} as const;

const HELP = `sallyport check FILE [options]

Tries every set of roles, every set of factors and every order of proofs.
Reports dead ends, roles that can never sign in, rules that never matter,
administrators who could be stranded and the reach of a mailbox alone, each with
the smallest case. Then reports the findings about thieves with the shortest
chain of acts; 'sallyport threats' has the full table. A finding that the policy
accepts ('acknowledged': code, role, reason, until) counts for nothing until its
day is over.

  --roles a,b        the roles of your app: reports roles without a rule in the
                     policy, and roles in the policy that your app lacks
  --host FILE        the host's methods as JSON: {"methods":["password",
                     "totp"],"providers":["corp"],"codes":["sms-code"],
                     "vault":false,"breachedPasswords":false,
                     "attestedModels":"any"}, or a list of AAGUIDs; a
                     method of the policy that the host lacks is an error
  --preset pci       compares the policy with PCI DSS 4.0.1: each deviation is
                     an error, with the requirement
  --max-warnings N   fails with more warnings than N (default: any number)
  --json             the report as JSON (CheckReport in @sallyport/cli)

Exit code 0: no error. 1: an error, an invalid policy, or too many warnings.
2: a file cannot be read.`;

export const check: Command = {
  name: 'check',
  summary: 'problems and notes about a policy, with examples',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [file = ''] = files(positionals, 1, 1, 'check FILE [options]');
    const most = atMost(values['max-warnings']);
    const host = values.host === undefined ? undefined : await readHost(values.host);
    const preset = presetOf(values.preset);
    const hostRoles = values.roles === undefined ? undefined : list(values.roles);
    const report = await reportOn(file, hostRoles, host, preset);
    print(report, values.json === true, io);
    return verdict(report, most, io);
  },
};

async function reportOn(
  file: string,
  hostRoles: readonly string[] | undefined,
  host: ReadHost | undefined,
  preset: PresetName | undefined,
): Promise<CheckReport> {
  const loaded = await loadPolicy(file, host?.methods);
  if (!loaded.ok) {
    const counts = { errors: loaded.problems.length, warnings: 0, notes: 0 };
    return { version: 1, file, status: 'invalid', counts, problems: loaded.problems, findings: [] };
  }
  const { policy } = loaded;
  const { findings: found, world } = findingsOf(ofNow(policy), { hostRoles, host: host?.threats, preset });
  const canFind = (code: string): boolean =>
    code === 'preset-deviation'
      ? preset !== undefined
      : !code.startsWith('role-unknown-to-') || hostRoles !== undefined;
  const now = instant(Date.now());
  const { findings, ...known } = acknowledge(found, policy.document.acknowledged ?? [], { now, canFind });
  const counts = countsOf(findings);
  const status = counts.errors > 0 ? 'errors' : counts.warnings > 0 ? 'warnings' : 'clean';
  return { version: 1, file, status, counts, problems: [], findings, ...known, world };
}

function print(report: CheckReport, json: boolean, io: Io): void {
  if (json) io.out(jsonText(report, 2));
  else if (report.status === 'invalid') io.out(problemsText(report.file, report.problems, io.colours));
  else io.out(checkText(report, io.colours));
}

function verdict({ status, counts: { warnings } }: CheckReport, most: number, io: Io): ExitCode {
  if (status === 'errors' || status === 'invalid') return 1;
  if (warnings <= most) return 0;
  io.err(`too many warnings: ${warnings}, and at most ${most} are allowed`);
  return 1;
}

function presetOf(written: string | undefined): PresetName | undefined {
  if (written === undefined || isPreset(written)) return written;
  const names = Object.keys(POLICY_PRESETS).join(', ');
  throw new CliError('usage', `--preset takes one of ${names}, not '${written}'`);
}

function atMost(written: string | undefined): number {
  if (written === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d+$/.test(written)) throw new CliError('usage', `--max-warnings takes a number, not '${written}'`);
  return Number(written);
}
