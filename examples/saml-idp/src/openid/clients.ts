import type { ClientMetadata } from 'oidc-provider';
import { z } from 'zod';

const file = z.array(
  z.strictObject({
    client_id: z.string().min(1),
    client_secret: z.string().min(1),
    redirect_uris: z.array(z.url()).min(1),
  }),
);

/** Parses the apps of a JSON file `[{ "client_id", "client_secret", "redirect_uris" }]`. @throws Error if the JSON is invalid */
export function openidClients(json: string): readonly ClientMetadata[] {
  return file.parse(JSON.parse(json));
}
