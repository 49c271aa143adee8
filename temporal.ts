import { readFileSync } from 'node:fs';
import type { DataConverter } from '@temporalio/common';
import type { Config } from './config.ts';
import { payloadCodec } from './temporal-codec.ts';

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
