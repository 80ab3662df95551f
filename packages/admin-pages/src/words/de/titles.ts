import type { Words } from '../en/index.ts';

export const titles: Words['titles'] = {
  administration: 'Verwaltung',
  overview: 'Übersicht',
  people: 'Personen',
  policy: 'Richtlinie',
  activity: 'Aktivität',
  risks: 'Risiken',
  askingTheServer: 'Wird geladen …',
};
