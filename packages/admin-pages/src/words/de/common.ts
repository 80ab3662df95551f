import type { Words } from '../en/index.ts';

export const common: Words['common'] = {
  cancel: 'Abbrechen',
  save: 'Speichern',
  showMore: 'Mehr anzeigen',
  signOut: 'Abmelden',
};
