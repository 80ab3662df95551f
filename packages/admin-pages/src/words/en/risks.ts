/** What is at risk, by the code of the server. The number comes as a number, and as a text. */
export const risks = {
  says: {
    'administrator-without-strong-factor': (n: number, text: string): string =>
      n === 1 ? `${text} administrator has no passkey and no app` : `${text} administrators have no passkey and no app`,
    'one-passkey-only': (n: number, text: string): string =>
      n === 1 ? `${text} person has only one passkey` : `${text} people have only one passkey`,
    'no-backup-codes': (n: number, text: string): string =>
      n === 1 ? `${text} person has no backup codes` : `${text} people have no backup codes`,
    attacked: (n: number, text: string): string =>
      n === 1 ? `${text} account is under attack` : `${text} accounts are under attack`,
    dormant: (n: number, text: string): string =>
      n === 1 ? `${text} person did not sign in for months` : `${text} people did not sign in for months`,
    'never-signed-in': (n: number, text: string): string =>
      n === 1 ? `${text} person never signed in` : `${text} people never signed in`,
  },
  why: {
    'administrator-without-strong-factor': 'Whoever reads their mail can change accounts.',
    'one-passkey-only': 'If they lose it, they need your help.',
    'no-backup-codes': 'If they lose their device, they need your help.',
    attacked: 'Somebody guesses their passwords or codes.',
    dormant: 'Nobody would notice if somebody else used these accounts.',
    'never-signed-in': 'Their first password or invitation may be in the wrong hands.',
    'policy-finding': 'A rule of the policy.',
  },
  acts: {
    people: 'Show them',
    remind: 'Remind them',
    policy: 'Open the policy',
    activity: 'Show attempts',
  },
  severity: { error: 'Urgent', warning: 'Soon', info: 'Later' },
  title: 'Findings',
  more: (n: string): string => `and ${n} more`,
  nothing: (at: string): string => `Nothing found, checked at ${at}.`,
  lead: (urgent: number): string =>
    urgent === 0 ? 'Nothing is urgent' : urgent === 1 ? '1 finding is urgent' : `${urgent} findings are urgent`,
  reminded: (done: string): string => `${done} reminded by mail.`,
  notReminded: (n: string): string => `${n} could not be reminded.`,
};
