import { exampleBuild, pageAssets } from '../../.config/tsup.ts';

// The quickstart is private, and of it the demo and its pages are taken as sources.
export default [
  ...exampleBuild().map((options) => ({ ...options, noExternal: [/^@sallyport\/example-quickstart/] })),
  pageAssets('../quickstart/src/assets', import.meta.dirname),
];
