export const CONTESTANTS = {
  'if-chain': () => import('./contestants/if-chain.mjs'),
  'sallyport-alone': () => import('./contestants/sallyport-alone.mjs'),
  'sallyport-cold': () => import('./contestants/sallyport-cold.mjs'),
  sallyport: () => import('./contestants/sallyport.mjs'),
  'loop-over-data': () => import('./contestants/loop-over-data.mjs'),
  'json-logic': () => import('./contestants/json-logic.mjs'),
  casl: () => import('./contestants/casl.mjs'),
  casbin: () => import('./contestants/casbin.mjs'),
};
