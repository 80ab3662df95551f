/** Labels of buttons and links on several pages. */
export const buttons = {
  cancel: 'Cancel',
  save: 'Save',
  showMore: 'Show more',
  signOut: 'Sign out',
};
