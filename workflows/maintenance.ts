import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { housekeeping } from './policies.ts';

const { maintain } = proxyActivities<Activities>(housekeeping);

/** Room for the readings to come, the leaving of what is past its time (operations/retention.ts), and what gauges can tell. */
export async function maintenanceWorkflow(): ReturnType<Activities['maintain']> {
  const report = await maintain({ now: new Date().toISOString() });
  const rows = Object.entries(report.rows).map(([table, count]) => `- ${table}: ${count} rows`);
  const partitions = [
    ...report.partitionsMade.map((name) => `- ${name} made`),
    ...report.partitionsDropped.map((name) => `- ${name} dropped`),
  ];
  // Reports of the release before have none.
  const gauges = report.gaugesLearned ? [`- what ${report.gaugesLearned} gauges can tell, learned`] : [];
  setCurrentDetails([...partitions, ...rows, ...gauges].join('\n') || 'Nothing was due.');
  return report;
}
