import type { Words } from '../en/index.ts';

export const buttons: Words['buttons'] = {
  cancel: 'Abbrechen',
  save: 'Speichern',
  showMore: 'Mehr anzeigen',
  signOut: 'Abmelden',
};
