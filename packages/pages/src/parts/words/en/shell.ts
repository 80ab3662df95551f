export const shell = {
  skip: 'Skip to the content',
  pages: 'Pages',
  noScript: 'This page needs JavaScript.',
  foot: '',
  askingTheServer: 'Asking the server…',
  oneMoment: 'One moment…',
  afterProof: 'This page opens once you have confirmed that it’s you, and have set up what it asks for.',
  notPermitted: 'You have no role that lets you see this page.',
  toStart: 'Go to the start page',
};
