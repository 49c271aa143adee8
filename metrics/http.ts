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

/** Counts an answered request and how long it took, by the names of OpenTelemetry’s semantic conventions, as Prometheus spells them. */
export function countRequest({ method, route, status, durationMs }: AnsweredRequest): void {
  meter()
    .createHistogram('http_server_request_duration_seconds', {
      description: 'How long requests took',
      unit: 's',
      advice: { explicitBucketBoundaries: bucketsSeconds },
    })
    .record(durationMs / 1000, {
      http_request_method: method,
      http_route: route,
      http_response_status_code: status,
    });
}
