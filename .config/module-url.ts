import { pathToFileURL } from 'node:url';

/** Stands for `import.meta.url` in a CommonJS file. */
export const moduleUrl: string = /* @__PURE__ */ moduleAddress();

function moduleAddress(): string {
  return pathToFileURL(__filename).href;
}
