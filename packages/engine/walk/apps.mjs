// Secrets of authenticator apps as the libraries of npm keep them, with the present codes.
import { promisify } from 'node:util';
import { generateTOTP, getTOTPAuthUri } from '@epic-web/totp';
import tfa from '2fa';
import authenticator from 'authenticator';
import node2fa from 'node-2fa';
import { encodeHex } from 'oslo/encoding';
import { createTOTPKeyURI, TOTPController } from 'oslo/otp';
import * as otpauth from 'otpauth';
import otplib from 'otplib';
import speakeasy from 'speakeasy';

export async function apps() {
  const app = (system, form, totp, code) => ({ system, form, totp, code, at: Date.now() });
  const kept = speakeasy.generateSecret({ length: 20 });
  const ofSpeakeasy = (encoding) => speakeasy.totp({ secret: kept[encoding], encoding });
  const text = otplib.authenticator.generateSecret(20);
  const wide = new otpauth.TOTP({ issuer: 'Example', label: 'ada', algorithm: 'SHA256', digits: 8, period: 60 });
  const epic = await generateTOTP({ algorithm: 'SHA-256', period: 60 });
  const uri = getTOTPAuthUri({ ...epic, accountName: 'ada', issuer: 'Example' });
  const key = crypto.getRandomValues(new Uint8Array(20));
  const simple = node2fa.generateSecret({ name: 'Example', account: 'ada' });
  const spaced = authenticator.generateKey();
  const letters = await promisify(tfa.generateKey)();
  const ofLetters = tfa.generateCode(letters, Math.floor(Date.now() / 30_000));
  return [
    app('authenticator 1.1.5', 'key', { secret: spaced }, authenticator.generateToken(spaced)),
    app('2fa 0.1.2', 'key', { secret: letters, encoding: 'text' }, ofLetters),
    app('2fa 0.1.2', 'URI', { secret: tfa.generateUrl('Example', 'ada', letters) }, ofLetters),
    app('speakeasy 2.0.0', 'base32', { secret: kept.base32 }, ofSpeakeasy('base32')),
    app('speakeasy 2.0.0', 'ascii', { secret: kept.ascii, encoding: 'text' }, ofSpeakeasy('ascii')),
    app('speakeasy 2.0.0', 'hex', { secret: kept.hex, encoding: 'hex' }, ofSpeakeasy('hex')),
    app('speakeasy 2.0.0', 'otpauth_url', { secret: kept.otpauth_url }, ofSpeakeasy('base32')),
    app('otplib 12.0.1', 'authenticator', { secret: text }, otplib.authenticator.generate(text)),
    app('otplib 12.0.1', 'totp', { secret: text, encoding: 'text' }, otplib.totp.generate(text)),
    app('otpauth 9.5.2', 'URI', { secret: wide.toString() }, wide.generate()),
    app('@epic-web/totp 4.0.1', 'URI', { secret: uri }, epic.otp),
    app('@epic-web/totp 4.0.1', 'columns', columnsOf(epic), epic.otp),
    app('node-2fa 2.0.3', 'URI', { secret: simple.uri }, node2fa.generateToken(simple.secret).token),
    app('node-2fa 2.0.3', 'secret', { secret: simple.secret }, node2fa.generateToken(simple.secret).token),
    app('oslo 1.2.1', 'hex', { secret: encodeHex(key), encoding: 'hex' }, await new TOTPController().generate(key)),
    app(
      'oslo 1.2.1',
      'URI',
      { secret: createTOTPKeyURI('Example', 'ada', key) },
      await new TOTPController().generate(key),
    ),
  ];
}

function columnsOf({ secret, algorithm, digits, period }) {
  return { secret, algorithm, digits, period };
}
