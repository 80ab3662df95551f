import { type Child, h } from '@sallyport/pages/parts';
import { words } from '../words.ts';

/** Kinds of log entries, by the prefixes of the event types. */
const groups = {
  signingIn: ['sign-in', 'step-up', 'session', 'device', 'emergency'],
  accounts: ['account', 'invitation', 'external-id'],
  ways: ['factor', 'two-step', 'passkeys', 'passkey', 'backup-codes', 'backup-code', 'enrollment', 'password'],
  policy: ['policy'],
  vault: ['vault'],
} as const;

/** The options of the kind filter. The first option selects all kinds. */
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
