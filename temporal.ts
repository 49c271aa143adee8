import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { Config } from './config.ts';
import { payloadCodec } from './temporal-codec.ts';

/**
 * The same for a client, which finds a server that is back within 5 s however long it was away (gRPC's own would wait up to two minutes),
 * and notices within 15 s one that is gone without a word.
 */
export const temporalClientOptions = (config: Pick<Config, 'temporal'>): ConnectionOptions => ({
  ...temporalOptions(config),
  channelArgs: {
    'grpc.initial_reconnect_backoff_ms': 500,
    'grpc.min_reconnect_backoff_ms': 500,
    'grpc.max_reconnect_backoff_ms': 5000,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 5000,
  },
});

/** How to reach the Temporal server that the settings name; the same for client and worker. */
export function temporalOptions({ temporal }: Pick<Config, 'temporal'>) {
  const { tls } = temporal;
  return {
    address: temporal.address,
    ...(temporal.apiKey ? { apiKey: temporal.apiKey } : {}),
    ...(tls
      ? {
          tls: {
            ...(tls.serverName ? { serverNameOverride: tls.serverName } : {}),
            ...(tls.caPath ? { serverRootCACertificate: readFileSync(tls.caPath) } : {}),
            ...(tls.clientCertPath && tls.clientKeyPath
              ? { clientCertPair: { crt: readFileSync(tls.clientCertPath), key: readFileSync(tls.clientKeyPath) } }
              : {}),
          },
        }
      : {}),
  };
}

/** How clients and workers write payloads: the same everywhere, or they cannot read each other. */
export function temporalData({ temporal }: Pick<Config, 'temporal'>): { dataConverter?: DataConverter } {
  return temporal.codecKeys ? { dataConverter: { payloadCodecs: [payloadCodec(temporal.codecKeys)] } } : {};
}
