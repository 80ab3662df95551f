/** Words of every chart. */
export const charts = {
  asTable: 'Show as table',
  asChart: 'Show as chart',
  numbers: 'The numbers of the chart',
};
