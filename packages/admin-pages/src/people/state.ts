import type { AccountEntry } from '@sallyport/browser';
import { h } from '@sallyport/pages/parts';
import type { IconName } from '../icons.ts';
import { icon } from '../parts/frame.ts';
import { words } from '../words.ts';

/** The state of a person: blocked and locked come before the group of the policy. */
export type State = 'meets' | 'mustEnroll' | 'noWayIn' | 'locked' | 'blocked' | 'invited' | 'active';

const looks: Readonly<Record<State, { readonly icon: IconName; readonly look: string }>> = {
  active: { icon: 'tick', look: 'go' },
  meets: { icon: 'tick', look: 'go' },
  mustEnroll: { icon: 'wait', look: 'warn' },
  noWayIn: { icon: 'cross', look: 'stop' },
  locked: { icon: 'password', look: 'warn' },
  blocked: { icon: 'none', look: 'stop' },
  invited: { icon: 'mail', look: '' },
};

/** A state as an icon and a word. */
export function stateBadge(state: State): HTMLElement {
  const { icon: name, look } = looks[state];
  return h('span', { class: `badge ${look}`.trim(), 'data-testid': 'status' }, icon(name), words.people.states[state]);
}

/** The state of a person in a list. A list of one group of the policy shows the group of each person, also of an invited person. */
export function stateOf({ status, group, invitation }: AccountEntry, listed: string | undefined): State {
  if (status !== 'active') return status;
  // An invitation that is over waits for an administrator: the group says so.
  return invitation !== undefined && listed !== group ? 'invited' : group;
}
