import type { Broken } from '../ledger/ledger.ts';
import type { Happened } from '../scheduler/scheduler.ts';
import type { World } from '../world/world.ts';
import type { Line } from './line.ts';

export function story({
  lines,
  broken,
  world,
}: {
  readonly lines: readonly Line[];
  readonly broken: Broken | undefined;
  readonly world: World;
}): string {
  const told = lines.map((line, place) => `${`${place + 1}`.padStart(4)}  ${lineInWords(world, line)}`);
  const end = broken === undefined ? [] : ['', `  ✗ ${broken.invariant}`, `    Here ${broken.how}.`];
  return [...told, ...end].join('\n');
}

function lineInWords(world: World, line: Line): string {
  if (line.kind !== 'call') {
    const { who, what } = line.work;
    return line.kind === 'begins' ? `${who} ${what}` : `${who} ${what}: ${line.said}`;
  }
  const { who, what, after } = line.happened.task.work;
  const whose = after === undefined ? who : `the engine, after ${who} ${shortly(what)}`;
  return `    ${whose}: ${callInWords(world, line.happened)}`;
}

function shortly(what: string): string {
  return what.replace(/^(after: )+/, '');
}

function callInWords(world: World, { task, fate, came }: Happened): string {
  const asked = `${task.port} ${task.verb}${askedInWords(world, task.port, task.verb, task.asked)}`;
  switch (fate) {
    case 'answered':
      return `${asked} → ${cameInWords(world, came)}`;
    case 'fails':
      return `${asked} → fails, and did nothing`;
    case 'lost':
      return `${asked} → is done, and the answer is lost`;
    case 'crashes-before':
      return `${asked} → process ${task.work.process.number} dies before it asks`;
    case 'crashes-after':
      return `${asked} → is done, and process ${task.work.process.number} dies`;
  }
}

function askedInWords(world: World, port: string, verb: string, [first, second]: readonly unknown[]): string {
  if (verb === 'commit') {
    const events = listAt(first, 'events').map((event) => textAt(event, 'type'));
    const opens = at(first, 'newSession') === undefined ? [] : ['opens a session'];
    return ` (${[...events, ...opens].join(', ') || 'no event'})`;
  }
  if (verb === 'commit takes its snapshot') return ` of the sessions of ${world.nameOf(textAt(first, 'accountId'))}`;
  if (verb === 'readAccount') return ` (${world.nameOf(typeof second === 'string' ? second : undefined)})`;
  if (verb === 'beginStep' && at(first, 'attempt') !== undefined) {
    return ` (a guess at ${textAt(at(first, 'attempt'), 'authenticator')})`;
  }
  if (port === 'mail') return ` to ${textAt(first, 'to')}`;
  if (port === 'notifier') return ` to ${listAt(first, 'addresses').join(' and ') || 'no address'}`;
  if (verb === 'resolveSubject') return ` (${world.nameOf(typeof first === 'string' ? first : undefined)})`;
  return '';
}

function cameInWords(world: World, came: unknown): string {
  if (came === undefined) return 'nothing';
  if (typeof came !== 'object' || came === null) return String(came).slice(0, 40);
  if (came instanceof Set) return `${came.size} of them`;
  if (Array.isArray(came))
    return came.every((item) => typeof item === 'string') ? came.join(', ') || 'none' : `${came.length}`;
  if ('outcome' in came) return 'with' in came ? `conflict: ${came.with}` : String(came.outcome);
  if ('attempt' in came) {
    const account = at(came, 'account');
    const policy = at(came, 'policy') === undefined ? '' : ', another policy';
    return `${account === undefined ? 'no account' : world.nameOf(textAt(account, 'id'))}, ${textAt(came.attempt, 'outcome')}${policy}`;
  }
  if ('session' in came && 'account' in came) return `a session of ${world.nameOf(textAt(came.account, 'id'))}`;
  if ('identifiers' in came) return at(came, 'block') === undefined ? 'found' : 'found, blocked';
  return 'found';
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textAt(value: unknown, name: string): string {
  return String(at(value, name));
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const found = at(value, name);
  return Array.isArray(found) ? found : [];
}
