import { pbkdf2Sync } from 'node:crypto';
import { STORED_BY_SERVERS } from './stored-by-servers.test-support.ts';
import { PASSWORD, type StoredPassword } from './stored-password.test-support.ts';

export { PASSWORD };

const PAYLOAD_SALT = '2a232e2e71c9602e08f4ef4058098fb4077388f6851053c29ccd1f36912d9c7e';

/** Hashes that the named library made. Where that is not the system, the hash has the form that the system stores. */
export const STORED: readonly StoredPassword[] = [
  {
    by: 'argon2 0.45.1 (npm)',
    passwordHash: '$argon2id$v=19$m=1024,p=4,t=3$8VjStLB0rnpRqSV1ubF9Sg$VIthC/MaH0irm8Rx5zQ+O3VGHiU/8kZ6anV6j925P1Y',
  },
  {
    by: 'the tests of Ory Kratos, scrypt with N as ln',
    password: 'test',
    passwordHash:
      '$scrypt$ln=16384,r=8,p=1$2npRo7P03Mt8keSoMbyD/tKFWyUzjiQf2svUaNDSrhA=$MiCzNcIplSMqSBrm4HckjYqYhaVPPjTARTzwB1cVNYE=',
  },
  {
    by: 'Django 3.2.25, pbkdf2_sha256',
    passwordHash: 'pbkdf2_sha256$260000$Sj3fRtktbgGDBgIyH8QVls$mYjAu8o8FcbJpdZdZ2T7wJXVT1MzL+Kq7KKSNGaamTk=',
  },
  {
    by: 'Django 3.2.25, pbkdf2_sha1',
    passwordHash: 'pbkdf2_sha1$260000$ljLPNXmWm9hRUEcM0QUEhT$RQXpJXA6oOBVvCm5Sj3c1bZ64Yk=',
  },
  {
    by: 'Django 3.2.25, argon2',
    passwordHash: 'argon2$argon2id$v=19$m=102400,t=2,p=8$d1FaRHVsb1ZJbnpocnpwTlVqaVhDdQ$QdRzyeDW6Y+qurV06IF+Hw',
  },
  {
    by: 'Django 3.2.25, bcrypt_sha256',
    passwordHash: 'bcrypt_sha256$$2b$12$HPLKBsBC2JTTzevgwnJhG.JTvvzvUsnooNaNL/5draQLnsDopRyS2',
  },
  {
    by: 'Django 3.2.25, bcrypt',
    passwordHash: 'bcrypt$$2b$12$57KlYgtPsWt88CNpJ8XAL.Ateakwd8pFyBgbmrM8S0MJ86gjhckby',
  },
  {
    by: 'hashlib of Python 3.11 in the form of Django 5, scrypt',
    passwordHash:
      'scrypt$16384$MLHU6oEwo5o7K7RC12wiV0$8$5$1Fjk1tdjPLheqdxoNrRrtYHO7LrE6SmGjBrNl/BETcepcoEkrbGqnO+bskRP9TScB9/it5EYIGQXzg3GMJ7q4A==',
  },
  {
    by: 'Werkzeug 2.2.2, pbkdf2:sha256',
    passwordHash:
      'pbkdf2:sha256:260000$8HUjnyAqf0JSHcuH$66177a3fd6f2bc2d780d4fd2a7f893a3cb9e955fc2a083b413c75ee52bafed4e',
  },
  {
    by: 'Werkzeug 2.2.2, pbkdf2:sha512',
    passwordHash:
      'pbkdf2:sha512:10000$Z107KzLsFxEnpnUK$f507d9519e63a34f56c60b7e650ba6938a2ca4f3d33c239b33897dcadb6c3150b5ed2104fdf04bdca7f8bc99133dfeca8fe840500745ee7d4d1cd4988a0ccc95',
  },
  {
    by: 'Werkzeug 2.2.2, salt of 8 letters',
    passwordHash: 'pbkdf2:sha256:1000$oIls7eXq$1f1380bb5e651689fdc4dafd99fb0b3c6d6bf15aac220a72deecda7a42fb7618',
  },
  {
    by: 'Werkzeug 3.2.0.dev, scrypt',
    passwordHash:
      'scrypt:32768:8:1$T9vyMBX4HPPvxaTn69UigA$b5f7293a4ec8d5d94d4cbaddec569371dfc91eca8d132461d7b28990d825b5c00f77ff2cb3544d78c86cc7e25c0430e66ea089b75368022fb290a2343c3e4c8f',
  },
  {
    by: 'AdonisJS hash 10.1.1, scrypt',
    passwordHash:
      '$scrypt$n=16384,r=8,p=1$6D8HsgG32y5abdnLkza8eg$UIrvbGBvkE/8lw6/Ljt1HyJe6jq0RktULWyNG1TfP3jcUYosC8EoaZyG2IylkvghWm7tir4DnDG/9mqXbGI2pg',
  },
  {
    by: 'AdonisJS hash 10.1.1, bcrypt',
    passwordHash: '$bcrypt$v=98$r=5$9S5RoXEA7cy/h+/NsX0GGQ$fnviyLTKMSdy2nBAkXJQXeDRp9YBO7U',
  },
  {
    by: 'AdonisJS hash 10.1.1, argon',
    passwordHash: '$argon2id$v=19$m=1024,t=3,p=4$jv9oNzQvQp/Ez+TcS5wz9g$+mKxcehpftFhHENxEWagypp55sc6hrYVtTOWy9V0FTg',
    passwordFormat: 'adonis',
  },
  {
    by: 'the tests of Spring Security 5, bcrypt',
    password: 'password',
    passwordHash: '{bcrypt}$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG',
  },
  {
    by: 'the tests of Spring Security 5, pbkdf2',
    password: 'password',
    passwordHash: '{pbkdf2}5d923b44a6d129f3ddf3e3c8d29412723dcbde72445e8ef6bf3b508fbf17fa4ed4d6b99ca763d8dc',
  },
  {
    by: 'the tests of Spring Security 5, scrypt',
    password: 'password',
    passwordHash:
      '{scrypt}$e0801$8bWJaSu2IKSn9Z9kM+TPXfOc/9bdYSrN1oD9qfVThWEwdRTnO7re7Ei+fUZRJ68k9lTyuTeUp4of4g24hHnazw==$OAOec05+bXxvuu/1qZ6NUR+xQYvYv7BeL1QxwRpY5Pc=',
  },
  {
    by: 'the tests of Spring Security 5, argon2',
    password: 'sometestpassword',
    passwordHash:
      '{argon2}$argon2id$v=19$m=4096,t=3,p=1$QUFBQUFBQUFBQUFBQUFBQQ$hmmTNyJlwbb6HAvFoHFWF+u03fdb0F2qA+39oPlcAqo',
  },
  {
    by: 'Spring Security 7.2.0-SNAPSHOT, pbkdf2@SpringSecurity_v5_8',
    passwordHash:
      '{pbkdf2@SpringSecurity_v5_8}bbf4fb889115cf27545efd73032150b4b97a86717b5df0abff3fb73d66a575d6bb58c45c62446a2ff1cc399c77d322bc',
  },
  {
    by: 'passlib 1.7.4, pbkdf2_sha1',
    passwordHash: '$pbkdf2$131000$kxIihLB2jhFCSEnJuZfyXg$zIVFJqc79PEpYBnuz5nXfUj.Sdg',
  },
  {
    by: 'passlib 1.7.4, pbkdf2_sha256',
    passwordHash: '$pbkdf2-sha256$29000$8T7nHANASInRmtO6996bMw$ls2CmFcroKNAna1G7ebxWSmJrEfAbRjxY7NK8/dyh7g',
  },
  {
    by: 'passlib 1.7.4, pbkdf2_sha512',
    passwordHash:
      '$pbkdf2-sha512$25000$JcR4r9Wak3IOgVCqdc45Zw$wEnxvODmKNG1wSPPS2PIVivaechJJ.qW8NL.mqjjTixZgcGj.9XG5b/UWioH5sqcR1Vy8.Gw3i2VTFnuTxLGZQ',
  },
  {
    by: 'passlib 1.7.4, bcrypt_sha256 of version 2',
    passwordHash: '$bcrypt-sha256$v=2,t=2b,r=5$S.GCIr.c9uB5WE5lyy6Bxu$Ef2cxclTK2vpCL7qRHLZ96ruOYxSLYC',
  },
  {
    by: 'passlib 1.7.4, bcrypt_sha256 of version 1',
    passwordHash: '$bcrypt-sha256$2b,5$VDH1Zw9GLCrxu0w3zLNfQe$m6K/OZzl0pllyBCmQON/OkB/JCK.iny',
  },
  {
    by: 'passlib 1.7.4, scrypt',
    passwordHash: '$scrypt$ln=10,r=8,p=1$qxVi7J1TirHW2jsH4Pwfow$zCd1JTH3kBQ8ao++rDPAV8wS7Wv9dv7xlhYZt5OVujU',
  },
  {
    by: 'passlib 1.7.4, ldap_pbkdf2_sha1',
    passwordHash: '{PBKDF2}131000$2btXqrVW6v0/BwAghDCGEA$n.5T6B5csjeGujBlKVhxKUVriKg',
  },
  {
    by: 'passlib 1.7.4, ldap_pbkdf2_sha1 with a scheme in small letters',
    passwordHash: '{pbkdf2}131000$2btXqrVW6v0/BwAghDCGEA$n.5T6B5csjeGujBlKVhxKUVriKg',
  },
  {
    by: 'passlib 1.7.4, ldap_pbkdf2_sha512',
    passwordHash:
      '{PBKDF2-SHA512}25000$xHivVQrh3BsDQOjde.99zw$qlzthdJLCcpJ9T73ejKQEld4/jCJOAsx3UiLutrSXQTxuWDEbjnEl7oy0Z19w6R98iVNt5gZiyhaNMk207dcRQ',
  },
  {
    by: 'passlib 1.7.4, ldap_bcrypt',
    passwordHash: '{CRYPT}$2b$05$Q1ca.Ww/2isKusOEE/9Tm.iGAblTyVcVZXcGUzg9bBneDdP5.wQIC',
  },
  {
    by: 'passlib 1.7.4, argon2 in the scheme of OpenLDAP',
    passwordHash: '{ARGON2}$argon2id$v=19$m=1024,t=2,p=8$/x/D2FsLYQwhJORc6z3nvA$6dIIp3xI7zgvCUQODFZxoA',
  },
  {
    by: 'passlib 1.7.4, atlassian_pbkdf2_sha1',
    passwordHash: '{PKCS5S2}cm5tba31HoNQag2h9H7vXZGK9nJScmSlTRTKEvNl5BR6gF6MxTKI8YOvTDJ8zYMk',
  },
  {
    by: '389 Directory Server 2.3.1, PBKDF2-SHA1',
    passwordHash: '{PBKDF2-SHA1}10000$aAvctYUMptHievpDb/d3Lrk8vCs6XyPn$kQM0sn79D1mI7KFFh4+9iupySWs=',
  },
  {
    by: '389 Directory Server 2.3.1, PBKDF2-SHA256',
    passwordHash: '{PBKDF2-SHA256}10000$iH4ksIhsZaaQ/5QC+m+zdRBFFnZu+N7p$33dw4kWe/T51QD6rZyecnLpwUf/lhy2E+QVSKdLEOEk=',
  },
  {
    by: '389 Directory Server 2.3.1, PBKDF2-SHA512',
    passwordHash:
      '{PBKDF2-SHA512}10000$23rDuOGz314z/EBgDCC6PI/bECn1hJoT$4g1M9bwXYOcMYrce9mp6qsXgdUSUKNzWNc3KMxNXNHMgXnIJMVNiGuYDPY722YAS9LCWlv1bbqOIRLiqcWS9Sw==',
  },
  {
    by: '389 Directory Server 2.3.1, PBKDF2_SHA256',
    passwordHash:
      '{PBKDF2_SHA256}AAAgAIXnaTHk9RQEuzcTazGFJzpRUFZMLdTVyDtd0D5WYDVUxSybzCUddXNZsfq09n5iVtIO/UoFHKC7j8IXmtx05F6pAv73ELoLo1o33V9zQTZ8r5dUkPJRr40dT0JZApvakCbH8W4bDOpKmWX42KvBBTkWRASV9DwRx9VjxSkXSL7RwKGc1VCJIEl+hZ/PuYznFcd698DwQQ3oqmXakQBaaJAkIwfk7+Xyt1WAVE0CuykIVOqr2HTxvn0Y2MKCezP3rqA11GrXc+k/BFQ96hcGlmGfFmetMCKmEy+O1tjBVMYmQoKf1i6l+XygaAdveiV6oonDvRP3BFvq4wcxZF2KY/v9eTFmKU8wjTkGqTW1RBtPcaPsi0i3xI5yV5OzCuX41e5fw9UqlsufXaSqKQ4YguxE3zt/Iso+LgIj0Lez5ttX',
  },
  {
    by: 'PHP 8.2.36 by the code of WordPress 6.8',
    passwordHash: '$wp$2y$05$p1P/mhCe3GX1mmliNi/C3eHtZi.r0JqOdyyeoBbQuTs1Aib81d5ES',
  },
  {
    by: 'PHP 8.2.36 by the code of WordPress 6.8, white space at both ends',
    password: ' spaced words \t',
    passwordHash: '$wp$2y$05$upPRfaqqN0qOBxHXRFrAm.MxmTPyzlz07j62CcFO70mEXGKZilFB2',
  },
  {
    by: 'bcryptjs 3.0.3 over the SHA-256 of Meteor',
    passwordHash: '$2b$05$jEXHNq/ijAaztIeykflxT.LwYjL7VMsKso1p96sFbA/OfNzThM1Si',
    passwordFormat: 'meteor',
  },
  {
    by: 'argon2 0.45.1 over the SHA-256 of Meteor',
    passwordHash: '$argon2id$v=19$m=1024,p=1,t=2$pj0wVOSALJvwiJT5MzC8Mg$/xEdbuLIeY43zl3ChhThuyaS8dNpkm1wIZlWPaH4jNk',
    passwordFormat: 'meteor',
  },
  {
    by: 'better-auth 1.7.25',
    passwordHash:
      '93c8d9a5f4bcf6c347c8991d8d87d93d:67fd401ee988c21ec40042df71027c603790d39fe3d308c05b57ff47dadb1638a53fda9299f949e4532dc1cdfac1b625f7e49da651a6a3db61d40de7dab1eeb6',
    passwordFormat: 'better-auth',
  },
  {
    by: 'oslo 1.2.1, which is Lucia 3',
    passwordHash:
      '3e4f01cc00a2c0f7f9aba270d0d2e406:5bcb0f7027997aee09ad75daf031947838b241d2835e6f99f08876433ed44937095a931a4969317570e655dca3eeace9c1754edd6a5b96743ab3721fcf048778',
    passwordFormat: 'better-auth',
  },
  {
    by: 'Lucia 2.7.7',
    passwordHash:
      's2:uivf8jl8dudrv0n1:7348c7c7e5447e2f2c5500e360d1770fae1c2f0d404b3f75e5a4638a198852ac82e0eec04e3574a443cf7fabbe2972e53998f8131c63ce69132de419661a05f7',
  },
  {
    by: 'the tests of ASP.NET Core Identity, version 3, SHA-1',
    password: 'my password',
    passwordHash: 'AQAAAAAAAAD6AAAAEAhftMyfTJylOlZT+eEotFXd1elee8ih5WsjXaR3PA9M',
  },
  {
    by: 'the tests of ASP.NET Core Identity, version 3, SHA-256',
    password: 'my password',
    passwordHash:
      'AQAAAAEAA9CQAAAAIESkQuj2Du8Y+kbc5lcN/W/3NiAZFEm11P27nrSN5/tId+bR1SwV8CO1Jd72r4C08OLvplNlCDc3oQZ8efcW+jQ=',
  },
  {
    by: 'the tests of ASP.NET Core Identity, version 3, SHA-512',
    password: 'my password',
    passwordHash: 'AQAAAAIAAYagAAAAEAABAgMEBQYHCAkKCwwNDg/Q8A0WMKbtHQJQ2DHCdoEeeFBrgNlldq6vH4qX/CGqGQ==',
    passwordFormat: 'aspnet',
  },
  {
    by: 'the tests of ASP.NET Core Identity, version 2',
    password: 'my password',
    passwordHash: 'ANXrDknc7fGPpigibZXXZFMX4aoqz44JveK6jQuwY3eH/UyPhvr5xTPeGYEckLxz9A==',
    passwordFormat: 'aspnet',
  },
  {
    by: 'Payload 3.90.2',
    passwordHash: {
      hash: 'pbkdf2-sha256-v1:bc658651c7e9cdabca7e051869cbbbb6feaa2a26d88b31b7c4a5d0215d26fa52',
      salt: '429e631de17258cba09ce4193494541c2ad6cfc8e81deb79661943aa5248888f',
    },
    passwordFormat: 'payload',
  },
  {
    by: 'Payload before 3.90, taken by its 3.90.2',
    passwordHash: {
      hash: pbkdf2Sync(PASSWORD, PAYLOAD_SALT, 25_000, 512, 'sha256').toString('hex'),
      salt: PAYLOAD_SALT,
    },
    passwordFormat: 'payload',
  },
  {
    by: 'passport-local-mongoose 9.2.0',
    passwordHash: {
      hash: 'fa0f55a66476647c781d2aa5cd7bd1e135a2fa570df84b075ec33b2a9ab57e21478cf1f4366372dedb8eda656bb4f35913669f1a7d4bff07a7346d94008b036283d715a4938b9949960e33f29239831f3b0eed13495cc4f894829fa464b88c7787881d822acba52ecce589023750833a2292346813320ffcfae5c03cc6a0eca188768e75d6969ee89403966f35ad50b1b6b8012e3c0a94048a5ccc9c03a5e4c9a72fbef8395392c996555a0a50eda4aa3c78f0a6616d519888866bd1e60ed200dc99480fc8e3e189c8f63821140f505c6f0852683f4e08627c2af8a90b398b3683f55d38e6b401b404e484295945beaa510fb3577c3a6bffbe91da5c7cbdfb72c99784c2b83c81d2599f7c9422f4170145191edc7e723eb97ddffa3e78510ea0dd67c38160486e5db34dc28261f3bca2d12b61ccc60ec9475882a1a5db59e8ce5845de37e18fd77dc1745e3fb1db060adbd75765f8f52e3a1fa3564d647f2704cc3ad27466f3b43310880c66a994d26d6788fd1609e58f7985d430512280098981bd033908c77aa4fe07dfb757148b4e48c3feb5ac3bf4b2b1cd32890b18b9abd2a368fd277e89feff2e0bc48da6ea16fc18cc100f0fa4e2f8fa1982e7acb620fc07ca16e9d66c3d05486d4921d5f1ac802ea7a3ba729eb8224d1f068bedec5e80ff374aaa5a96352cae042d1f67a427118dcbf5efd4ff3e540d131446ab10ad',
      salt: 'e829fef1853cf57045d17c4aaeb6019714f6fb31a5cf1e8340ffcbb0f623ef3c',
    },
    passwordFormat: 'passport-local-mongoose',
  },
  ...STORED_BY_SERVERS,
];
