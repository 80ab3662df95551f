import type { Words } from '../en/index.ts';

export const charts: Words['charts'] = {
  asTable: 'Als Tabelle',
  asChart: 'Als Diagramm',
  numbers: 'Die Zahlen des Diagramms',
};
