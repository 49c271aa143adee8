import { type Meter, metrics } from '@opentelemetry/api';

/** The meter of this process; counts for nobody where metrics are not served. */
export const meter = (): Meter => metrics.getMeter('replenish');
