import type { Words } from '../en/index.ts';

export const titles: Words['titles'] = {
  administration: 'Verwaltung',
  accounts: 'Konten',
  security: 'Sicherheit',
  policy: 'Richtlinie',
  askingTheServer: 'Der Server wird gefragt …',
};
