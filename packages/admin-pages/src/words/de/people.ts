import type { Words } from '../en/index.ts';

export const people: Words['people'] = {
  noRole: 'Keine Rolle',
  nothingYet: 'Noch nichts',
};
