import { nearestName, unknownMember } from '@sallyport/core';
import { SallyportConfigError } from '../contract/configuration-error.ts';
import type { Guard, Sallyport } from '../contract/index.ts';

const MEMBERS: { readonly [Needs in Guard['needs']]: Readonly<Record<string, boolean>> } = {
  session: { evenIfTightened: false, unattended: false, ends: false, looks: false, reuses: false, in: false },
  'recent-proof': {},
  'set-up': {},
  administrator: { of: true, emergency: false, may: false },
  member: { may: true, in: false },
  strength: { strength: true, within: false, reuses: false, in: false },
  'recent-sign-in': { within: true, in: false },
};

const KINDS = Object.keys(MEMBERS);

const DEMAND: Readonly<Record<string, boolean>> = { strength: false, within: false, in: false };

const checkedGuards = new WeakSet<Guard>();

/** With a misspelt member, a guard would admit every session. */
export function checkGuard(guard: Guard): void {
  if (checkedGuards.has(guard)) return;
  const { needs }: { readonly needs?: unknown } = Object(guard);
  const members = Object.entries(MEMBERS).find(([name]) => name === needs)?.[1];
  if (members === undefined)
    throw badDemand(`sessions.guard: \`needs\` is ${shown(needs)}.`, nearestName(String(needs), KINDS), KINDS);
  checkMembers('sessions.guard', guard, { needs: true, ...members });
  checkedGuards.add(guard);
}

export function checkDemand(demand: Parameters<Sallyport['authorize']>[1]): void {
  checkMembers('authorize', demand, DEMAND);
}

const STEP_UP: Readonly<Record<string, boolean>> = { ...DEMAND, continuation: false };

export function checkStepUp(asked: Parameters<Sallyport['signIn']['stepUp']>[2]): void {
  checkMembers('signIn.stepUp', asked, STEP_UP);
}

function checkMembers(call: string, given: object, members: Readonly<Record<string, boolean>>): void {
  const known = Object.keys(members);
  const unknown = unknownMember(Object(given), known);
  if (unknown !== undefined) throw badDemand(`${call}: there is no member \`${unknown.name}\`.`, unknown.meant, known);
  const missing = known.find((name) => members[name] === true && Reflect.get(given, name) === undefined);
  if (missing !== undefined)
    throw new SallyportConfigError('bad-demand', `${call}: the demand has no \`${missing}\`.`, `Give \`${missing}\`.`);
}

function badDemand(message: string, meant: string | undefined, known: readonly string[]): SallyportConfigError {
  const wayOut =
    meant === undefined ? `There are ${known.map((name) => `\`${name}\``).join(', ')}.` : `Did you mean \`${meant}\`?`;
  return new SallyportConfigError('bad-demand', message, wayOut);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : `of type ${typeof value}`;
}
