import { hostCode, type SallyportOptions } from '@sallyport/engine';
import { app } from '../app/app.test-support.ts';
import type { Organising } from './organising.ts';

export const BY = hostCode('test');
const POLICY = {
  requiredStrength: 'single',
  organisations: {
    roles: { owner: {}, finance: {} },
    administrators: { rule: ['owner'], people: ['owner'] },
  },
} as const;

/** With ada, bob and cleo, who sign in by a password alone, and acme with its owner ada. */
export async function organised(options: Partial<SallyportOptions<string>> = {}) {
  const auth = app({ policy: POLICY, ...options });
  await auth.ready();
  for (const identifier of ['ada', 'bob', 'cleo'])
    await auth.people.create({ identifier, externalId: `key-${identifier}`, password: 'some long words', by: BY });
  await auth.organisations.create({ id: 'acme', name: 'Acme', by: BY });
  await auth.organisations.members.set('acme', { identifier: 'ada' }, { roles: ['owner'], by: BY });
  return auth satisfies Organising;
}
