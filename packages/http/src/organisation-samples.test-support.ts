import type { OwnOrganisationView } from '@sallyport/engine';
import { NOW } from './fake-sallyport.test-support.ts';
import { because } from './policy-samples.test-support.ts';

export const ownOrganisations: readonly OwnOrganisationView[] = [
  { id: 'acme', name: 'Acme', roles: ['owner'], since: NOW, enters: true },
  {
    ...{ id: 'beta', roles: [], since: NOW, enters: false, because },
    demand: { strengths: ['enhanced'], maxAgeSeconds: 300 },
  },
];
