/** What a client says of a ceremony (WebAuthn L3 §5.8.1), as far as it is read before the library verifies the rest. */
export interface ClientData {
  readonly challenge: string;
  /** The ceremony ran in a frame of another origin: nothing here embeds sign-in, so that is refused (§7.2 steps 12 and 13). */
  readonly crossOrigin: boolean;
}

export function clientDataOf(clientDataJSON: string): ClientData | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
    if (
      typeof parsed !== 'object' ||
      parsed === null ||
      !('challenge' in parsed) ||
      typeof parsed.challenge !== 'string'
    )
      return undefined;
    const crossOrigin = ('crossOrigin' in parsed && parsed.crossOrigin === true) || 'topOrigin' in parsed;
    return { challenge: parsed.challenge, crossOrigin };
  } catch {
    return undefined;
  }
}
