import type { Words } from '../en/index.ts';

export const charts: Words['charts'] = {
  asTable: 'Als Tabelle',
  asChart: 'Als Diagramm',
  numbersOf: (chart) => `${chart}, in Zahlen`,
};
