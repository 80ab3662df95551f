import type { Words } from '../en/index.ts';

export const risks: Words['risks'] = {
  urgent: 'dringend',
  says: {
    'administrator-without-strong-factor': (n, text) =>
      n === 1
        ? `${text} Administrator hat weder Passkey noch App`
        : `${text} Administratoren haben weder Passkey noch App`,
    'one-passkey-only': (n, text) =>
      n === 1 ? `${text} Person hat nur einen Passkey` : `${text} Personen haben nur einen Passkey`,
    'no-backup-codes': (n, text) =>
      n === 1 ? `${text} Person hat keine Ersatzcodes` : `${text} Personen haben keine Ersatzcodes`,
    attacked: (n, text) =>
      n === 1 ? `Bei ${text} Konto gab es viele falsche Versuche` : `Bei ${text} Konten gab es viele falsche Versuche`,
    disowned: (n, text) =>
      n === 1 ? `${text} Person sagt: „Das war ich nicht“` : `${text} Personen sagen: „Das war ich nicht“`,
    'one-policy-administrator': () => 'Nur eine Person kann die Richtlinie ändern',
    dormant: (n, text) =>
      n === 1
        ? `${text} Person hat sich monatelang nicht angemeldet`
        : `${text} Personen haben sich monatelang nicht angemeldet`,
    'never-signed-in': (n, text) =>
      n === 1 ? `${text} Person hat sich noch nie angemeldet` : `${text} Personen haben sich noch nie angemeldet`,
  },
  names: {
    'administrator-without-strong-factor': 'Administratoren ohne Passkey und App',
    'one-passkey-only': 'Nur ein Passkey',
    'no-backup-codes': 'Keine Ersatzcodes',
    attacked: 'Viele falsche Versuche',
    disowned: 'Anmeldung als fremd gemeldet',
    'one-policy-administrator': 'Kann als einzige Person die Richtlinie ändern',
    dormant: 'Monatelang unbenutzt',
    'never-signed-in': 'Noch nie angemeldet',
    'policy-finding': 'Befunde der Richtlinie',
  },
  why: {
    'administrator-without-strong-factor': 'Diese Konten schützt nichts Stärkeres als ein Passwort und das Postfach.',
    'one-passkey-only':
      'Wer ihn verliert und sonst keinen Weg hat, braucht Ihre Hilfe. Einen weiteren kann nur die Person selbst hinzufügen, auf ihrer Kontoseite. Die Richtlinie verlangt ihn nicht, deshalb geht keine Erinnerung hinaus.',
    'no-backup-codes':
      'Wer sein Gerät verliert, braucht Ihre Hilfe. Ersatzcodes kann nur die Person selbst anlegen, auf ihrer Kontoseite. Die Richtlinie verlangt keine, deshalb geht keine Erinnerung hinaus.',
    attacked:
      'Innerhalb eines Tages wurde so oft ein falsches Passwort oder ein falscher Code eingegeben, dass es für eine zeitweise Sperre reicht. Fragen Sie die Person: Hat sie es nur vergessen, geben Sie das Konto frei. War es jemand anderes, lassen Sie die zeitweise Sperre bestehen: Die Sperre endet von selbst, und an bekannten Geräten kann sich die Person weiter anmelden.',
    disowned:
      'Eine Anmeldung wurde gemeldet, die jemand anderes war. War ihre Sitzung noch offen, wurde sie beendet. Die nächste Anmeldung verlangt einen Passkey oder sonst die Authenticator-App, sofern die Person das vor der gemeldeten Anmeldung eingerichtet hatte. Fragen Sie die Person; sperren Sie im Zweifel das Konto, bis Sie mehr wissen. Der Befund verschwindet, wenn sich die Person angemeldet hat.',
    'one-policy-administrator': 'Verliert sie ihren Zugang, kann ihr nur noch helfen, wer den Server betreibt.',
    dormant: 'Niemand würde merken, wenn jemand anderes diese Konten benutzt.',
    'never-signed-in':
      'Bis sich eine Person zum ersten Mal angemeldet hat, könnte jemand anderes ihr erstes Passwort benutzen, wenn sie eines hat. Wer noch eine offene Einladung hat, zählt nicht mit. Der Knopf öffnet eine Liste, die bei jedem Konto zeigt, wann es angelegt wurde. Sie beginnt mit den neuesten, und die ältesten stehen auf der letzten Seite. Liegt das lange zurück, sperren Sie das Konto.',
    'policy-finding': 'Eine Regel der Richtlinie.',
  },
  whyYou: {
    'administrator-without-strong-factor':
      'Das sind Sie: Ihr Konto schützt nichts Stärkeres als ein Passwort und das Postfach.',
    'one-passkey-only':
      'Das sind Sie: Wenn Sie ihn verlieren und sonst keinen Weg haben, kann Ihnen nur ein anderer Administrator helfen, wenn es einen gibt.',
    'no-backup-codes':
      'Das sind Sie: Wenn Sie Ihr Gerät verlieren, kann Ihnen nur ein anderer Administrator helfen, wenn es einen gibt.',
    attacked:
      'Das sind Sie: Innerhalb eines Tages wurde bei Ihrem Konto so oft ein falsches Passwort oder ein falscher Code eingegeben, dass es für eine zeitweise Sperre reicht. Die Sperre endet von selbst, und an bekannten Geräten können Sie sich weiter anmelden.',
    'one-policy-administrator':
      'Das sind Sie: Verlieren Sie Ihren Zugang, kann Ihnen nur noch helfen, wer den Server betreibt.',
  },
  ruleIsLenient: {
    asks: (roles, follows) =>
      `Die Richtlinie verlangt bei ${roles} weder Passkey noch App.${follows} Lassen Sie die Regel einen Passkey oder eine App verlangen: Das wird dann bei der nächsten Anmeldung eingerichtet. Oder bitten Sie eine Person, das auf ihrer Kontoseite einzurichten. Hat sie ihr Passwort per E-Mail zurückgesetzt, braucht sie dafür einen Anmeldecode von Ihnen.`,
    allMeet: (n) =>
      n === 1
        ? ' Diese Person erfüllt sie also, und eine Erinnerung hätte nichts zu sagen.'
        : ' Diese Personen erfüllen sie also, und eine Erinnerung hätte nichts zu sagen.',
    someMustSetUp:
      ' Von einigen dieser Personen verlangt eine andere Regel mehr: Sie müssen bei der nächsten Anmeldung einen Passkey oder eine App einrichten.',
    unknown: '',
  },
  ruleAsks: (n, what) =>
    n === 1
      ? `Die Richtlinie verlangt von dieser Person schon ${what}. Sie richtet das bei der nächsten Anmeldung ein, und braucht dafür einen Anmeldecode von Ihnen, wenn sie ihr Passwort per E-Mail zurückgesetzt hat oder den Status „Hilfe nötig“ hat. Dann verschwindet der Befund.`
      : `Die Richtlinie verlangt von diesen Personen schon ${what}. Sie richten das bei der nächsten Anmeldung ein. Wer sein Passwort per E-Mail zurückgesetzt hat oder den Status „Hilfe nötig“ hat, braucht dafür einen Anmeldecode von Ihnen. Der Befund verschwindet, wenn alle es getan haben.`,
  ruleAsksSome:
    'Die Richtlinie verlangt von diesen Personen schon einen Passkey oder eine Authenticator-App, von einigen einen Passkey. Sie richten das bei der nächsten Anmeldung ein. Wer sein Passwort per E-Mail zurückgesetzt hat oder den Status „Hilfe nötig“ hat, braucht dafür einen Anmeldecode von Ihnen. Der Befund verschwindet, wenn alle es getan haben.',
  role: (name) => `„${name}“`,
  secondAdministrator: (roles) =>
    `Geben Sie einer zweiten Person ${roles === '' ? 'eine Rolle, die das kann' : `die Rolle ${roles}`}. Das geht auf der Seite der Person, oder wenn Sie jemanden neu einladen.`,
  yourself: 'Auch Sie selbst: Ändern Sie das auf Ihrer Kontoseite.',
  yourselfAlone: 'Ändern Sie das auf Ihrer Kontoseite.',
  acts: {
    people: 'Ansehen',
    everybody: 'Alle Personen',
    policy: 'Zur Richtlinie',
    activity: 'Versuche ansehen',
    disowned: 'Aktivität ansehen',
  },
  severity: { error: 'Dringend', warning: 'Bald', info: 'Wenn Zeit ist' },
  made: (when) => `angelegt ${when}`,
  more: (n) => `und ${n} weitere`,
  nothing: 'Nichts gefunden.',
  lead: (n, at) => `${n === 0 ? 'Keine Befunde' : n === 1 ? '1 Befund' : `${n} Befunde`}, geprüft um ${at} Uhr`,
  clearChecks: (n) => (n === 1 ? '1 Prüfung ohne Befund' : `${n} Prüfungen ohne Befund`),
  clear: {
    'administrator-without-strong-factor': 'Alle Administratoren haben einen Passkey oder eine App',
    attacked:
      'Seit der letzten Anmeldung oder Freigabe wurde bei keinem Konto innerhalb eines Tages so oft etwas Falsches eingegeben, dass es für eine zeitweise Sperre reicht',
    disowned: 'Wer „Das war ich nicht“ gesagt hat, hat sich seitdem wieder angemeldet',
    'one-passkey-only': 'Niemand hängt von einem einzigen Passkey ab',
    'no-backup-codes': 'Alle mit Passkey oder App haben Ersatzcodes, die nur zusammen mit einem Passwort helfen',
    dormant: 'Kein benutztes Konto liegt seit Monaten brach',
    'never-signed-in': 'Alle haben sich schon angemeldet oder sind eingeladen',
    'policy-finding':
      'Die Prüfung der Regeln selbst ergab nichts; was die Personen eingerichtet haben, wird getrennt geprüft',
  },
};
