export const buttons = {
  cancel: 'Cancel',
  save: 'Save',
  showMore: 'Show more',
  signOut: 'Sign out',
};
