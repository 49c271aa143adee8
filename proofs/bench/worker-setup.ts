import type { Environment } from '../../config.ts';

/** What a worker's process is started with, as JSON. */
export interface WorkerSetup {
  kind: 'floor' | 'product';
  environment: Environment;
  bundlePath: string;
  taskQueue: string;
  /** As many as the SDK thinks fit for its memory unless told. */
  maxCachedWorkflows?: number;
  /** After so many readings a device goes on in a new run; as the product says unless told. */
  readingsPerRun?: number;
}

/** What it tells whoever started it: that it polls, or the workflow that has dealt with what it was told. */
export type WorkerNews = { ready: true } | { done: string };
