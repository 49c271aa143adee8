import type { SiteCalendar } from '../../domain/calendar.ts';
import { presumeAt } from '../../domain/order/presumed.ts';
import type { LineKind } from '../../domain/order/types.ts';
import type { OpenLine } from '../../domain/replenishment/situation.ts';
import type { Settings } from '../../domain/settings.ts';
import type { StockFacts } from '../../domain/stock-estimate.ts';

/** One line of one order, as the books of the product know it; the simulator ships a line whole. */
export interface Line {
  lineId: string;
  kind: LineKind;
  units: number;
  ratePerDay: number | null;
  backordered: boolean;
  shippedAt?: Date;
  expectedAt?: Date;
  /** Without a word of delivery it is presumed then (A09). */
  presumedFrom?: Date;
  end?: { at: Date; how: 'confirmed' | 'presumed' | 'lost' };
}

export function ship(line: Line, shippedAt: Date, expected: string, calendar: SiteCalendar, settings: Settings): void {
  line.shippedAt = shippedAt;
  line.expectedAt = new Date(`${expected}T00:00:00Z`);
  line.backordered = false;
  line.presumedFrom = presumeAt({ expectedOn: expected, shippedAt, calendar, settings });
}

export function openLines(lines: readonly Line[]): OpenLine[] {
  return lines.flatMap(({ lineId, kind, units, ratePerDay, backordered, end }) =>
    end ? [] : [{ lineId, kind, outstanding: units, ratePerDay, backordered }],
  );
}

/** What the lines say of the shelf. */
export function stockOf(lines: readonly Line[]): Pick<StockFacts, 'deliveries' | 'inTransit'> {
  return {
    deliveries: lines.flatMap(({ lineId, units, shippedAt, expectedAt, end }) =>
      shippedAt && end && end.how !== 'lost'
        ? [{ lineId, units, shippedAt, expectedAt, at: end.at, certainty: end.how }]
        : [],
    ),
    inTransit: lines.flatMap(({ lineId, units, shippedAt, expectedAt, end }) =>
      shippedAt && !end ? [{ lineId, units, shippedAt, expectedAt }] : [],
    ),
  };
}

/** A14: once a job's cartridges have arrived, its window runs. */
export function jobsOf(lines: readonly Line[], { jobWindowDays }: Settings) {
  return lines.flatMap(({ kind, units, end }) =>
    kind === 'exceptional' && end && end.how !== 'lost'
      ? [{ from: end.at, until: new Date(end.at.getTime() + jobWindowDays.value * 86_400_000), cartridges: units }]
      : [],
  );
}
