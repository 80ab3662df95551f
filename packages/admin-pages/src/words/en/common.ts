/** Labels of several pages. */
export const common = {
  cancel: 'Cancel',
  save: 'Save',
  showMore: 'Show more',
  signOut: 'Sign out',
};
