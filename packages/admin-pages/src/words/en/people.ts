/** The list of people, and one person. */
export const people = {
  noRole: 'No role',
  nothingYet: 'Nothing yet',
};
