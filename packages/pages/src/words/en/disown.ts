export const disown = {
  title: 'Was this you?',
  lead: 'We mailed you about one sign-in to your account. The mail has the time and the browser of the sign-in. If it wasn’t you, end that sign-in here: the device is signed out and no longer known. Everywhere else you stay signed in.',
  notMe: 'It wasn’t me: end it',
  wasMe: 'It was me',
  thanksTitle: 'Thank you',
  thanks:
    'This page changed nothing just now. If that sign-in was reported before, it is ended: sign in there again. You can close this page, or see on your account page where you’re signed in.',
  doneTitle: 'That sign-in is ended',
  ended: 'Whoever it was is signed out.',
  wasOver: 'Nobody was signed in there any more.',
  advice: 'Somebody may know your password. Change it on your account page. If you have backup codes, make new ones.',
  next: 'Your next sign-in asks for a passkey, or else for your authenticator app, if you had set one up before the sign-in that you reported. If it asks for a passkey, a backup code is not enough. If you’re asked for something that you did not set up, or no longer have, ask an administrator for help.',
  toPassword: 'Change the password',
  usedTitle: 'This link doesn’t work any more',
  usedText:
    'It was used already, is older than seven days, or belongs to an account that was deleted. Your account page shows where you’re signed in. If somebody else deleted your account, tell an administrator of this site.',
  toAccount: 'To your account',
  noLink: 'This page opens from the link in a mail about a sign-in.',
};
