import { exampleBuild, pageAssets } from '../../.config/tsup.ts';

export default [...exampleBuild(), pageAssets('src/assets', import.meta.dirname)];
