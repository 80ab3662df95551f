import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { HostCode } from '@sallyport/core';
import { isRefusal } from '../app/refusal-text.ts';
import { asJson, versionText } from '../policy/governing.ts';
import { CliError } from '../terminal/cli-error.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { jsonText } from '../terminal/json-text.ts';
import { readJson } from '../terminal/read-json.ts';
import { tellImpact, wholeImpact } from './impact.ts';
import type { Organising } from './organising.ts';
import { printed, type Refused } from './words.ts';

/** Bytes. Ten roles with dates fill some kilobytes. */
const LARGEST = 1_000_000;

export interface RuleGiven {
  readonly id: string;
  readonly tenant: string;
  readonly by: HostCode;
  /** Absent: prints the rule. */
  readonly file: string | undefined;
  /** Absent: the rule in force. */
  readonly version: number | undefined;
  /** Absent: the version that the printed numbers are about. */
  readonly ifVersion: number | undefined;
  readonly force: boolean;
  readonly preview: boolean;
  readonly names: boolean;
  readonly json: boolean;
}

export async function rule(auth: Organising, given: RuleGiven, io: Io): Promise<ExitCode> {
  const { file, json } = given;
  if (file === undefined) return show(auth, given, io);
  const written = await readRule(file);
  const refused = await (given.preview ? preview(auth, given, written, io) : set(auth, given, written, io));
  return refused === undefined ? 0 : printed(refused, json, io);
}

async function show(
  { organisations }: Organising,
  { id, tenant, version, json }: RuleGiven,
  io: Io,
): Promise<ExitCode> {
  const found = await organisations.rule(id, { tenant, ...(version !== undefined && { version }) });
  if (isRefusal(found)) {
    const known = version !== undefined && !isRefusal(await organisations.rule(id, { tenant }));
    return printed({ ...found, ...(known && { inWords: `${id} has no version ${version}` }) }, json, io);
  }
  if (!json) io.err(versionText(found));
  io.out(jsonText(json ? found : found.rule, 2));
  return 0;
}

/** @throws CliError */
async function readRule(file: string): Promise<unknown> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new CliError('unreadable', `${file}: there is no such file`);
  if (!found.isFile()) throw new CliError('unreadable', `${file}: is no file`);
  if (extname(file) !== '.json') throw new CliError('unreadable', `${file}: a rule is in a file that ends .json`);
  if (found.size > LARGEST) throw new CliError('unreadable', `${file}: has more than 1 MB, and no rule is as long`);
  return readJson(file);
}

async function preview(auth: Organising, given: RuleGiven, written: unknown, io: Io): Promise<Refused | undefined> {
  const { id, tenant, json, names } = given;
  const impact = await auth.organisations.preview(id, written, { tenant });
  if (isRefusal(impact)) return impact;
  const asked = { id, rule: written, tenant };
  if (json) io.out(jsonText(names ? await wholeImpact(auth, asked, impact) : impact, 2));
  else await tellImpact(auth, asked, { impact, names }, io);
  return undefined;
}

async function set(auth: Organising, given: RuleGiven, written: unknown, io: Io): Promise<Refused | undefined> {
  const { id, tenant, by, force, json, names, ifVersion } = given;
  const { organisations } = auth;
  const current = await organisations.rule(id, { tenant });
  if (isRefusal(current)) return current;
  if (ifVersion !== undefined && ifVersion !== current.version)
    return {
      refused: 'precondition-failed',
      inWords: `${versionText(current)}, is in force, and not version ${ifVersion}`,
    };
  const isSame = isDeepStrictEqual(asJson(current.rule), written);
  const impact = isSame || !json ? await organisations.preview(id, written, { tenant }) : undefined;
  const isRefused = impact !== undefined && isRefusal(impact);
  if (isRefused && impact.refused !== 'roles-from-host') return impact;
  if (isSame) {
    io.out(json ? jsonText(current, 2) : `The rule is in force already, as version ${current.version}.`);
    return undefined;
  }
  if (isRefused) io.err('nobody is counted: the app itself tells who is a member (memberRoles)');
  else if (impact !== undefined) await tellImpact(auth, { id, rule: written, tenant }, { impact, names }, io);
  const set = await organisations.setRule(id, written, { tenant, by, ifVersion: current.version, force });
  if (isRefusal(set)) return set;
  io.out(json ? jsonText(set, 2) : `Version ${set.version} of the rule is in force.`);
  return undefined;
}
