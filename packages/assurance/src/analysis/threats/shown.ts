import {
  type AccountFacts,
  type Evidence,
  hasStrong,
  ownsDomain,
  requirementsOf,
  setUpByIdentity,
} from '@sallyport/core';
import { bestAssertions, enrollmentGate, matchedByAssertion } from '@sallyport/core/model';
import type { ThreatSource, ThreatWorld } from './host.ts';
import type { ThreatStep } from './step.ts';
import { entryId, factsOf, linkId, type Target, type Thing } from './target.ts';
import type { Hands } from './thief.ts';

/** A proof, with the time and the step of the proof. */
export interface Shown {
  readonly proof: Evidence;
  /** The name of the proof without the time. */
  readonly name: string;
  /** 0: now. 1: within `recentProof`. 2: older. */
  readonly age: 0 | 1 | 2;
  readonly step: Omit<ThreatStep, 'move'>;
}

export function shownBy(world: ThreatWorld, hands: Hands, target: Target, age: Shown['age'] = 0): readonly Shown[] {
  const { password, ldap, mail, backupCodes, enrollmentCode } = target;
  const at = [world.now, world.recent, world.older][age] ?? world.now;
  const shown: Shown[] = [];
  const add = (proof: Evidence, name: string, thing: Thing, on?: string, shownAge = age): void => {
    const step = { method: proof.method, of: thing.by === 'thief' ? 'own' : 'owner', on } as const;
    shown.push({ proof: { ...proof, setUpBy: thing.setUpBy }, name, age: shownAge, step });
  };
  const can = (thing: Thing | undefined, stolen: boolean): thing is Thing =>
    thing !== undefined && (thing.by === 'thief' || stolen);
  if (password !== undefined && can(password, hands.password)) {
    const binding = `password:${password.by}`;
    const { provenance } = password;
    add({ method: 'password', at, provenance, binding }, `${binding}:${provenance}`, password);
  }
  if (can(ldap, hands.password)) {
    const binding = entryId(ldap);
    add({ method: 'ldap', at, binding }, binding, { ...ldap, setUpBy: setUpByIdentity(binding, ldap.setUpBy) });
  }
  for (const thing of target.passkeys) {
    if (!can(thing, hands.passkey)) continue;
    const { id, ...facts } = thing.facts;
    const userVerified = facts.userVerified && (thing.by === 'thief' || hands.pin);
    const proof = {
      method: 'passkey',
      at,
      credentialId: id,
      ...facts,
      userVerified,
      binding: `passkey:${id}`,
    } as const;
    add(proof, `passkey:${id}:${userVerified}`, thing);
  }
  for (const thing of target.links) {
    const said = saidOf(world, hands, thing, age);
    const speaks = thing.by === 'thief' || hands.operates.includes(thing.provider);
    shown.push(...said, ...(enrollmentCode !== undefined && speaks ? lessThan(world, target, said) : []));
  }
  for (const thing of target.seconds)
    if (can(thing, hands.seconds.includes(thing.method))) {
      const name = `${thing.method}:${thing.by}`;
      add({ method: thing.method, at, binding: name }, name, thing);
    }
  if (mail !== undefined && readsMail(world, hands, mail)) add({ method: 'email-code', at }, `mail:${mail.by}`, mail);
  for (const thing of target.codes)
    if (can(thing, hands.telephone)) {
      const name = `${thing.method}:${thing.by}`;
      add({ method: thing.method, at, binding: name }, name, thing);
    }
  if (can(backupCodes, hands.backupCodes))
    add({ method: 'backup-code', at }, `backup-code:${backupCodes.by}`, backupCodes);
  if (can(enrollmentCode, false)) {
    const binding = 'enrollment-code:thief';
    const { helpsIn } = enrollmentCode;
    add({ method: 'enrollment-code', at, binding, helpsIn }, binding, enrollmentCode);
  }
  return shown;
}

/** The address is the thief's, the mailbox is stolen, or the thief operates the provider of the domain. */
export function readsMail(
  { policy }: ThreatWorld,
  { mailbox, operates }: Hands,
  mail: NonNullable<Target['mail']>,
): boolean {
  if (mail.by === 'thief' || mailbox) return true;
  return operates.some((name) => ownsDomain(policy, name, mail.domain));
}

/** An operator states every class and method, with the date of now. A stolen session at the provider is as old as a recent proof may be. */
function saidOf(world: ThreatWorld, hands: Hands, link: Target['links'][number], age: Shown['age']): Shown[] {
  const { provider, by } = link;
  const operates = hands.operates.includes(provider);
  if (by === 'owner' && !operates && !hands.sessionsAt.includes(provider)) return [];
  const binding = linkId(link);
  const source = world.providers.find(({ name }) => name === provider);
  const isDated = operates || source?.dates === true;
  const shownAge = by === 'owner' && !operates && age === 0 ? 1 : age;
  const at = [world.now, world.recent, world.older][shownAge] ?? world.now;
  return bestAssertions(world.policy, provider).map((assertion, place) => ({
    proof: {
      method: 'sso',
      at,
      provider,
      ...assertion,
      ...(isDated ? {} : { undated: true }),
      binding,
      setUpBy: setUpByIdentity(binding, link.setUpBy),
    },
    name: `${binding}:${place}`,
    age: shownAge,
    step: { method: 'sso', of: by === 'thief' ? 'own' : 'owner', on: provider },
  }));
}

/** Beside an enrollment code such a sign-in can offer the set-up of a first factor, where an assertion of more ends the sign-in in a session. */
function lessThan({ policy }: ThreatWorld, target: Target, said: readonly Shown[]): readonly Shown[] {
  const account = factsOf(target);
  const assertions = said.flatMap(({ proof }) => (proof.method === 'sso' ? [proof] : []));
  const [first] = said;
  const [assertion] = assertions;
  if (first === undefined || assertion === undefined || hasStrong(account.factors)) return [];
  const { acr: _, amr: __, ...nothing } = assertion;
  const { provider } = assertion;
  const counted = matchedByAssertion(policy, provider, {});
  if (assertions.some((each) => matchedByAssertion(policy, provider, each) === counted)) return [];
  const { methods } = requirementsOf(policy, account).rule;
  const isOpen = assertions.some((each) => enrollmentGate(policy, account, [each], methods).state === 'open');
  if (isOpen && assertion.undated !== true) return [];
  return [{ ...first, proof: nothing, name: `${assertion.binding}:less`, step: { ...first.step, saysLess: true } }];
}

export function rolesGivenBy(source: ThreatSource): readonly (readonly string[])[] {
  const { gives } = source;
  return gives.length < 2 ? gives.map((role) => [role]) : [gives, ...gives.map((role) => [role])];
}

export function proofsIn(shown: readonly Shown[]): readonly Evidence[] {
  return shown.map(({ proof }) => proof);
}

/** A provider that says more counts for one that says less. */
export function covers(evidence: readonly Shown[], other: readonly Shown[]): boolean {
  return other.every(({ name, age, step }) =>
    evidence.some((each) => each.age <= age && (each.name === name || (step.saysLess === true && isSaid(each, step)))),
  );
}

function isSaid({ step }: Shown, { method, of, on }: Shown['step']): boolean {
  return step.method === method && step.of === of && step.on === on;
}

export const ANYBODY: AccountFacts = { roles: [], factors: { password: 'independent', passkeys: [] } };
