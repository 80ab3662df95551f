import { PASSWORD, type StoredPassword } from './stored-password.test-support.ts';

/** Hashes that the named library or program made. `in the form of` says that the prefix was written by hand. */
export const STORED_BY_SERVERS: readonly StoredPassword[] = [
  {
    by: 'Symfony 5.4.53, bcrypt',
    passwordHash: '$2y$04$1H.IdMzfyHs4SrKOGXkIzeKPP1L9g71EmGC2phs.qIlyTNjTftBBq',
  },
  {
    by: 'Symfony 5.4.53, bcrypt of a password over 72 bytes',
    password: PASSWORD.repeat(4),
    passwordHash: '$2y$04$il.fhQobgIWg4HFqkiRQ/uwPVKF52WQCOZIKzKekPlziv8Wct.UQG',
  },
  {
    by: 'Symfony 5.4.53, argon2id',
    passwordHash: '$argon2id$v=19$m=64,t=3,p=1$WDhhS05heXlaMGVQajJGRQ$p2KVPibyArX6VA4dryB3w3mvX2/Ilk0QnV+eHdkg+1o',
  },
  {
    by: 'Laravel 8.83.26, bcrypt',
    passwordHash: '$2y$05$0ieFpcqgV0OyL.ewxQUO4OS/erInVs8H8s/J3Q4QPZbGo41qWwcna',
  },
  {
    by: 'Laravel 8.83.26, argon2id',
    passwordHash: '$argon2id$v=19$m=1024,t=2,p=2$WThlMWJnZ2tPa3RpR0VkSA$3//kkf/Y6D0zwP/mq8oDvv06REmx4CiKp5di1JwAWC8',
  },
  {
    by: 'Devise 4.8.1 (no pepper), bcrypt',
    passwordHash: '$2a$05$e0slbMKAo9U2j3R/Qe10tevfTCLo4hMKPeKjAgNnzzL6jDVc/DTrS',
  },
  {
    by: 'Flask-Security 5.1.2 (single hash), bcrypt',
    passwordHash: '$2b$12$EajPBAdV6CNanE3u3eD/aO0LwASa3wyLe6C8N0ChyZOCBhHbrGik6',
  },
  {
    by: 'Flask-Security 5.1.2 (single hash), bcrypt of a text in NFKD',
    password: 'Ünïcode ﬁgures 🐎 in a déjà vu',
    passwordHash: '$2b$12$Uva1H4vWHfrKeOWGDmCKmulH8ydv3Vm8bnJ3zGyGcEwxnrrKgWitG',
  },
  {
    by: 'PHP 8.2.36 in the form of Nextcloud, version 1',
    passwordHash: '1|$2y$05$3EM/z0Cqo6HLQy1e9AY1OulaG92bQtlVm41g459uaYkdlRLo.4g2m',
  },
  {
    by: 'PHP 8.2.36 in the form of Nextcloud, version 2',
    passwordHash: '2|$argon2i$v=19$m=8192,t=2,p=1$RHJucWNtWjV1RGYxWGhscw$szyxuwR5iXKeuvYLnnEvuUVdWjT17XWjz7GVnhJk8WA',
  },
  {
    by: 'PHP 8.2.36 in the form of Nextcloud, version 3',
    passwordHash: '3|$argon2id$v=19$m=8192,t=2,p=1$SG9pYnVZbDRoRGJYc2I4TA$90m6hHgy+De44Xy6F+HheadKKyc/Djw4J93v+9Z5I0g',
  },
  {
    by: 'PHP 8.2.36 in the form of Jenkins, #jbcrypt',
    passwordHash: '#jbcrypt:$2y$05$0ieFpcqgV0OyL.ewxQUO4OS/erInVs8H8s/J3Q4QPZbGo41qWwcna',
  },
  {
    by: 'Dovecot 2.3.19.1, BLF-CRYPT',
    passwordHash: '{BLF-CRYPT}$2y$05$tLSoUWV.4Rvb.kAmvZhVQej0R8YFQ/OFiUtbqmQDG3YzPPA7eE.UK',
  },
  {
    by: 'Dovecot 2.3.19.1, BLF-CRYPT.B64',
    passwordHash: '{BLF-CRYPT.B64}JDJ5JDA1JGowWHhrT2IxeHhZLldsQm92aVlKVmVwaHdMOGE2RDZMUGF6R0RvNjBnNU9NS0VER1NkWklD',
  },
  {
    by: 'Dovecot 2.3.19.1, CRYPT',
    passwordHash: '{CRYPT}$2y$05$prnx0KJd1R09mOrj0wPSOOUcJKCjQ01rRdcllaHdvxHaHvRcUu4Ju',
  },
  {
    by: 'Dovecot 2.3.19.1, ARGON2I',
    passwordHash:
      '{ARGON2I}$argon2i$v=19$m=32768,t=5,p=1$DoIkFK5DagPxpIa+pR/5Tg$C0YEo0/fFU5M8VIJUa2+Z4Rk1aNecYUSCiomipDicl4',
  },
  {
    by: 'Dovecot 2.3.19.1, PBKDF2',
    passwordHash: '{PBKDF2}$1$rEWhevMt1.WiNdH9$5$4a0965d0d6c94ff076a5d26d8644eb9a11bcd4e8',
  },
  {
    by: 'MediaWiki 1.39.17, pbkdf2',
    passwordHash:
      ':pbkdf2:sha512:30000:64:5dWFuLA1LlcMq1AGK5AqFw==:uR7mTpnnlONLkPc5KQxlZ7yEOoWoxnlkAtVSy5AKwzVov/5xzAkrbfCdAxSBp/FBhjxPSVqkCYkA9/HGTYIoQw==',
  },
  {
    by: 'MediaWiki 1.39.17, pbkdf2 with the settings of 1.27',
    passwordHash:
      ':pbkdf2:sha256:10000:128:JrTK3Ploph9qXW/ROFpGFw==:pGoaHWoW/zEI/fZ1Qdu5lMAmAlSBJqSlwbUirKahtkQ88urUTlzOcZeHIOYfBVL2mWN0VvRSTb+8b5zMZSH0Sf54mrBYjvayxOhNAfkdQaQPn3JZitlwFwbFOKB2RM/Jm7TG9Vavhgzw1mMQsVQcxFp0/oUU3eiG5cyxku33xko=',
  },
  {
    by: 'MediaWiki 1.39.17, bcrypt',
    passwordHash: ':bcrypt:9$9PcUV2DrP8UZL8Xanwu4Je$ywHB6MWZImxIlAMg75vDSHEz56jCJQK',
  },
  {
    by: 'MediaWiki 1.39.17, argon2',
    passwordHash:
      ':argon2:$argon2id$v=19$m=8192,t=2,p=1$amZjYWo5d25qUjRpRm9qeg$cnQC2U5V+q4lya4nliFERlfj1m6qLvzyAiENFqLwo/o',
  },
  {
    by: 'Request Tracker 5.0.3, bcrypt',
    passwordHash: '!bcrypt!10!VSrrEeye0G1hok.zFqAVcOs7g8v0PuFkcxRDdYOSK3fvuZ/VZy2vy',
  },
  {
    by: 'Request Tracker 5.0.3, bcrypt of a SHA-512 with a NUL',
    password: 'pw7',
    passwordHash: '!bcrypt!10!DmFIIWBU4FvxGBNk3tU8eeywB2YzAbKvWwMN43UupR.ZzwhXYAeq6',
  },
  {
    by: 'scrypt-kdf 2.0.1 (npm)',
    passwordHash:
      'c2NyeXB0AA8AAAAIAAAAAa8Pz1Xz6dUKSaFndCyDIrLwb3caTgkTeAP2vbERWJwGScFc2rbd6NcE91GIhoWW/upL+eaadkTnyNmZQE4nn0TBjfHX8HdFr5/cI6ZAZaT3',
  },
];
