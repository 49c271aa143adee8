import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Imported before a worker is made: what workers say of their own comings and goings hides what tests say. */
Runtime.install({ logger: new DefaultLogger('WARN') });
