import { factorsOfWords } from '@sallyport/assurance';
import {
  type AccountFacts,
  backupCodesCouldHelp,
  type Decision,
  hasStrong,
  instant,
  methodDescriptor,
  openFlow,
  type PasskeyFacts,
  sessionLimits,
  strongestLevel,
  WAY_IN_METHODS,
} from '@sallyport/core';
import { passkeyFacts } from '../account/account.ts';
import { spoken } from '../clock/moment.ts';
import type { Act, Provable } from './act.ts';
import { count, lockOf } from './attempts.ts';
import { checkStrength } from './check-strength.ts';
import { oneOf } from './expectation.ts';
import { FlowOver, ScenarioMisused } from './scenario-error.ts';
import { show, showPasskey } from './show.ts';
import { decideIn, newWorld, refused, type World } from './world.ts';

/**
 * The world after an act. Pure.
 *
 * @throws ScenarioMisused if the act cannot happen
 */
export function take(world: World, act: Act): World {
  switch (act.type) {
    case 'waits':
      return asked({ ...world, now: instant(world.now + act.length) });
    case 'opens':
      return reopened(world, act.local);
    case 'steps-up':
      return stepUp(world, act);
    case 'proves':
      return prove(inOpenFlow(world), act);
    case 'fails':
      return fail(inOpenFlow(world), act);
    case 'enrolls':
      return enroll(inOpenFlow(world), act);
  }
}

/** Asks for the current decision of an open flow. A granted flow stays granted. */
export function asked(world: World): World {
  return world.flow.state === 'open' ? decideIn(world, { type: 'ask' }) : world;
}

function prove(world: World, { method, details }: Extract<Act, { type: 'proves' }>): World {
  const shown = show(world.account, method, details, world.now);
  if (!accepts(world).includes(method)) return notAccepted(world, method);
  const guess = count(world, method);
  if (!guess.admitted) return refused(world, guess.answer, guess.note);
  return decideIn({ ...guess.proved(), account: shown.account }, { type: 'prove', evidence: shown.evidence });
}

function fail(world: World, { method, times }: Extract<Act, { type: 'fails' }>): World {
  let after = world;
  for (let time = 0; time < times; time++) {
    if (!accepts(after).includes(method)) return notAccepted(after, method);
    const guess = count(after, method);
    if (!guess.admitted) return refused(after, guess.answer, guess.note);
    after = decideIn(guess.world, { type: 'fail', method });
  }
  const lock = lockOf(after, method);
  return lock === undefined ? after : refused(after, lock.answer, lock.note);
}

function notAccepted(world: World, method: string): World {
  const wanted = accepts(world);
  const note = `${method} is not accepted here, but ${wanted.length === 0 ? 'nothing' : oneOf(wanted)}`;
  return refused(world, { outcome: 'denied', reason: 'method-not-allowed', because: world.decision.because }, note);
}

function reopened(world: World, local: boolean): World {
  const fresh = newWorld(world.policy, world.account, [], world.now, local);
  return {
    ...fresh,
    counters: world.counters,
    session: world.session,
  };
}

function inOpenFlow(world: World): World {
  if (world.flow.state === 'open') return world;
  throw new FlowOver();
}

const OPENERS: readonly Provable[] = [...WAY_IN_METHODS, 'reset-token'];

/** The methods that the flow accepts next, as in the engine. Other methods are neither checked nor counted. */
function accepts({ flow, decision }: World): readonly Provable[] {
  return flow.purpose === 'sign-in' && flow.evidence.length === 0 ? OPENERS : acceptsAfter(decision);
}

function acceptsAfter(decision: Decision): readonly Provable[] {
  if (decision.outcome === 'factor-required')
    return decision.toward === 'enrollment' ? [...decision.accept, 'enrollment-code'] : decision.accept;
  return decision.outcome === 'denied' && decision.reason === 'no-way-in' ? ['enrollment-code'] : [];
}

/** The number of backup codes that come with the first strong factor. */
const BACKUP_CODES = 10;

/** Sets up a factor that the flow offers. The enrollment is evidence in the flow (W7). Backup codes come with the first strong factor, if they could help (W16). */
function enroll(world: World, { factor, traits }: Extract<Act, { type: 'enrolls' }>): World {
  const { decision, now } = world;
  const offer = decision.outcome === 'enrollment-required' ? decision.offer : [];
  if (!offer.includes(factor)) {
    const note = offer.length === 0 ? 'nothing may be enrolled here' : `only ${oneOf(offer)} may be enrolled here`;
    return refused(world, { outcome: 'denied', reason: 'method-not-allowed', because: decision.because }, note);
  }
  const descriptor = methodDescriptor(factor);
  const { account, policy } = world;
  const isFirst = descriptor?.worthForSetUp === 'strong' && !hasStrong(account.factors);
  const withCodes = (enrolled: AccountFacts): AccountFacts =>
    isFirst && backupCodesCouldHelp(policy, enrolled) ? withBackupCodes(enrolled) : enrolled;
  if (factor !== 'passkey') {
    const name = descriptor?.factor.name ?? factor;
    const enrolled = withCodes({ ...account, factors: factorsOfWords([name], account.factors) });
    return decideIn({ ...world, account: enrolled }, { type: 'enroll', factor, evidence: { method: factor, at: now } });
  }
  const passkey = passkeyFacts(traits, account.factors.passkeys);
  const shown = showPasskey(withCodes(withPasskey(account, passkey)), passkey, passkey.userVerified, now);
  return decideIn({ ...world, account: shown.account }, { type: 'enroll', factor, evidence: shown.evidence });
}

function withBackupCodes(account: AccountFacts): AccountFacts {
  return { ...account, factors: { ...account.factors, backupCodes: BACKUP_CODES } };
}

function withPasskey(account: AccountFacts, passkey: PasskeyFacts): AccountFacts {
  return { ...account, factors: { ...account.factors, passkeys: [...account.factors.passkeys, passkey] } };
}

/**
 * Opens a step-up flow, starting from the session's dated evidence (X8).
 *
 * @throws ScenarioMisused if there is no session, the session has ended, or the policy has no strength of this name
 */
function stepUp(world: World, { strength, within }: Extract<Act, { type: 'steps-up' }>): World {
  const { policy, account, session, now } = world;
  if (strength !== undefined) checkStrength(policy, strength);
  if (session === undefined) throw new ScenarioMisused('nothing was granted yet: only a session can be raised');
  const { absolute, idle } = sessionLimits(policy, account, session.evidence);
  const end = instant(Math.min(session.since + absolute, session.lastSeen + idle));
  if (end <= now) throw new ScenarioMisused(`the session ended at ${spoken(end)}: begin with opensSignIn()`);
  const recent = within ?? (strength === undefined ? policy.recentProof : undefined);
  const demand = {
    strengths: [strength ?? strongestLevel(policy, account)],
    within: recent,
  };
  return decideIn(
    { ...world, session: { ...session, lastSeen: now }, flow: openFlow('step-up', session.evidence, demand) },
    { type: 'ask' },
  );
}
