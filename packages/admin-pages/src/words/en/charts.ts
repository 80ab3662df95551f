export const charts = {
  asTable: 'Show as table',
  asChart: 'Show as chart',
  numbersOf: (chart: string): string => `${chart}, as numbers`,
};
