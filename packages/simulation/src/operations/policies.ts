import { definePolicy, type PolicyInput } from '@sallyport/core';
import type { LiveSession } from '@sallyport/engine';
import { POLICIES, withDirectory } from '../world/policies.ts';
import { TENANT } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { administrates, POLICY_ADMINISTRATORS } from './administration.ts';
import { inWords, isRefused, type Operation, type Scene } from './scene.ts';

function policyOf({ entries }: World, policy: PolicyInput<string>): PolicyInput<string> {
  return entries === undefined ? policy : withDirectory(policy);
}

const asPolicyAdministrator =
  (perform: (scene: Scene, session: LiveSession) => Promise<unknown>): Operation['perform'] =>
  async (scene) => {
    const session = await administrates(scene, 'policy');
    if (isRefused(session)) return `cannot: ${session.refused}`;
    scene.run.administers = 'policy';
    return inWords(await perform(scene, session));
  };

export const OF_POLICIES: readonly Operation[] = [
  ...Object.entries(POLICIES).map(
    ([name, input]): Operation => ({
      name: `puts a policy in force: ${name}`,
      by: POLICY_ADMINISTRATORS,
      // The two weakest policies void no set-up.
      ...(/^(baseline|single), who/.test(name) ? {} : { is: 'reset' as const }),
      of: 'the policy',
      weight: 0.8,
      perform: asPolicyAdministrator(async (scene, session) => {
        const { version } = await scene.auth.policy.current(TENANT);
        const policy = definePolicy(policyOf(scene.world, input)).document;
        return scene.auth.policy.set(session.tenant, policy, { ifVersion: version, by: session });
      }),
    }),
  ),
  // A draft in the shadow decides nothing: every invariant holds as without it.
  ...Object.entries(POLICIES).map(
    ([name, input]): Operation => ({
      name: `runs a policy in the shadow: ${name}`,
      by: POLICY_ADMINISTRATORS,
      of: 'the policy',
      weight: 0.3,
      perform: asPolicyAdministrator(({ auth, world }, session) =>
        auth.policy.shadow(session.tenant, definePolicy(policyOf(world, input)).document, { by: session }),
      ),
    }),
  ),
  {
    name: 'ends the shadow',
    by: POLICY_ADMINISTRATORS,
    of: 'the policy',
    weight: 0.3,
    perform: asPolicyAdministrator(({ auth }, session) => auth.policy.endShadow(session.tenant, { by: session })),
  },
  {
    name: 'reads what the draft in the shadow would have done',
    by: POLICY_ADMINISTRATORS,
    weight: 0.3,
    perform: asPolicyAdministrator(({ auth }, session) => auth.policy.shadowReport(session.tenant)),
  },
];
