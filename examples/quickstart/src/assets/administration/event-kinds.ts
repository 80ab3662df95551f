import { type Child, h } from '../ui/element.ts';
import { words } from '../ui/words.ts';

/** The kinds of entries of the action log, by what the types of a group begin with. */
const groups = {
  signingIn: ['sign-in', 'step-up', 'session', 'device', 'emergency'],
  accounts: ['account', 'invitation', 'external-id'],
  ways: ['factor', 'two-step', 'passkeys', 'passkey', 'backup-codes', 'backup-code', 'enrollment', 'password'],
  policy: ['policy'],
  vault: ['vault'],
} as const;

/** A list of all of them, the first one for everything. */
export function kindOptions(): Child {
  return [
    h('option', { value: '' }, words.security.events.everything),
    (Object.keys(groups) as (keyof typeof groups)[]).map((group) =>
      h(
        'optgroup',
        { label: words.security.events.kinds[group] },
        Object.entries(words.events)
          .filter(([type]) => groupOf(type) === group)
          .map(([type, name]) => h('option', { value: type }, name)),
      ),
    ),
  ];
}

function groupOf(type: string): string | undefined {
  const [prefix] = type.split('.');
  return Object.entries(groups).find(([, prefixes]) => prefixes.some((one) => one === prefix))?.[0];
}
