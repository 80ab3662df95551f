import type { Site } from '@sallyport/pages';

/** Sentences of the demo in place of those of the pages. */
export const site: NonNullable<NonNullable<Site['words']>['en']> = {
  shell: {
    noScript: 'This demo needs JavaScript. It is a client of Sallyport’s HTTP contract.',
    foot: 'A demo on your own machine. Its accounts are made up, and its mail stays here.',
  },
  common: {
    openMail: 'Open the demo’s mail page',
    mailIsAt: 'In the demo: the mail page.',
    notPermitted: 'Your role doesn’t allow you to see this page. In the demo, Ada can see it.',
    toStart: 'See who can do what',
  },
  signIn: { sampleAccounts: 'Demo accounts, one tap fills in the form:' },
};
