import { libraryBuild } from '../../.config/tsup.ts';

export default libraryBuild(import.meta.dirname, [], ['asn1js', '@peculiar/utils']);
