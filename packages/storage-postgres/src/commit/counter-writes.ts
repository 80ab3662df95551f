import { type AttemptRef, MAIL_COUNTERS } from '@sallyport/store';
import { type CounterReset, writesOf } from '@sallyport/store/plan';
import type { Parameters } from '../statements/statement.ts';
import { FORGOTTEN_DEVICES, ownersOfForgotten } from './device-writes.ts';
import type { Draft, Part } from './draft.ts';

interface Effect {
  readonly where: string;
  readonly total?: string;
  readonly recent?: string;
  readonly first?: string;
  readonly lock?: string;
  readonly open?: string;
}

const NOTHING_LEFT = { total: '0', recent: '0', first: '0', lock: '0', open: `'{}'::bigint[]` };
/** Postgres cannot update a row twice in one statement. The update comes after the guards: a commit that waits must not hold the lock of a counter. */
export function counterWrites(draft: Draft): readonly Part[] {
  const { giveBack, judged } = draft.plan;
  const resets = writesOf(draft.plan, 'counter');
  const removed = writesOf(draft.plan, 'account').flatMap((one) => (one.write === 'remove' ? one.id : []));
  const owners = ownersOfForgotten(draft).filter((owner) => !removed.some((id) => id === owner));
  const subjects = new Map<string, string>();
  for (const subject of [giveBack?.subject, judged?.attempt.subject, ...resets.map((one) => one.subject), ...owners]) {
    if (subject !== undefined && !subjects.has(subject)) subjects.set(subject, draft.parameters.text(subject));
  }
  const at = (subject: string): string => subjects.get(subject) ?? '';
  const effects = [
    ...owners.map((owner) => forgetting(at(owner))),
    ...resets.flatMap(({ subject, resets }) => resets.map((reset) => resetting(draft.parameters, reset, at(subject)))),
    ...(giveBack ? [returning(draft.parameters, giveBack, at(giveBack.subject))] : []),
    ...(judged ? [judging(draft, judged.attempt, at(judged.attempt.subject))] : []),
  ];
  if (effects.length === 0) return [];
  const spared = removed.some((id) => id === giveBack?.subject) ? ' and not h.held' : '';
  const sql = `update ${draft.table.counter} t set
      ${settingOf(effects)}
    from (select count(*) > 0 as held from ${draft.held}) as h
    where t.tenant = ${draft.tenant} and (${[...subjects.values()].map((place) => `t.subject = ${place}`).join(' or ')})
      and (${effects.map(({ where }) => where).join(' or ')}) and h.held is not null${spared}`;
  if (judged === undefined) return [{ name: 'put_counters', sql }];
  // The update returns the failure's row only if an attempt was open.
  const full = `(t.total >= ${draft.parameters.number(judged.hardLimit)} or t.locked_until > ${draft.now})`;
  return [{ name: 'put_counters', sql: `${sql} returning t.open_ends = '{}' and ${full} as locked` }];
}

function settingOf(effects: readonly Effect[]): string {
  const columns = [
    ['total', 'total'],
    ['recent', 'recent'],
    ['first', 'first_at'],
    ['lock', 'locked_until'],
    ['open', 'open_ends'],
  ] as const;
  return columns
    .filter(([what]) => effects.some((effect) => effect[what] !== undefined))
    .map(([what, column]) => `${column} = ${becomes(effects, what, `t.${column}`)}`)
    .join(', ');
}

function becomes(effects: readonly Effect[], what: Exclude<keyof Effect, 'where'>, column: string): string {
  const values = effects.map((effect) => effect[what]);
  const last = values.at(-1);
  const cases = effects.flatMap(({ where }, place) => {
    const value = values[place];
    return value === undefined ? [] : [`when ${where} then ${value}`];
  });
  if (last !== undefined && !values.includes(undefined)) {
    return cases.length === 1 ? last : `case ${cases.slice(0, -1).join(' ')} else ${last} end`;
  }
  return cases.length === 0 ? column : `case ${cases.join(' ')} else ${column} end`;
}

function rowOf(parameters: Parameters, ref: AttemptRef, subject: string): string {
  const authenticator = parameters.text(ref.authenticator);
  const device = parameters.text(ref.device ?? '');
  return `t.subject = ${subject} and t.authenticator = ${authenticator} and t.device = ${device}`;
}

function judging({ parameters, now }: Draft, ref: AttemptRef, subject: string): Effect {
  const end = parameters.number(ref.reservation.until);
  return {
    where: `(${rowOf(parameters, ref, subject)} and ${end} = any (t.open_ends))`,
    open: `array(select e from unnest(${withoutOne(end)}) as x (e) where e > ${now})`,
  };
}

function withoutOne(end: string): string {
  const place = `array_position(t.open_ends, ${end})`;
  return `t.open_ends[:${place} - 1] || t.open_ends[${place} + 1:]`;
}

function returning(parameters: Parameters, ref: AttemptRef, subject: string): Effect {
  const first = parameters.number(ref.reservation.first);
  const end = parameters.number(ref.reservation.until);
  return {
    where: `(${rowOf(parameters, ref, subject)})`,
    open: `case when ${end} = any (t.open_ends) then ${withoutOne(end)} else t.open_ends end`,
    total: 'greatest(t.total - 1, 0)',
    recent: `case when t.first_at = ${first} then greatest(t.recent - 1, 0) else t.recent end`,
    lock: `case when t.first_at = ${first} then 0 else t.locked_until end`,
  };
}

/** The sweep deletes empty counters. */
function forgetting(subject: string): Effect {
  const where = `(t.subject = ${subject} and t.device = any (array(select token_hash from ${FORGOTTEN_DEVICES} where account_id = ${subject})))`;
  return { where, ...NOTHING_LEFT };
}

/** Budgets of mails are never reset. */
function resetting(parameters: Parameters, { authenticators, device, resets }: CounterReset, subject: string): Effect {
  const conditions = [
    `t.subject = ${subject} and left(t.authenticator, ${MAIL_COUNTERS.length}) <> '${MAIL_COUNTERS}' and h.held`,
  ];
  if (authenticators !== undefined) conditions.push(`t.authenticator = any(${parameters.texts(authenticators)})`);
  if (device === 'none') conditions.push(`t.device = ''`);
  else if (device !== 'any') conditions.push(`t.device = ${parameters.text(device.tokenHash)}`);
  const where = `(${conditions.join(' and ')})`;
  return resets === 'all' ? { where, ...NOTHING_LEFT } : { where, total: '0' };
}
