import { factorsOfWords, proofOfWord, WordError } from '@sallyport/assurance';
import {
  type AccountFactors,
  type AccountFacts,
  BUILT_IN_METHODS,
  type Evidence,
  evaluate,
  explain as explainDecision,
  instant,
  limitsSessions,
  nearestName,
  type Policy,
  parseDuration,
  type Question,
  type Reader,
  sessionLimits,
  sessionRoom,
  WAY_IN_METHODS,
} from '@sallyport/core';
import { readHost } from '../check/read-host.ts';
import type { Command } from '../command.ts';
import { requirePolicy } from '../policy-file/require-policy.ts';
import { files, list, oneOf, parse } from '../terminal/arguments.ts';
import { CliError } from '../terminal/cli-error.ts';
import { inContexts } from '../terminal/in-contexts.ts';
import { jsonText } from '../terminal/json-text.ts';
import { onDate } from '../terminal/on-date.ts';
import { wrap } from '../terminal/wrap.ts';
import type { ExplainReport, SessionLimit } from './report.ts';
import { explainText } from './text.ts';

const OPTIONS = {
  roles: { type: 'string', multiple: true },
  factors: { type: 'string', multiple: true },
  proved: { type: 'string', multiple: true },
  methods: { type: 'string', multiple: true },
  emergency: { type: 'boolean' },
  blocked: { type: 'boolean' },
  local: { type: 'boolean' },
  strength: { type: 'string', multiple: true },
  within: { type: 'string' },
  for: { type: 'string' },
  on: { type: 'string' },
  contexts: { type: 'string', multiple: true },
  host: { type: 'string' },
  json: { type: 'boolean' },
} as const;

function helpLine(option: string, text: string): string {
  return wrap(text, ' '.repeat(21), `  ${option.padEnd(19)}`);
}

const FACTORS = helpLine(
  '--factors a,b',
  `the account's factors: ${BUILT_IN_METHODS.map(({ factor }) => factor.name).join(', ')}, or a delivered code of the host by name (sms).
  password:mailbox was set by a reset link; sso:PROVIDER and email:DOMAIN name the provider and the domain;
  passkey:ID takes +device-bound, +attested, +unverified or +aaguid=…`,
);

const PROVED = helpLine(
  '--proved a,b',
  `the proofs given: ${BUILT_IN_METHODS.map(({ name }) => name).join(', ')}, a delivered code (sms-code), enrollment-code or reset-token;
  sso:PROVIDER takes +acr=… and +amr=…, passkey:ID names the passkey; @20m is the age of a proof`,
);

const HELP = `sallyport explain FILE [options]

Asks a policy about an account. Prints the decision with its reasons.

  --roles a,b        the roles of the account
${FACTORS}
${PROVED}
  --methods a,b      the ways in that the account itself allows
  --emergency        an emergency account
  --blocked          a blocked account
  --local            the person asks for the local way in, see preferSso
  --strength a,b     the strengths that a route requires, for a step-up
  --within 5m        the maximum age of a proof at the route
  --for WHOM         person or administrator (default)
  --on DATE          with the rules that have begun by then, such as
                     2026-12-15. Without: by now
  --contexts a,b     in these contexts of the policy. Without: outside of every
                     context
  --host FILE        the host's methods as JSON: {"methods":["password","totp"]}
                     Without: every method, also single sign-on
  --json             as JSON (ExplainReport in @sallyport/cli)

Exit code 0: any decision. 1: an invalid policy. 2: a file cannot be read.`;

export const explain: Command = {
  name: 'explain',
  summary: 'the decision for an account, and its reasons',
  help: HELP,
  options: OPTIONS,
  run: async (args, io) => {
    const { values, positionals } = parse(args, OPTIONS);
    const [file = ''] = files(positionals, 1, 1, 'explain FILE [options]');
    const reader = oneOf<Reader>('reader', values.for ?? 'administrator', ['person', 'administrator']);
    const methods = list(values.methods).map((name) => oneOf('way in', name, WAY_IN_METHODS));
    const factors = factorsOf(list(values.factors));
    const account: AccountFacts = {
      roles: list(values.roles),
      factors,
      methods: values.methods === undefined ? undefined : methods,
      emergency: values.emergency === true ? true : undefined,
      blocked: values.blocked === true ? true : undefined,
    };
    const evidence = proofsOf(list(values.proved), factors);
    const host = values.host === undefined ? undefined : await readHost(values.host);
    const written = await requirePolicy(file, io, host?.methods, onDate(values.on));
    if (written === undefined) return 1;
    const policy = inContexts(written, values.contexts);
    const demand = demandOf(policy, list(values.strength), values.within);
    const question = { account, evidence, now: NOW, local: values.local === true, ...demand };
    const report = reportOn(file, policy, question, reader);
    io.out(values.json === true ? jsonText(report, 2) : explainText(report, io.colours));
    return 0;
  },
};

function demandOf(policy: Policy, names: readonly string[], age: string | undefined): Pick<Question, 'demand'> {
  if (names.length === 0 && age === undefined) return {};
  const known = policy.strengths.map(({ name }) => name);
  const strengths = names.map((name) => oneOf('strength', name, known));
  if (age === undefined) return { demand: { strengths } };
  const within = parseDuration(age);
  if (within === undefined) throw new CliError('usage', `--within takes a time such as '5m', not '${age}'`);
  return { demand: { strengths, within } };
}

function reportOn(file: string, policy: Policy, asked: Question & { local: boolean }, reader: Reader): ExplainReport {
  const { account, evidence, local, demand } = asked;
  const decision = evaluate(policy, asked);
  const { because, ...answer } = decision;
  const forAdministrator = reader === 'administrator';
  return {
    version: 1,
    file,
    question: { account, evidence, local, demand },
    for: reader,
    decision: forAdministrator ? { ...answer, because } : answer,
    explanation: explainDecision(decision, reader),
    session:
      forAdministrator && decision.outcome === 'granted'
        ? { ...sessionLimits(policy, account, evidence), room: limitOf(policy, account) }
        : undefined,
    notes: forAdministrator ? unknownRoles(policy, account.roles) : [],
  };
}

/** The core answers whether there is room beside some sessions, so the count goes up to the limit. */
function limitOf(policy: Policy, account: AccountFacts): SessionLimit | undefined {
  if (!limitsSessions(policy, account)) return undefined;
  const live: { readonly id: string; readonly createdAt: typeof NOW }[] = [];
  for (;;) {
    const room = sessionRoom(policy, account, live);
    if (room.outcome === 'refused') return { most: live.length, beyond: 'refuse' };
    if (room.ends.length > 0) return { most: live.length, beyond: 'end-oldest' };
    live.push({ id: String(live.length), createdAt: NOW });
  }
}

function unknownRoles(policy: Policy, roles: readonly string[]): string[] {
  return roles
    .filter((name) => !policy.roles.has(name))
    .map((name) => {
      const nearest = nearestName(name, policy.roles.keys());
      return `The policy has no rule for the role '${name}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`;
    });
}

/** @throws CliError */
function factorsOf(words: readonly string[]): AccountFactors {
  try {
    return factorsOfWords(words);
  } catch (error) {
    if (error instanceof WordError) throw new CliError('usage', `--factors: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Proofs are at or before this time. */
const NOW: Evidence['at'] = instant(0);

/** `@20m` is the age of a proof. @throws CliError */
function proofsOf(words: readonly string[], factors: AccountFactors): readonly Evidence[] {
  return words.map((written) => {
    const { text, at } = agedOf(written);
    try {
      return proofOfWord(text, factors, at);
    } catch (error) {
      if (!(error instanceof WordError)) throw error;
      const { message, lacking } = error;
      throw new CliError(
        'usage',
        lacking === undefined
          ? `--proved: ${message}`
          : `--proved '${text}': the account has none; add '${lacking}' to --factors`,
        { cause: error },
      );
    }
  });
}

function agedOf(written: string): { readonly text: string; readonly at: Evidence['at'] } {
  const place = written.lastIndexOf('@');
  if (place === -1) return { text: written, at: NOW };
  const age = parseDuration(written.slice(place + 1));
  if (age === undefined) throw new CliError('usage', `--proved: '${written}' ends in no time, such as '@20m'`);
  return { text: written.slice(0, place), at: instant(NOW - age) };
}
