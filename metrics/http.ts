import { meter } from './meter.ts';

/** Seconds; 5 is the longest that a caller is to wait for an answer. */
const bucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface AnsweredRequest {
  method: string;
  /** The pattern of the route, never the address itself: one series for each route. */
  route: string;
  status: number;
  durationMs: number;
}

/** Counts an answered request and how long it took, by the names of OpenTelemetry's semantic conventions. */
export function countRequest({ method, route, status, durationMs }: AnsweredRequest): void {
  meter()
    .createHistogram('http.server.request.duration', {
      description: 'How long requests took',
      unit: 's',
      advice: { explicitBucketBoundaries: bucketsSeconds },
    })
    .record(durationMs / 1000, {
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
    });
}
