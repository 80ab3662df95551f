export const titles = {
  administration: 'Administration',
  overview: 'Overview',
  people: 'People',
  policy: 'Policy',
  activity: 'Activity',
  risks: 'Risks',
  askingTheServer: 'Asking the server…',
};
