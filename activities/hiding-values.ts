import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { withoutValues } from '../log.ts';

/** What an activity fails with is kept in its workflow's history; people's names and addresses have no place there. */
export const hidingValues: ActivityInterceptorsFactory = () => ({
  inbound: {
    async execute(input, next) {
      try {
        return await next(input);
      } catch (error) {
        throw withoutValues(error);
      }
    },
  },
});
