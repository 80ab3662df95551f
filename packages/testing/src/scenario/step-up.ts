import { instant, openFlow, sessionLimits, strongestLevel } from '@sallyport/core';
import { spoken } from '../clock/moment.ts';
import type { Act } from './act.ts';
import { ScenarioMisused } from './scenario-error.ts';
import { decideIn, type World } from './world.ts';

/**
 * Opens a step-up flow, starting from the session's dated evidence (X8).
 *
 * @throws ScenarioMisused if there is no session, or the session has ended
 */
export function stepUp(world: World, { strength, within }: Extract<Act, { type: 'steps-up' }>): World {
  const { policy, account, session, now } = world;
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
