import { libraryBuild } from '../../.config/tsup.ts';

// The CommonJS of otplib requires @scure/base, which is an ES module.
const modulesOnly = [
  'otplib',
  '@otplib/core',
  '@otplib/hotp',
  '@otplib/uri',
  '@otplib/totp',
  '@otplib/plugin-base32-scure',
  '@otplib/plugin-crypto-noble',
  '@scure/base',
  '@noble/hashes',
];

// The worker thread has an entry of its own beside the entries that package.json exports.
export default libraryBuild(import.meta.dirname, [], ['./src/threat-worker.ts'], modulesOnly);
