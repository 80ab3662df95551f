/** The titles of the pages, and the text before a page’s script has loaded. */
export const titles = {
  administration: 'Administration',
  overview: 'Overview',
  people: 'People',
  policy: 'Policy',
  activity: 'Activity',
  risks: 'Risks',
  askingTheServer: 'Asking the server…',
};
