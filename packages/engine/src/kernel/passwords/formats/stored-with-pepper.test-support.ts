import { PASSWORD, type StoredPassword } from './stored-password.test-support.ts';

/** The secrets of the systems that made the hashes below. */
export const PEPPERS = {
  'flask-security': '146585145368132386173505678016728509634',
  devise: 'a pepper of the application',
} as const;

const UNICODE = 'Ünïcode ﬁgures 🐎 in a déjà vu';

const flask = { passwordFormat: 'flask-security' } as const;
const devise = { passwordFormat: 'devise' } as const;

/** `hash_password` of Flask-Security with passlib 1.7.4, and `Devise::Encryptor.digest` with bcrypt-ruby 3.1.18. */
export const STORED_WITH_PEPPER: readonly (StoredPassword & { readonly passwordFormat: keyof typeof PEPPERS })[] = [
  {
    ...{ ...flask, by: 'Flask-Security 5.1.2, bcrypt', password: PASSWORD },
    passwordHash: '$2b$12$Xa.9eA1UNTpJNNFX7sYWH.OsPiMU1LYbwuKp6/AOfvhl95mC.MPcC',
  },
  {
    ...{ ...flask, by: 'Flask-Security 5.1.2, bcrypt of a text in NFKD', password: UNICODE },
    passwordHash: '$2b$05$M.Cl2rVu1aEjp.C3SpN7UeOAXHSgFzvw3qEwONK3F8VN2v.llCnLO',
  },
  {
    ...{ ...flask, by: 'Flask-Security 5.1.2, argon2', password: UNICODE },
    passwordHash: '$argon2id$v=19$m=1024,t=3,p=1$/R9jLOWcM4ZwTiklxJhzTg$JWqhFtiqTFr32qCzEOGXIA',
  },
  {
    ...{ ...flask, by: 'Flask-Security 5.1.2, pbkdf2_sha512', password: PASSWORD },
    passwordHash:
      '$pbkdf2-sha512$25000$qRVCCCEkhLA2BqB0rvVeCw$0d8buHjgPWDJ/Hx6.gnLHogSzGmEVuZvOgKWcg6kaBj2UzD57pNJhbfB0FRnB1OI60UiSXhuJn0f3lC8JpVftQ',
  },
  {
    ...{ ...devise, by: 'Devise 4.8.1, bcrypt', password: PASSWORD },
    passwordHash: '$2a$05$gacoTzUPS59NPaoBVNV6h.YNKriRB3SyHDaaPmAHhxn3ZnVKu9hjq',
  },
  {
    ...{ ...devise, by: 'Devise 4.8.1, bcrypt of a text in UTF-8', password: UNICODE },
    passwordHash: '$2a$05$tmZV24njZm0VOoFABA/2Uu0nQXiJg3KhtZ5Be28h2Ow8sZ93hR9TO',
  },
];
