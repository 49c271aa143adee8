import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { housekeeping } from './policies.ts';

const { maintain } = proxyActivities<Activities>(housekeeping);

/** Room for the readings to come, and the leaving of what is past its time (operations/retention.ts). */
export async function maintenanceWorkflow(): ReturnType<Activities['maintain']> {
  const report = await maintain({ now: new Date().toISOString() });
  const rows = Object.entries(report.rows).map(([table, count]) => `- ${table}: ${count} rows`);
  const partitions = [
    ...report.partitionsMade.map((name) => `- ${name} made`),
    ...report.partitionsDropped.map((name) => `- ${name} dropped`),
  ];
  setCurrentDetails([...partitions, ...rows].join('\n') || 'Nothing was due.');
  return report;
}
