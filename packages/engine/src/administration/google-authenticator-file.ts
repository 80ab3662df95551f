/** The file `.google_authenticator` of google-authenticator-libpam: the secret in base32, options in lines with a `"` in front, and the unused codes. */
export function appOfFile(text: string):
  | {
      readonly type: 'totp' | 'hotp';
      readonly secret: string;
      readonly period: number | undefined;
    }
  | undefined {
  const [secret = '', ...lines] = text.split(/\r?\n/);
  if (!lines.some((line) => /^" (?:TOTP_AUTH|HOTP_COUNTER)\b/.test(line))) return undefined;
  const step = lines.map((line) => /^" STEP_SIZE (\d{1,3})$/.exec(line)?.[1]).find((one) => one !== undefined);
  return {
    type: lines.includes('" TOTP_AUTH') ? 'totp' : 'hotp',
    secret,
    period: step === undefined ? undefined : Number(step),
  };
}
