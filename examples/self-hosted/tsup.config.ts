import { exampleBuild } from '../../.config/tsup.ts';

export default exampleBuild();
