/** Numbers come as numbers, and as texts. */
export const many = {
  title: 'Selected people',
  selected: (n: number, text: string): string => (n === 1 ? '1 selected' : `${text} selected`),
  /** @param count absent: not known */
  selectAll: (count: string | undefined): string =>
    count === undefined ? 'Select all that match' : `Select all ${count} that match`,
  selectFirst: (most: string, count: string): string => `Select the first ${most} of ${count} that match`,
  selectNext: (text: string): string => `Select the next ${text}`,
  staySelected: (text: string): string => `These ${text} people stay selected.`,
  everybodyReached: 'That was everybody who matches.',
  limit: (most: string): string => `(at most ${most} at a time)`,
  ended: (n: number, text: string): string =>
    `The list changed, so the selection of ${n === 1 ? '1 person' : `${text} people`} ended.`,
  clear: 'Clear the selection',
  /** An ellipsis: the button asks first. */
  acts: { remind: 'Remind…', invite: 'Invite again…', 'sign-out': 'Sign out…', block: 'Block…', unblock: 'Unblock…' },
  submit: { remind: 'Remind', invite: 'Send again', 'sign-out': 'Sign out', block: 'Block', unblock: 'Unblock' },
  remindText:
    'The mail says what they must set up at their next sign-in, and links to the sign-in. Nobody gets more than one a day. Whoever has nothing to set up gets none.',
  remindTitle: (n: number, text: string): string =>
    n === 1 ? 'Mail a reminder to 1 person?' : `Mail a reminder to ${text} people?`,
  inviteTitle: (n: number, text: string): string =>
    n === 1 ? 'Send 1 invitation again?' : `Send ${text} invitations again?`,
  inviteText: 'Each person gets a new link by mail. The link before no longer works.',
  inviteEnded: (n: number, names: string): string =>
    n === 1
      ? `One link was taken back or has ended: ${names}. The new link lets this person in again. To leave the person out, press “Cancel”, and take the tick away.`
      : `Some links were taken back or have ended: ${names}. The new links let these people in again. To leave somebody out, press “Cancel”, and take the tick away.`,
  inviteSkips: (n: number, text: string): string =>
    n === 1
      ? '1 selected person gets none: the person is not invited, has signed in already, or is blocked.'
      : `${text} selected people get none: they are not invited, have signed in already, or are blocked.`,
  inviteProgress: (sent: string, all: string): string => `${sent} of ${all} sent.`,
  signOutTitle: (n: number, text: string): string =>
    n === 1 ? 'Sign 1 person out everywhere?' : `Sign ${text} people out everywhere?`,
  signOutText:
    'They sign in again, and an open invitation ends. Their known devices are forgotten too: the mail about the next sign-in asks whether it was them.',
  signOutOwn: 'You are among them: your own session ends too.',
  blockTitle: (n: number, text: string): string => (n === 1 ? 'Block 1 person?' : `Block ${text} people?`),
  blockText:
    'They are signed out everywhere at once, and cannot sign in until an administrator unblocks them. What is set up stays. An open invitation ends, and no device is known any more. Whoever has an address gets a mail.',
  unblockTitle: (n: number, text: string): string => (n === 1 ? 'Unblock 1 person?' : `Unblock ${text} people?`),
  unblockText:
    'They can sign in as before the block. Everything they had set up is still there; only their devices are unknown until they sign in there. Whoever has an address gets a mail.',
  unblockInvited: 'Whoever was invited and has never signed in needs the invitation again: send it afterwards.',
  /** The server makes the act on the administrator last. */
  blockOwn:
    'You are among them: your own session ends too, and you cannot sign in until another administrator unblocks you. You are not blocked if nobody could change the policy afterwards.',
  /** The server refuses this block. */
  blockNotOwn: 'You are among them, but stay: nobody else could change the policy.',
  whom: (names: string): string => `This is about: ${names}.`,
  done: {
    remind: (n: number, text: string): string =>
      n === 1 ? '1 person is reminded by mail.' : `${text} people are reminded by mail.`,
    invite: (n: number, text: string): string =>
      n === 1 ? '1 invitation is on its way.' : `${text} invitations are on their way.`,
    'sign-out': (n: number, text: string): string =>
      n === 1 ? '1 person is not signed in anywhere now.' : `${text} people are not signed in anywhere now.`,
    block: (n: number, text: string): string => (n === 1 ? '1 person is blocked.' : `${text} people are blocked.`),
    unblock: (n: number, text: string): string =>
      n === 1 ? '1 person is unblocked.' : `${text} people are unblocked.`,
  },
  notDone: {
    remind: (who: string, why: string): string => `Not reminded: ${who}. ${why}.`,
    invite: (who: string, why: string): string => `Not invited again: ${who}. ${why}.`,
    'sign-out': (who: string, why: string): string => `Not signed out: ${who}. ${why}.`,
    block: (who: string, why: string): string => `Not blocked: ${who}. ${why}.`,
    unblock: (who: string, why: string): string => `Not unblocked: ${who}. ${why}.`,
  },
  remindedToday: (n: number, text: string): string =>
    n === 1 ? '1 person was reminded today already.' : `${text} people were reminded today already.`,
  notInvited: (n: number, text: string): string =>
    n === 1
      ? '1 person got none: not invited, or signed in already.'
      : `${text} people got none: not invited, or signed in already.`,
  more: (n: string): string => `${n} more`,
  because: {
    'nothing-to-set-up': 'Nothing to set up',
    'no-way-in': 'They need your help first',
    invited: 'They are invited, so send the invitation again',
    'no-address': 'No mail address',
    'account-blocked': 'Blocked',
    'too-many-mails': 'Reminded today already',
    'mail-unavailable': 'The mail could not be sent',
    'not-permitted': 'Your role does not allow it',
    'not-found': 'Deleted meanwhile',
    'precondition-failed': 'Blocked again meanwhile, maybe for another reason',
    'policy-strands-administrators': 'Nobody could change the policy any more',
    'store-unavailable': 'Not reached, try again',
    internal: 'Something went wrong here',
    unreachable: 'The server did not answer',
  },
  becauseInvite: {
    'too-many-mails': 'Invited too often within an hour, try again later',
    'not-tried': 'Not sent, try again',
  },
};
