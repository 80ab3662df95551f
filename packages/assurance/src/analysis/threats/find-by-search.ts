import { administers } from '@sallyport/core';
import { type ThreatAccount, targetOf } from './accounts.ts';
import { createdByAdministrator } from './administrator-acts.ts';
import { afterCookies, cookiesOf, type ThreatCell } from './cell.ts';
import { BECOMES_POLICY, becomesAdministrator, finding } from './find-by-cell.ts';
import type { ThreatExample, ThreatFinding } from './finding.ts';
import { isSession, type ThreatGoal } from './goal.ts';
import { reachable } from './goals-of.ts';
import type { ThreatWorld } from './host.ts';
import type { Memory } from './memory.ts';
import { type Held, open, openWith, surviving } from './opened.ts';
import { invitedByAdministrator, signedUpAndOut } from './overtaken-flows.ts';
import { withOwnersApp } from './owner-events.ts';
import type { Changed } from './place.ts';
import { createdByProvider } from './provider-acts.ts';
import { type SearchAnswer, search } from './search.ts';
import { shownBy } from './shown.ts';
import type { Target } from './target.ts';
import { handsOf, type Thief } from './thief.ts';
import { applies } from './thieves.ts';
import { accountText, capital, thiefText } from './words.ts';

export interface FurtherAsked {
  readonly world: ThreatWorld;
  readonly accounts: readonly ThreatAccount[];
  readonly thieves: readonly Thief[];
  readonly cells: readonly ThreatCell[];
  readonly budget: number;
  readonly memory: Memory;
}

export interface Further {
  readonly findings: readonly ThreatFinding[];
  readonly undecided: number;
}

interface Begin {
  readonly account: ThreatAccount;
  readonly begin: Changed;
}

/**
 * If every planted factor carries `setUpBy` in these states, a promotion removes the planted factors. Else a second search uses the whole
 * budget.
 */
const PLANTED = 60;

export function findPromotions(asked: FurtherAsked): Further {
  const administrators = asked.thieves.filter(({ id }) => /^(people-administrator$|helpdesk:)/.test(id));
  const each = administrators.map((thief) => promotionsBy(thief, asked));
  return {
    findings: each.flatMap(({ findings }) => findings),
    undecided: each.reduce((sum, { undecided }) => sum + undecided, 0),
  };
}

function promotionsBy(thief: Thief, { world, accounts, budget, memory }: FurtherAsked): Further {
  const hands = handsOf(thief);
  const [helpdesk] = hands.helpdesks;
  const begins = accounts
    .filter(({ roles }) => !administers(world.policy, roles, 'policy'))
    .map((account): Begin => ({ account, begin: { steps: [], target: targetOf(account), held: [] } }));
  const all: readonly Begin[] = helpdesk === undefined ? [...createdIn(world), ...begins] : begins;
  let undecided = 0;
  let example: ThreatExample | undefined;
  for (const { account, begin } of all) {
    const asked = { world, hands, begin, wanted: new Set(['policy'] as const), lives: true, memory };
    const first = search({ ...asked, budget: Math.min(budget, PLANTED) });
    const isDecided = first.complete || !first.showedOwners;
    const answer = isDecided ? { ...first, complete: true } : search({ ...asked, budget });
    const chain = answer.reached.get('policy');
    if (chain !== undefined && (example === undefined || chain.length < example.chain.length))
      example = { thief: thief.id, account, goal: 'policy', chain };
    else if (!answer.complete) undecided++;
  }
  const findings =
    helpdesk === undefined
      ? finding('people-administrator-reaches-policy', 'error', BECOMES_POLICY, example)
      : finding('helpdesk-reaches-administration', 'error', becomesAdministrator(helpdesk), example);
  return { findings, undecided };
}

function createdIn(world: ThreatWorld): readonly Begin[] {
  const created = [createdByAdministrator(world), ...invitedByAdministrator(world), signedUpAndOut(world)];
  return created.flatMap((begin) => (begin === undefined ? [] : [{ account: CREATED, begin }]));
}

export const CREATED: ThreatAccount = { roles: [], factors: { passkeys: [] } };

export function findCreated({ world, thieves, budget, memory }: FurtherAsked): Further {
  const findings: ThreatFinding[] = [];
  let undecided = 0;
  for (const source of world.providers) {
    const thief = thieves.find(({ id }) => id === `provider:${source.name}`);
    const begin = createdByProvider(world, source);
    if (thief === undefined || begin === undefined || !administers(world.policy, source.gives, 'people')) continue;
    const hands = handsOf(thief);
    const answer = search({ world, hands, begin, wanted: new Set(['policy', 'people']), budget, memory });
    if (!answer.complete) undecided++;
    for (const goal of ['policy', 'people'] as const) {
      const chain = answer.reached.get(goal);
      if (chain === undefined) continue;
      const message = `Whoever operates the provider '${source.name}' can make an account that administers: the host lets the provider give the role.`;
      const example = { thief: thief.id, account: CREATED, goal, chain };
      findings.push(...finding('provider-reaches-administration', 'info', message, example));
      break;
    }
  }
  return { findings, undecided };
}

export function findBegunBefore(asked: FurtherAsked): Further {
  const { world, accounts, thieves } = asked;
  const known = new Map<string, SearchAnswer>();
  let undecided = 0;
  let example: ThreatExample | undefined;
  for (const account of accounts) {
    const before = targetOf(account);
    const after = withOwnersApp(world, before);
    if (after === undefined) continue;
    for (const thief of thieves) {
      const begun = applies(thief, before) ? begunBy(world, thief, before) : [];
      if (begun.length === 0) continue;
      const key = JSON.stringify([thief.thefts, after]);
      const fresh = known.get(key) ?? searchAfter(asked, thief, after, []);
      known.set(key, fresh);
      const late = searchAfter(asked, thief, after, surviving(begun, after));
      if (!late.complete || !fresh.complete) undecided++;
      for (const [goal, chain] of late.reached)
        if (!isSession(goal) && !fresh.reached.has(goal) && fresh.complete)
          example ??= { thief: thief.id, account, goal, chain };
    }
  }
  const what = example === undefined ? '' : `${capital(thiefText(example.thief))}, ${accountText(example.account)}`;
  const message = `What was begun before the owner set up an app reaches more than what is begun after: ${what}.`;
  return { findings: finding('begun-before-reaches-more', 'error', message, example), undecided };
}

function begunBy(world: ThreatWorld, thief: Thief, target: Target): readonly Held[] {
  const cookies = cookiesOf(world, thief, target) ?? [];
  const shows = shownBy(world, handsOf(thief), target);
  const { sessions, flows } = openWith(open(world, target, shows, false), cookies, world, target, shows, false);
  return [...sessions, ...flows].map((held) => ({ ...held, steps: [...held.steps, { move: 'owner-sets-up-app' }] }));
}

function searchAfter(
  { world, budget, memory }: FurtherAsked,
  thief: Thief,
  target: Target,
  begun: readonly Held[],
): SearchAnswer {
  const hands = handsOf(thief);
  const cookies = begun.length === 0 ? (cookiesOf(world, thief, target) ?? []) : [];
  const wanted: ReadonlySet<ThreatGoal> = new Set(
    [...reachable({ world, hands, target })].filter((goal) => !isSession(goal)),
  );
  const begin = { steps: [], target: afterCookies(world, target, cookies), held: [...cookies, ...begun] };
  return search({ world, hands, begin, wanted, budget, memory });
}
