import type { PartsWords } from '../en/index.ts';

export const shell: PartsWords['shell'] = {
  skip: 'Zum Inhalt springen',
  pages: 'Seiten',
  noScript: 'Diese Seite braucht JavaScript.',
  foot: '',
  askingTheServer: 'Wird geladen …',
  oneMoment: 'Einen Moment …',
  afterProof:
    'Diese Seite öffnet sich, sobald Sie bestätigt haben, dass Sie es sind, und eingerichtet ist, was sie verlangt.',
  notPermitted: 'Sie haben keine Rolle, mit der Sie diese Seite sehen dürfen.',
  toStart: 'Zur Startseite',
};
