// Passkeys that the libraries of npm verified at the registration, as their users keep the results.
import { server as passwordless } from '@passwordless-id/webauthn';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { Fido2Lib } from 'fido2-lib';
import { Strategy } from 'passport-fido2-webauthn';
import * as before10 from 'simplewebauthn-9';

const NANOID = 'V1StGXR8_Z5jdHi6B-myT';
const base64 = (bytes) => Buffer.from(bytes).toString('base64');
const base64url = (bytes) => Buffer.from(bytes).toString('base64url');

/** `register` is the authenticator: it answers creation options. */
export async function passkeys(origin, register) {
  const rpID = new URL(origin).hostname;
  const user = { id: base64url('user 42'), name: 'ada', displayName: 'Ada' };
  const challenge = base64url('a challenge of another library, 32');
  const options = (...algorithms) => ({
    ...{ challenge, rp: { id: rpID, name: 'the old app' }, user, attestation: 'none' },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const kept = (system, form, row) => ({ system, form, row });
  const ofSimple = await simple(origin, rpID, register);
  const old = await simpleBefore10(origin, rpID, register);
  return [
    kept('SimpleWebAuthn 14.0.3', 'bytes', ofSimple),
    kept('SimpleWebAuthn 14.0.3', 'base64url', { ...ofSimple, publicKey: base64url(ofSimple.publicKey) }),
    kept('SimpleWebAuthn 14.0.3', 'a Buffer in JSON', {
      ...ofSimple,
      publicKey: JSON.parse(JSON.stringify(Buffer.from(ofSimple.publicKey))),
    }),
    kept('SimpleWebAuthn 9.0.3', 'userID of text', old),
    kept('Auth.js (SimpleWebAuthn 9.0.3)', 'columns', {
      ...{ id: base64(Buffer.from(old.id, 'base64url')), publicKey: base64(old.publicKey), counter: old.counter },
      ...{ transports: old.transports, backedUp: false, backupEligible: false },
    }),
    ...(await ofFido2Lib(origin, rpID, register, options)),
    ...(await ofPasswordless(origin, challenge, register, options)),
    ...(await ofPassport(origin, register, options)),
  ];
}

async function simple(origin, rpID, register) {
  const options = await generateRegistrationOptions({ rpName: 'the old app', rpID, userName: 'ada' });
  const response = await register(options);
  const expected = { expectedChallenge: options.challenge, expectedOrigin: origin, expectedRPID: rpID };
  const { registrationInfo } = await verifyRegistrationResponse({ response, ...expected });
  const { credential, credentialBackedUp: backedUp } = registrationInfo;
  const { id, publicKey, counter, transports } = credential;
  return { id, publicKey, counter, transports, backedUp, userHandle: options.user.id };
}

/** Version 9 takes a text as the id of the user, and its part in the browser encodes the text as UTF-8. */
async function simpleBefore10(origin, rpID, register) {
  const options = await before10.generateRegistrationOptions({
    ...{ rpName: 'the old app', rpID, userName: 'ada', userID: NANOID },
  });
  const inBrowser = { ...options, user: { ...options.user, id: base64url(options.user.id) } };
  const response = await register(inBrowser);
  const expected = { expectedChallenge: options.challenge, expectedOrigin: origin, expectedRPID: rpID };
  const { registrationInfo } = await before10.verifyRegistrationResponse({ response, ...expected });
  const { credentialID, credentialPublicKey, counter, credentialBackedUp } = registrationInfo;
  return {
    ...{ id: base64url(credentialID), publicKey: credentialPublicKey, counter, backedUp: credentialBackedUp },
    ...{ transports: response.response.transports, userHandle: NANOID, userHandleEncoding: 'text' },
  };
}

async function ofFido2Lib(origin, rpID, register, options) {
  const library = new Fido2Lib({ rpId: rpID, rpName: 'the old app', attestation: 'none' });
  const buffer = (text) => new Uint8Array(Buffer.from(text, 'base64url')).buffer;
  const made = [];
  for (const [name, alg] of [
    ['ES256', -7],
    ['RS256', -257],
  ]) {
    const asked = options(alg);
    const { id, response } = await register(asked);
    const { clientDataJSON, attestationObject } = response;
    const result = await library.attestationResult(
      { rawId: buffer(id), id: buffer(id), response: { clientDataJSON, attestationObject } },
      { challenge: asked.challenge, origin, factor: 'either' },
    );
    const row = {
      ...{ id: base64url(result.authnrData.get('credId')), counter: result.authnrData.get('counter') },
      publicKey: result.authnrData.get('credentialPublicKeyPem'),
      userHandle: asked.user.id,
    };
    made.push({ system: 'fido2-lib 3.5.9', form: `PEM, ${name}`, row });
    made.push({
      ...{ system: 'fido2-lib 3.5.9', form: `JWK, ${name}` },
      row: { ...row, publicKey: result.authnrData.get('credentialPublicKeyJwk') },
    });
  }
  return made;
}

async function ofPasswordless(origin, challenge, register, options) {
  const made = [];
  for (const [name, alg] of [
    ['ES256', -7],
    ['EdDSA', -8],
    ['RS256', -257],
  ]) {
    const asked = options(alg);
    const { credential, synced } = await passwordless.verifyRegistration(await register(asked), { challenge, origin });
    const { id, publicKey, transports } = credential;
    const row = { id, publicKey, transports, backupEligible: synced, userHandle: asked.user.id };
    made.push({ system: '@passwordless-id/webauthn 2.4.0', form: `SPKI, ${name}`, row });
  }
  return made;
}

async function ofPassport(origin, register, options) {
  const made = [];
  for (const [name, alg] of [
    ['ES256', -7],
    ['RS256', -257],
  ]) {
    const asked = options(alg);
    const body = await register(asked);
    const row = await new Promise((resolve, reject) => {
      const store = { verify: (_req, _challenge, done) => done(null, true, {}) };
      const strategy = new Strategy(
        { store },
        () => {},
        (_user, id, publicKey, done) => {
          done(null, { id });
          resolve({ id, publicKey, userHandle: asked.user.id, transports: body.response.transports });
        },
      );
      for (const ends of ['error', 'fail']) strategy[ends] = (told) => reject(new Error(told.message ?? String(told)));
      strategy.success = () => {};
      strategy.authenticate({ body, headers: { host: new URL(origin).host }, connection: {} });
    }).catch((error) => ({ error: error.message }));
    if (!('error' in row)) made.push({ system: 'passport-fido2-webauthn 0.1.0', form: `PEM, ${name}`, row });
    else console.warn('passport-fido2-webauthn', name, row.error);
  }
  return made;
}
