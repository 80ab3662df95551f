import { libraryBuild } from '../../.config/tsup.ts';

// The worker thread has an entry of its own beside the entries that package.json exports.
export default libraryBuild(import.meta.dirname, ['./src/threat-worker.ts'], ['@noble/hashes']);
