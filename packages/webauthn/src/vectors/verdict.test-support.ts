import { Refused } from '../refused.ts';

/** A response as the browser hands it over. */
export function credentialOf<Response>(
  id: string,
  response: Response,
): { id: string; rawId: string; type: 'public-key'; clientExtensionResults: object; response: Response } {
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
}

/** Whether a response is accepted, or the step that refuses it. */
export async function told(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    if (error instanceof Refused) return error.step;
    throw error;
  }
}
