import {
  type Act,
  actingBesides,
  type EnrollableMethod,
  type Evidence,
  hasStrong,
  type Provenance,
  provesBeyondMailbox,
  recentEvidence,
  speaksFor,
} from '@sallyport/core';
import { isAllowed } from './allowed.ts';
import { brings, secondsBrought } from './host.ts';
import { besides, type Held, surviving } from './opened.ts';
import type { Changed, Place, Reached } from './place.ts';
import { actingIn, withAssertionsOf } from './said.ts';
import { proofsIn, type Shown } from './shown.ts';
import type { ThreatStep } from './step.ts';
import {
  factsOf,
  leavesOf,
  loweredBy,
  OTHER,
  type Target,
  type Thing,
  withFactor,
  withoutOrphans,
  withSecond,
} from './target.ts';

interface SessionAct {
  readonly act: Act;
  readonly step: ThreatStep;
  readonly leaves: Target;
  readonly endsOthers?: boolean;
}

/** Each act uses the allowed session with the fewest steps. */
export function* sessionChanges(place: Place): Generator<Changed> {
  const acts = new Map<string, readonly SessionAct[]>();
  const done = new Set<SessionAct>();
  for (const session of place.opened.sessions) {
    const proofs = proofsIn(session.evidence);
    const { policy, now } = place.world;
    const setUpBy = place.world.settingUp(
      policy,
      { account: place.facts, lowered: place.target.lowered },
      { kind: 'session' },
      proofs,
      now,
    );
    const own: Thing = { by: 'thief', setUpBy };
    const provenance = provenanceAfter(place, proofs);
    const takenBy = actingBesides(policy, place.facts, { kind: 'session' }, proofs, now).join(' ') || undefined;
    const key = `${setUpBy} ${provenance} ${takenBy}`;
    const all = acts.get(key) ?? [...actsIn(place, own, provenance)];
    acts.set(key, all);
    const acting = actingIn(place, session);
    for (const one of all) {
      if (done.has(one) || !mayAct(place, one.act, session, acting.facts)) continue;
      done.add(one);
      const { step, endsOthers } = one;
      const leaves = loweredBy(policy, place.target, withAssertionsOf(one.leaves, acting.target), takenBy);
      const stays = { ...rebound(session, place.target, leaves), steps: [], from: undefined };
      const others = endsOthers === true ? [] : besides(place.held, session);
      yield {
        steps: [...session.steps, step],
        target: leaves,
        held: surviving([stays, ...others], leaves),
        endsOthers,
        used: session,
      };
    }
  }
}

export function* sessionGoals(place: Place): Generator<Reached> {
  const goals = [
    { goal: 'deletes', act: { type: 'delete' }, step: { move: 'deletes' } },
    ...(place.world.vault
      ? ([{ goal: 'vault-spoiled', act: { type: 'write-vault' }, step: { move: 'writes-vault' } }] as const)
      : []),
  ] as const;
  for (const { goal, act, step } of goals) {
    for (const session of place.opened.sessions) {
      if (!mayAct(place, act, session, actingIn(place, session).facts)) continue;
      yield { goal, steps: [...session.steps, step] };
      break;
    }
  }
}

function mayAct({ world }: Place, act: Act, { evidence }: Held, target: Place['facts']): boolean {
  return isAllowed(world, act, { actor: { kind: 'session' }, target, evidence: proofsIn(evidence) });
}

function* actsIn(place: Place, own: Thing, provenance: Provenance): Generator<SessionAct> {
  const { target, world, shows } = place;
  const sets = (method: string): ThreatStep => ({ move: 'sets-up', method, of: 'own' });
  for (const { factor, leaves } of setUps(place, own))
    yield { act: { type: 'enroll', factor }, step: sets(factor), leaves };
  if (hasStrong(factsOf(target).factors) && brings(world.policy, 'backup-code'))
    yield {
      act: { type: 'issue-backup-codes' },
      step: { move: 'issues-backup-codes' },
      leaves: { ...target, backupCodes: own },
    };
  const { password } = target;
  const knows = password === undefined || shows.some(({ proof }) => proof.method === 'password');
  if (knows && brings(world.policy, 'password'))
    yield {
      act: { type: 'set-password' },
      step: { move: 'sets-password', of: 'own' },
      leaves: { ...target, password: { ...own, provenance } },
      endsOthers: true,
    };
  if (brings(world.policy, 'email-code')) {
    const leaves = { ...target, mail: { ...own, domain: 'thief.example' } };
    const act = { type: 'set-address', leaves: leavesOf(target, leaves) } as const;
    yield { act, step: { move: 'sets-address', of: 'own' }, leaves };
  }
  for (const { name } of world.providers)
    if (!target.links.some(({ provider }) => provider === name))
      yield {
        act: { type: 'link', method: 'sso', provider: name },
        step: { move: 'links', method: 'sso', of: 'own', on: name },
        leaves: {
          ...target,
          links: sortedLinks([...target.links, { ...own, setUpBy: own.setUpBy && OTHER, provider: name }]),
          unlinked: target.unlinked.filter((one) => one !== name),
        },
      };
  yield* removals(target);
}

export function* setUps(
  { target, world }: Pick<Place, 'target' | 'world'>,
  own: Thing,
): Generator<{
  readonly factor: EnrollableMethod;
  readonly leaves: Target;
  readonly shown: Shown;
}> {
  const { policy, now } = world;
  const step = (method: string): Shown['step'] => ({ method, of: 'own' });
  const made = (proof: Shown['proof'], name: string): Shown => ({
    proof: { ...proof, setUpBy: own.setUpBy },
    name,
    age: 0,
    step: step(proof.method),
  });
  const facts = world.thiefsKeys.find(({ id }) => !target.passkeys.some((passkey) => passkey.facts.id === id));
  if (facts !== undefined) {
    const { id, ...traits } = facts;
    const binding = `passkey:${id}`;
    const proof = { method: 'passkey', at: now, credentialId: id, ...traits, binding } as const;
    const passkeys = [...target.passkeys, { ...own, facts }];
    yield {
      factor: 'passkey',
      leaves: withFactor(target, { passkeys }, own),
      shown: made(proof, `${binding}:${traits.userVerified}`),
    };
  }
  for (const { name } of secondsBrought(policy)) {
    const binding = `${name}:thief`;
    const shown = made({ method: name, at: now, binding }, binding);
    yield { factor: name, leaves: withSecond(target, name, own), shown };
  }
  for (const method of world.codes) {
    const others = target.codes.filter((code) => code.method !== method);
    const codes = [...others, { ...own, method }].sort((a, b) => (a.method < b.method ? -1 : 1));
    const binding = `${method}:thief`;
    yield { factor: method, leaves: { ...target, codes }, shown: made({ method, at: now, binding }, binding) };
  }
}

/** The removal of an own factor leads back to an earlier state. */
function* removals(target: Target): Generator<SessionAct> {
  const removal = (method: EnrollableMethod, next: Target): SessionAct => {
    const leaves = withoutOrphans(next);
    const act = { type: 'remove', factor: method, leaves: leavesOf(target, leaves) } as const;
    return { act, step: { move: 'removes', method, of: 'owner' }, leaves };
  };
  for (const second of target.seconds)
    if (second.by === 'owner')
      yield removal(second.method, { ...target, seconds: target.seconds.filter((each) => each !== second) });
  for (const code of target.codes)
    if (code.by === 'owner')
      yield removal(code.method, { ...target, codes: target.codes.filter((each) => each !== code) });
  for (const passkey of target.passkeys)
    if (passkey.by === 'owner')
      yield removal('passkey', { ...target, passkeys: target.passkeys.filter((each) => each !== passkey) });
  for (const link of target.links)
    if (link.by === 'owner') {
      const { provider } = link;
      const leaves = {
        ...target,
        links: target.links.filter((each) => each !== link),
        given: target.given.filter((each) => each.method !== 'sso' || each.provider !== provider),
        unlinked: [...target.unlinked, provider].sort(),
      };
      const act = { type: 'unlink', provider, leaves: leavesOf(target, leaves) } as const;
      yield { act, step: { move: 'removes', method: 'sso', of: 'owner', on: provider }, leaves };
    }
}

/** Only a recent proof beyond the mailbox clears the provenance (N12). */
function provenanceAfter({ target, world: { policy, now } }: Place, evidence: readonly Evidence[]): Provenance {
  const { password } = target;
  if (password?.provenance !== 'mailbox') return 'independent';
  const recent = recentEvidence(evidence, now, policy.recentProof);
  const isIndependent = recent.some((proof) => provesBeyondMailbox(proof) && speaksFor(proof, password));
  return isIndependent ? 'independent' : 'mailbox';
}

function rebound(session: Held, before: Target, after: Target): Held {
  const replaced = new Map<string, string>();
  if (before.password?.by === 'owner' && after.password?.by === 'thief')
    replaced.set('password:owner', 'password:thief');
  const present = [...after.seconds, ...after.codes];
  for (const { method, by } of [...before.seconds, ...before.codes])
    if (by === 'owner' && present.some((code) => code.method === method && code.by === 'thief'))
      replaced.set(`${method}:owner`, `${method}:thief`);
  if (replaced.size === 0) return session;
  return {
    ...session,
    evidence: session.evidence.map((shown) => {
      const { binding: old = '' } = shown.proof;
      const binding = replaced.get(old);
      if (binding === undefined) return shown;
      return { ...shown, proof: { ...shown.proof, binding }, name: shown.name.replace(old, binding) };
    }),
  };
}

export function sortedLinks(links: Target['links']): Target['links'] {
  return [...links].sort((a, b) => (a.provider < b.provider ? -1 : 1));
}
