import type { Act, EnrollableMethod, Evidence, PlainActType } from '@sallyport/core';
import { administratorMay, OTHERS } from './administrator-acts.ts';
import { isAllowed } from './allowed.ts';
import { flowAfter } from './flow-acts.ts';
import type { ThreatWorld } from './host.ts';
import { besides, enrollable, type Held, surviving } from './opened.ts';
import { peopleAdministrator, stolenAdministrators } from './people-administrator.ts';
import type { Changed, Place } from './place.ts';
import { setUps } from './session-acts.ts';
import type { Shown } from './shown.ts';
import type { ThreatStep } from './step.ts';
import { factsOf, loweredBy, NOTHING, OTHER, type Target, withoutOrphans } from './target.ts';

/** The act voids every proof. If `judge` allows no set-up, a void flow is as good as a new sign-in, and the search leaves the flow out. */
export function* overtakenSetUps(place: Place): Generator<Changed> {
  const { world, hands, target, held } = place;
  const administrators = stolenAdministrators(world, hands);
  if (administrators.length === 0) return;
  for (const flow of waitingFlows(place)) {
    const actor = { kind: 'flow', purpose: flow.isFirstSignIn === true ? 'sign-up' : 'sign-in' } as const;
    for (const { acts, steps, leaves: left } of voidingActs(target)) {
      const account = factsOf(left);
      const isOpen = (factor: EnrollableMethod): boolean =>
        isAllowed(world, { type: 'enroll', factor }, { actor, target: account, evidence: [] });
      const open = new Set(enrollable(world).filter(isOpen));
      if (open.size === 0 || !administrators.some((each) => acts.every(mayDo(place, each)))) continue;
      const leaves = loweredBy(world.policy, target, left, OTHER);
      const { lowered } = leaves;
      const setUpBy = world.settingUp(world.policy, { account, lowered }, actor, [], world.now);
      const own = [...setUps({ world, target: leaves }, { by: 'thief', setUpBy })].filter(({ factor }) =>
        open.has(factor),
      );
      for (const { factor, leaves: next, shown } of own) {
        const on = flowAfter(world, next, { evidence: [shown], isFirstSignIn: flow.isFirstSignIn });
        yield {
          steps: [...flow.steps, ...steps, { move: 'sets-up', method: factor, of: 'own' }],
          target: next,
          held: surviving([...besides(held, flow).filter(({ kind }) => kind === 'flow'), on], next),
          endsOthers: true,
          used: flow,
        };
      }
    }
  }
}

/** `unblock` is judged on the blocked account. */
function mayDo({ world, facts }: Place, administrator: Parameters<typeof administratorMay>[1]): (act: Act) => boolean {
  return (act) =>
    administratorMay(world, administrator, act, act.type === 'unblock' ? { ...facts, blocked: true } : facts);
}

function waitingFlows({ held, opened }: Place): readonly Held[] {
  const first = held.filter(({ isFirstSignIn }) => isFirstSignIn === true).map((flow) => ({ ...flow, from: flow }));
  const byCode = opened.flows.find(({ evidence }) => evidence.some(({ proof }) => proof.method === 'enrollment-code'));
  return byCode === undefined ? first : [...first, byCode];
}

interface VoidingAct {
  readonly acts: readonly Act[];
  readonly steps: readonly ThreatStep[];
  readonly leaves: Target;
}

/** A reset ends the sessions even if there is nothing to reset. */
function* voidingActs(before: Target): Generator<VoidingAct> {
  const target = { ...before, enrollmentCode: undefined };
  const one = (type: PlainActType, move: ThreatStep['move'], leaves: Target): VoidingAct => ({
    acts: [{ type }],
    steps: [{ move }],
    leaves,
  });
  yield one('end-sessions', 'signs-out', target);
  yield {
    acts: [{ type: 'block' }, { type: 'unblock' }],
    steps: [{ move: 'blocks' }, { move: 'unblocks' }],
    leaves: target,
  };
  const cleared = { seconds: [], codes: [], backupCodes: undefined };
  yield one('reset-two-step', 'resets-two-step', { ...target, ...cleared, enrollmentCode: OTHERS });
  yield one('reset-passkeys', 'resets-passkeys', withoutOrphans({ ...target, passkeys: [] }));
  const password = { ...OTHERS, provenance: 'independent' } as const;
  yield one('set-password', 'gives-password', { ...target, password });
}

export function invitedByAdministrator(world: ThreatWorld): readonly Changed[] {
  const administrator = peopleAdministrator(world);
  const create: Act = { type: 'create', roles: [], emergency: false };
  if (administrator === undefined || !administratorMay(world, administrator, create, undefined)) return [];
  const invited: Target = { ...NOTHING, mail: { ...OTHERS, domain: 'thief.example' } };
  return [undefined, { ...OTHERS, provenance: 'independent' } as const].map((password) => ({
    steps: [
      { move: 'creates-account', method: 'email-code' },
      { move: 'opens-invitation', ...(password && { method: 'password' }) },
    ],
    target: { ...invited, password },
    held: [firstSignIn(linkProofs(world, password !== undefined))],
  }));
}

/** The mailbox, and the account, are the owner's. */
export function signedUpAndOut(world: ThreatWorld): Changed | undefined {
  const administrator = peopleAdministrator(world);
  const target: Target = { ...NOTHING, mail: { by: 'owner', setUpBy: undefined, domain: world.domain } };
  if (administrator === undefined || !administratorMay(world, administrator, { type: 'end-sessions' }, factsOf(target)))
    return undefined;
  return { steps: [{ move: 'signs-up' }, { move: 'signs-out' }], target, held: [firstSignIn([])] };
}

function firstSignIn(evidence: Held['evidence']): Held {
  return { kind: 'flow', evidence, isFirstSignIn: true, steps: [] };
}

/** Nobody shows the link a second time. */
function linkProofs({ now: at }: ThreatWorld, hasPassword: boolean): Held['evidence'] {
  const shown = (proof: Evidence, name: string): Shown => ({
    proof: { ...proof, setUpBy: OTHER },
    ...{ name, age: 0, step: { method: proof.method, of: 'own' } },
  });
  const binding = 'password:thief';
  return [
    shown({ method: 'email-code', at }, 'link:email-code'),
    shown({ method: 'enrollment-code', at }, 'link:enrollment-code'),
    ...(hasPassword
      ? [shown({ method: 'password', at, provenance: 'independent', binding }, `${binding}:independent`)]
      : []),
  ];
}
