import type { PeopleWords } from '../en/en-people.ts';

export const many: PeopleWords['many'] = {
  title: 'Ausgewählte Personen',
  selected: (n, text) => (n === 1 ? '1 ausgewählt' : `${text} ausgewählt`),
  selectAll: (count) => (count === undefined ? 'Alle passenden auswählen' : `Alle ${count} passenden auswählen`),
  selectFirst: (most, count) => `Die ersten ${most} von ${count} passenden auswählen`,
  selectNext: (text) => `Die nächsten ${text} auswählen`,
  staySelected: (text) => `Diese ${text} Personen bleiben ausgewählt.`,
  everybodyReached: 'Das waren alle passenden Personen.',
  limit: (most) => `(höchstens ${most} auf einmal)`,
  ended: (n, text) =>
    `Die Liste ist eine andere. Die Auswahl von ${n === 1 ? '1 Person' : `${text} Personen`} ist aufgehoben.`,
  clear: 'Auswahl aufheben',
  acts: {
    remind: 'Erinnern\u00a0…',
    invite: 'Erneut einladen\u00a0…',
    'sign-out': 'Abmelden\u00a0…',
    block: 'Sperren\u00a0…',
    unblock: 'Entsperren\u00a0…',
  },
  submit: {
    remind: 'Erinnern',
    invite: 'Erneut senden',
    'sign-out': 'Abmelden',
    block: 'Sperren',
    unblock: 'Entsperren',
  },
  remindText:
    'In der E-Mail steht, was bei der nächsten Anmeldung einzurichten ist, mit einem Link zur Anmeldung. Niemand bekommt mehr als eine am Tag. Wer nichts einzurichten hat, bekommt keine.',
  remindTitle: (n, text) => (n === 1 ? '1 Person per E-Mail erinnern?' : `${text} Personen per E-Mail erinnern?`),
  inviteTitle: (n, text) => (n === 1 ? '1 Einladung erneut senden?' : `${text} Einladungen erneut senden?`),
  inviteText: 'Jede Person bekommt einen neuen Link per E-Mail. Der bisherige Link funktioniert dann nicht mehr.',
  inviteEnded: (n, names) =>
    n === 1
      ? `Ein Link wurde zurückgenommen oder gilt nicht mehr: ${names}. Der neue Link lässt diese Person wieder herein. Um die Person auszulassen, drücken Sie „Abbrechen“, und entfernen Sie den Haken.`
      : `Einige Links wurden zurückgenommen oder gelten nicht mehr: ${names}. Die neuen Links lassen diese Personen wieder herein. Um jemanden auszulassen, drücken Sie „Abbrechen“, und entfernen Sie den Haken.`,
  inviteSkips: (n, text) =>
    n === 1
      ? '1 ausgewählte Person bekommt keine: Sie ist nicht eingeladen, hat sich schon angemeldet oder ist gesperrt.'
      : `${text} ausgewählte Personen bekommen keine: Sie sind nicht eingeladen, haben sich schon angemeldet oder sind gesperrt.`,
  inviteProgress: (sent, all) => `${sent} von ${all} gesendet.`,
  signOutTitle: (n, text) => (n === 1 ? '1 Person überall abmelden?' : `${text} Personen überall abmelden?`),
  signOutText:
    'Die Personen melden sich wieder an, und eine offene Einladung endet. Auch ihre bekannten Geräte werden vergessen: Die E-Mail zur nächsten Anmeldung fragt, ob sie es waren.',
  signOutOwn: 'Sie gehören dazu: Auch Ihre eigene Sitzung endet.',
  blockTitle: (n, text) => (n === 1 ? '1 Person sperren?' : `${text} Personen sperren?`),
  blockText:
    'Wer gesperrt wird, ist sofort überall abgemeldet und kann sich nicht anmelden, bis ein Administrator die Sperre aufhebt. Was eingerichtet ist, bleibt. Eine offene Einladung endet, und kein Gerät gilt mehr als bekannt. Wer eine Adresse hat, bekommt eine E-Mail.',
  unblockTitle: (n, text) => (n === 1 ? '1 Person entsperren?' : `${text} Personen entsperren?`),
  unblockText:
    'Die Personen können sich wieder anmelden wie vor der Sperre. Alles, was sie eingerichtet hatten, ist noch da; nur ihre Geräte gelten erst nach einer Anmeldung wieder als bekannt. Wer eine Adresse hat, bekommt eine E-Mail.',
  unblockInvited:
    'Wer eingeladen wurde und sich noch nie angemeldet hat, braucht die Einladung noch einmal: Senden Sie sie danach.',
  blockOwn:
    'Sie gehören dazu: Auch Ihre eigene Sitzung endet, und Sie können sich nicht anmelden, bis ein anderer Administrator Sie entsperrt. Nur wenn danach niemand die Richtlinie ändern könnte, werden Sie nicht gesperrt.',
  blockNotOwn: 'Sie gehören dazu, werden aber nicht gesperrt: Niemand sonst könnte die Richtlinie ändern.',
  whom: (names) => `Es geht um: ${names}.`,
  done: {
    remind: (n, text) =>
      n === 1 ? '1 Person wurde per E-Mail erinnert.' : `${text} Personen wurden per E-Mail erinnert.`,
    invite: (n, text) => (n === 1 ? '1 Einladung ist unterwegs.' : `${text} Einladungen sind unterwegs.`),
    'sign-out': (n, text) =>
      n === 1 ? '1 Person ist jetzt nirgends angemeldet.' : `${text} Personen sind jetzt nirgends angemeldet.`,
    block: (n, text) => (n === 1 ? '1 Person ist gesperrt.' : `${text} Personen sind gesperrt.`),
    unblock: (n, text) => (n === 1 ? '1 Person ist entsperrt.' : `${text} Personen sind entsperrt.`),
  },
  notDone: {
    remind: (who, why) => `Nicht erinnert: ${who}. ${why}.`,
    invite: (who, why) => `Nicht erneut eingeladen: ${who}. ${why}.`,
    'sign-out': (who, why) => `Nicht abgemeldet: ${who}. ${why}.`,
    block: (who, why) => `Nicht gesperrt: ${who}. ${why}.`,
    unblock: (who, why) => `Nicht entsperrt: ${who}. ${why}.`,
  },
  remindedToday: (n, text) =>
    n === 1 ? '1 Person wurde heute schon erinnert.' : `${text} Personen wurden heute schon erinnert.`,
  notInvited: (n, text) =>
    n === 1
      ? '1 Person bekam keine: nicht eingeladen oder schon angemeldet.'
      : `${text} Personen bekamen keine: nicht eingeladen oder schon angemeldet.`,
  more: (n) => `${n} weitere`,
  because: {
    'nothing-to-set-up': 'Nichts einzurichten',
    'no-way-in': 'Brauchen zuerst Ihre Hilfe',
    invited: 'Diese Personen sind eingeladen, also senden Sie die Einladung noch einmal',
    'no-address': 'Keine E-Mail-Adresse',
    'account-blocked': 'Gesperrt',
    'too-many-mails': 'Heute schon erinnert',
    'mail-unavailable': 'Die E-Mail ließ sich nicht senden',
    'not-permitted': 'Ihre Rolle erlaubt es nicht',
    'not-found': 'Inzwischen gelöscht',
    'precondition-failed': 'Inzwischen wieder gesperrt, vielleicht aus einem anderen Grund',
    'policy-strands-administrators': 'Niemand könnte mehr die Richtlinie ändern',
    'store-unavailable': 'Nicht erreicht, versuchen Sie es noch einmal',
    internal: 'Hier ist etwas schiefgegangen',
    unreachable: 'Der Server hat nicht geantwortet',
  },
  becauseInvite: {
    'too-many-mails': 'Innerhalb einer Stunde zu oft eingeladen, versuchen Sie es später noch einmal',
    'not-tried': 'Nicht gesendet, versuchen Sie es noch einmal',
  },
};
