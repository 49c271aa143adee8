import { sql } from 'drizzle-orm';
import { type IdentityCase, identityCases } from '../../domain/tasks.ts';
import { devices, tasks } from '../schema/index.ts';

const kinds = sql.join(
  identityCases.map((kind) => sql`${kind}`),
  sql`, `,
);

/** Of a device: the open case about which device its serial number belongs to (A01). */
export const heldByCase = sql<IdentityCase | null>`(select ${tasks.kind} from ${tasks}
  where ${tasks.deviceId} = ${devices.id} and ${tasks.state} = 'open' and ${tasks.kind} in (${kinds}) order by ${tasks.id} limit 1)`;

/** Of a device: keys of the open tasks about alerts that a gauge contradicts (A05); null: none is open. */
export const openContradictions = sql<string[] | null>`(select array_agg(${tasks.dedupKey}) from ${tasks}
  where ${tasks.deviceId} = ${devices.id} and ${tasks.state} = 'open' and ${tasks.kind} = 'gauge-contradicted')`;
