import { libraryBuild } from '../../.config/tsup.ts';

export default libraryBuild(import.meta.dirname);
