import { isProblem } from '@sallyport/browser';
import { withStepUp } from '@sallyport/pages/parts';

/** Returns whether another administrator was quicker. Then nothing is changed, and the page shows the new state. */
export async function changedMeanwhile(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await withStepUp(run);
    return false;
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'precondition-failed') return true;
    throw thrown;
  }
}
