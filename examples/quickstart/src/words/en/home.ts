import type { Sentence } from '@sallyport/pages';

/** The start page. */
export const home = {
  title: 'What to try',
  eyebrow: 'Quickstart',
  headline: 'One policy decides who gets in',
  lead: 'The policy of this demo says what each person needs to sign in. Sign in as each of the four and see what they are asked for. Then change the policy as Ada, and see what is different.',
  people: 'Four people',
  password: <Part>(password: Part): Sentence<Part> => [
    'All with the password ',
    password,
    '. Choosing one fills in the form.',
  ],
  roles: { 'super-admin': 'Super administrator', employee: 'Employee', contractor: 'Contractor', none: 'No role' },
  /** The requirements of the demo's first policy. */
  meets: {
    superAdmin: 'At the start: sets up a passkey or an app first, then runs the place.',
    emailCode: 'At the start: a password and an emailed code are enough.',
    contractor: 'At the start: sets up a passkey or an app before getting in.',
  },
  askingTheServer: 'Asking the server…',
  session: 'You, right now',
  nobody: 'Nobody is signed in on this browser.',
  signIn: 'Sign in',
  signOut: 'Sign out',
  yourAccount: 'Your account',
  confirmed: (when: string): string => `Last confirmed ${when}.`,
  app: 'An app behind the gate',
  aboutTheApp:
    'Three pages of the demo app, each with its own demand. A person who falls short of it is asked for more, not sent away.',
  route: { reports: 'Read the reports', vault: 'Open the vault', payout: 'Send a payout' },
  demand: {
    askingTheServer: 'Asking the server…',
    session: 'Anyone who is signed in',
    enhanced: 'With a passkey or an authenticator app',
    passkey: 'With a passkey, used in the last 5 minutes',
  },
  tryIt: 'Try',
  letIn: {
    reports: 'Let in. The app shows the quarterly reports.',
    vault: 'Let in. The app opens the team vault.',
    payout: 'Let in. The app sends the payout.',
  },
  mail: 'Mail',
  aboutMail: 'Codes and links go to the demo’s mail page instead of a real mailbox. Keep it open in another tab.',
  openMail: 'Open the mail page',
  sso: 'Single sign-on',
  trySso: <Part>(button: Part, page: (text: string) => Part): Sentence<Part> => [
    'Press ',
    button,
    ' on the ',
    page('sign-in page'),
    '. You are sent to the demo’s own identity provider, say there who you are, and come back. That counts as one step: you are asked for the second here. Say there that you proved two, and none is left: the policy trusts Example Corp for that.',
  ],
  continueWith: (provider: string): string => `Continue with ${provider}`,
  aboutSso:
    'If you sign out here, you are offered to sign out there as well. On your account page you link and unlink an identity.',
};
