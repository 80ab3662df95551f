import type { ThiefWords } from '../en/thieves.ts';

/** Every other way is masculine. */
const GENDERS: Readonly<Record<string, 'n' | 'f'>> = { password: 'n', ldap: 'n', sso: 'n', totp: 'f' };

/** Of a thing of the account, and of the thief. */
type Articles = Readonly<Record<'m' | 'n' | 'f', readonly [theirs: string, own: string]>>;
const DATIVE: Articles = {
  m: ['dem', 'einem eigenen'],
  n: ['dem', 'einem eigenen'],
  f: ['der', 'einer eigenen'],
};
const ACCUSATIVE: Articles = {
  m: ['den', 'einen eigenen'],
  n: ['das', 'ein eigenes'],
  f: ['die', 'eine eigene'],
};

/** An administrator's code belongs to the account. The thief's own password is one that the thief chose. */
function act(articles: Articles, say: (thing: string) => string): ThiefWords['actsWith']['begins'] {
  return (way, method, isOwn) => {
    const [theirs, anyOwn] = articles[GENDERS[method] ?? 'm'];
    const own = method === 'password' && articles === DATIVE ? 'dem selbst gewählten' : anyOwn;
    return say(`${isOwn && method !== 'enrollment-code' ? own : theirs} ${way}`);
  };
}

export const thieves: ThiefWords = {
  noRole: 'Keine Rolle oder nur Rollen ohne eigene Regeln',
  emergency: 'Notfallkonto',
  mail: 'E-Mail',
  accounts: (count) =>
    count === 0 ? 'heute kein Konto dieser Art' : count === 1 ? '1 Konto' : `${count.toLocaleString('de')} Konten`,
  nothing: 'erreicht nichts',
  noFactor: 'nichts eingerichtet',
  noSession: 'diese Sitzung gibt es nicht, bevor etwas eingerichtet ist',
  names: {
    identifier: 'Kennt nur den Namen',
    password: 'Gestohlenes Passwort',
    mailbox: 'Gestohlenes Postfach',
    telephone: 'Gestohlene Telefonnummer',
    app: 'Gestohlene Authenticator-App',
    'unlocked-phone': 'Entsperrtes Telefon',
    passkey: 'Passkey ohne PIN',
    'passkey-and-pin': 'Passkey mit PIN',
    'fresh-cookie': 'Sitzung kurz nach der Anmeldung',
    'older-cookie': 'Ältere Sitzung',
    'people-administrator': 'Wer Personen verwaltet',
    helpdesk: 'Unehrliche Person mit der Rolle',
    'directory-entry': 'Wer das Verzeichnis bearbeitet',
    'provider-session': 'Sitzung bei',
    provider: 'Wer diesen Anbieter betreibt:',
    thing: 'Gestohlen:',
  },
  goals: {
    policy: 'ändert diese Richtlinie',
    people: 'verwaltet Personen',
    helpdesk: 'wirkt als Helpdesk auf andere Konten',
    'vault-opened': 'öffnet den Tresor',
    keeps: 'übernimmt das Konto auf Dauer',
    link: 'verknüpft eine fremde Identität',
    address: 'ändert die Adresse',
    password: 'ändert das Passwort',
    'factors-gone': 'entfernt Passkeys und Apps',
    deletes: 'löscht das Konto',
    'vault-spoiled': 'überschreibt den Tresor',
    'session-single': 'kommt hinein',
    'session-baseline': 'kommt hinein wie jemand, der zwei Schritte macht',
    'session-enhanced': 'kommt hinein wie jemand, der die App benutzt',
    'session-phishing-resistant': 'kommt hinein wie jemand, der den Passkey benutzt',
  },
  actsWith: {
    begins: act(DATIVE, (thing) => `meldet sich mit ${thing} an`),
    'goes-on': act(DATIVE, (thing) => `besteht den nächsten Schritt mit ${thing}`),
    'steps-up': act(DATIVE, (thing) => `weist mehr nach mit ${thing}`),
    recovers: act(DATIVE, (thing) => `macht weiter mit ${thing}`),
    'sets-up': act(ACCUSATIVE, (thing) => `richtet ${thing} ein`),
    removes: act(ACCUSATIVE, (thing) => `entfernt ${thing}`),
    'sets-password': act(DATIVE, (thing) => `legt mit ${thing} ein neues Passwort fest`),
    'opens-vault': act(DATIVE, (thing) => `öffnet den Tresor mit ${thing}`),
  },
  acts: {
    begins: 'meldet sich an',
    'goes-on': 'besteht den nächsten Schritt',
    'steps-up': 'weist mehr nach',
    'sets-up': 'richtet etwas ein',
    'sets-password': 'legt ein neues Passwort fest',
    'sets-address': 'legt eine andere Adresse fest',
    links: 'verknüpft eine eigene Identität',
    removes: 'entfernt',
    'issues-backup-codes': 'erzeugt Ersatzcodes',
    deletes: 'löscht das Konto',
    'writes-vault': 'überschreibt den Tresor',
    'opens-vault': 'öffnet den Tresor',
    'follows-recovery-link': 'folgt dem Link für ein neues Passwort',
    recovers: 'macht weiter',
    'asserts-identity': 'behauptet die Adresse',
    'gives-roles': 'gibt Rollen',
    'edits-entry': 'schreibt die Adresse ins Verzeichnis',
    'creates-account': 'legt das Konto an',
    'opens-invitation': 'öffnet die Einladung',
    'signs-up': 'legt mit dem Postfach der Person ein Konto an und meldet sich nicht an',
    'names-identity': 'nennt eine eigene Identität',
    vouches: 'erzeugt einen Code zum Einrichten',
    'helps-in': 'drückt „Wieder hereinhelfen“, bekommt den Code und trägt ein eigenes Postfach ein',
    'resets-two-step': 'setzt den zweiten Schritt zurück',
    'resets-passkeys': 'setzt die Passkeys zurück',
    'signs-out': 'meldet das Konto ab',
    blocks: 'sperrt das Konto',
    unblocks: 'hebt die Sperre auf',
    'gives-password': 'gibt dem Konto ein Passwort',
    'takes-role': 'nimmt eine Rolle weg',
    'gives-role': 'gibt eine Rolle',
    'changes-people': 'verwaltet Personen',
    'helps-people': 'hilft als Helpdesk',
    'changes-policy': 'ändert diese Richtlinie',
    'owner-signs-on': 'die Person meldet sich an',
    'owner-is-promoted': 'die Person bekommt eine Rolle',
    'owner-sets-up-app': 'die Person richtet eine App ein',
  },
};
