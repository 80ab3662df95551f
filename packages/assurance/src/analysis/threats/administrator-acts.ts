import type { Act } from '@sallyport/core';
import { isAllowed } from './allowed.ts';
import type { ThreatWorld } from './host.ts';
import { surviving } from './opened.ts';
import { type Judged, peopleAdministrator, stolenAdministrators } from './people-administrator.ts';
import type { Changed, Place } from './place.ts';
import { withEntry } from './provider-acts.ts';
import { sortedLinks } from './session-acts.ts';
import type { ThreatStep } from './step.ts';
import {
  afterRoles,
  endsSessions,
  leavesOf,
  loweredBy,
  NOTHING,
  OTHER,
  type Target,
  type Thing,
  withoutOrphans,
} from './target.ts';
import type { Hands } from './thief.ts';

export const OTHERS: Thing = { by: 'thief', setUpBy: OTHER };

export function* administratorChanges(place: Place): Generator<Changed> {
  const { world, hands, held } = place;
  const administrators = stolenAdministrators(world, hands);
  if (administrators.length === 0) return;
  for (const { act, step, leaves, ends } of administratorActs(place)) {
    if (!administrators.some((each) => administratorMay(world, each, act, place.facts))) continue;
    const target = loweredBy(world.policy, place.target, leaves, OTHER);
    // A newer code voids the link of an invitation.
    const isVoid = target.enrollmentCode !== place.target.enrollmentCode;
    const stays = isVoid ? held.filter(({ isFirstSignIn }) => isFirstSignIn !== true) : held;
    yield { steps: [step], target, held: ends === true ? [] : surviving(stays, target), endsOthers: ends };
  }
}

export function administratorMay(
  world: ThreatWorld,
  { facts, evidence }: Judged,
  act: Act,
  target: Place['facts'] | undefined,
): boolean {
  return isAllowed(world, act, { actor: { kind: 'administrator', account: facts, isTarget: false }, target, evidence });
}

export function mayUseCode(world: ThreatWorld, hands: Hands, target: Place['facts']): boolean {
  return stolenAdministrators(world, hands).some(({ facts: account }) =>
    isAllowed(world, { type: 'use-vouching' }, { actor: { kind: 'voucher', account }, target, evidence: [] }),
  );
}

interface AdministratorAct {
  readonly act: Act;
  readonly step: ThreatStep;
  readonly leaves: Target;
  readonly ends?: boolean;
}

function* administratorActs({ world, target }: Place): Generator<AdministratorAct> {
  for (const role of target.roles) {
    const roles = target.roles.filter((other) => other !== role);
    yield roleAct(world, target, roles, { move: 'takes-role', on: role });
  }
  if (target.seconds.length > 0 || target.codes.length > 0 || target.backupCodes !== undefined)
    yield {
      act: { type: 'reset-two-step' },
      step: { move: 'resets-two-step' },
      leaves: { ...target, seconds: [], codes: [], backupCodes: undefined, enrollmentCode: OTHERS },
      ends: true,
    };
  if (target.passkeys.length > 0)
    yield {
      act: { type: 'reset-passkeys' },
      step: { move: 'resets-passkeys' },
      leaves: withoutOrphans({ ...target, passkeys: [] }),
      ends: true,
    };
  for (const { name } of world.providers) {
    const others = target.links.filter(({ provider }) => provider !== name);
    const leaves = {
      ...target,
      links: sortedLinks([...others, { ...OTHERS, provider: name }]),
      given: target.given.filter(({ method, provider }) => method !== 'sso' || provider !== name),
      unlinked: target.unlinked.filter((one) => one !== name),
    };
    yield {
      act: { type: 'link', method: 'sso', provider: name, leaves: leavesOf(target, leaves) },
      step: { move: 'names-identity', method: 'sso', of: 'own', on: name },
      leaves,
    };
  }
  if (world.directory !== undefined) {
    const { name } = world.directory;
    // An account has one source of passwords.
    const leaves = {
      ...withEntry(world, target, OTHERS),
      password: undefined,
      given: target.given.filter(({ method }) => method !== 'ldap'),
    };
    yield {
      act: { type: 'link', method: 'ldap', provider: name, leaves: leavesOf(target, leaves) },
      step: { move: 'names-identity', method: 'ldap', of: 'own', on: name },
      leaves,
    };
  }
  if (target.enrollmentCode === undefined)
    yield { act: { type: 'vouch' }, step: { move: 'vouches' }, leaves: { ...target, enrollmentCode: OTHERS } };
  yield* givenRoles(world, target);
  if (target.enrollmentCode?.helpsIn === undefined)
    yield { act: { type: 'help-in' }, step: { move: 'helps-in' }, leaves: afterHelpIn(target), ends: true };
}

/** A factor that stays would be of no use to the thief. */
function afterHelpIn(target: Target): Target {
  const lost = { password: undefined, seconds: [], codes: [], backupCodes: undefined, passkeys: [] };
  const mail = { ...OTHERS, domain: 'thief.example' };
  return withoutOrphans({ ...target, ...lost, mail, enrollmentCode: { ...OTHERS, helpsIn: 'first' } });
}

const MOST_ROLES = 1;

/** A rule can restrict the ways in, or open enrollment by a new demand. */
function* givenRoles(world: ThreatWorld, target: Target): Generator<AdministratorAct> {
  if (target.roles.length > MOST_ROLES) return;
  for (const role of world.givableRoles)
    if (!target.roles.includes(role))
      yield roleAct(world, target, [...target.roles, role].sort(), { move: 'gives-role', on: role });
}

function roleAct(
  { policy }: ThreatWorld,
  target: Target,
  roles: readonly string[],
  step: ThreatStep,
): AdministratorAct {
  const next = { ...target, roles };
  const leaves = afterRoles(policy, target, next);
  const ends = endsSessions(policy, target, next);
  return { act: { type: 'set-roles', roles, leaves: leavesOf(target, leaves), forced: false }, step, leaves, ends };
}

export function createdByAdministrator(world: ThreatWorld): Changed | undefined {
  const administrator = peopleAdministrator(world);
  const act: Act = { type: 'create', roles: [], emergency: false };
  if (administrator === undefined || !administratorMay(world, administrator, act, undefined)) return undefined;
  const target: Target = {
    ...NOTHING,
    password: { ...OTHERS, provenance: 'independent' },
    mail: { by: 'owner', setUpBy: OTHER, domain: world.domain },
  };
  return { steps: [{ move: 'creates-account' }], target, held: [] };
}
