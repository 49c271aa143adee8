import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { type orderLines, sites } from '../../db/schema/index.ts';
import { type Language, type Reason, reason } from '../../domain/reasons.ts';
import type { LineDecision } from '../../domain/replenishment/decision.ts';
import { replayDecision } from '../../domain/replenishment/line.ts';
import { explainLine, lineInWords, otherwiseOf } from '../../domain/replenishment/otherwise.ts';
import { iso, isoOrNull } from '../schemas/common.ts';
import type { OrderExplained } from '../schemas/orders.ts';
import { said } from '../work/said.ts';
import { namedLines } from './detail.ts';
import type { OrderRow } from './find.ts';

type Json = Record<string, unknown>;

/** C, "orders that explain themselves": what each line rests on, in words, and whether the same line comes out of it again. */
export async function explainOrder(
  tx: Transaction,
  row: OrderRow,
  language: Language,
): Promise<Static<typeof OrderExplained>> {
  const [lines, [site]] = await Promise.all([
    namedLines(tx, row.id),
    tx.select({ timeZone: sites.timeZone }).from(sites).where(eq(sites.id, row.siteId)),
  ]);
  const { timeZone } = site!;
  return {
    orderId: row.id,
    number: row.number,
    lines: lines.map(({ line, serial, slot, partNumber }) => {
      const { decision } = line;
      return {
        lineId: line.id,
        serial,
        slot,
        partNumber,
        ordered: line.ordered,
        decidedAt: decision?.decidedAt ?? null,
        rules: decision?.found.rules ?? [line.reason === 'moved' ? 'A18' : 'A14'],
        words: whyOf(line).map((each) => said(each, language, timeZone)),
        otherwise: decision && viewOtherwise(decision),
        replay: decision && replay(decision, language, timeZone),
        decision: decision as unknown as Json | null,
      };
    }),
  };
}

/** A person asked for a line without a decision. */
function whyOf({ decision, reason: because }: typeof orderLines.$inferSelect): Reason[] {
  if (decision) return explainLine(decision);
  return because === 'moved' ? [reason('moved')] : [reason('exceptional'), reason('otherwise-job')];
}

function viewOtherwise(decision: LineDecision): Static<typeof OrderExplained>['lines'][number]['otherwise'] {
  const otherwise = otherwiseOf(decision);
  if (!otherwise) return null;
  const { runsOutAt, earlyAt, lateAt, again, ownParcelAt } = otherwise;
  return {
    runsOutAt: iso(runsOutAt),
    earlyAt: iso(earlyAt),
    lateAt: iso(lateAt),
    orderedAgainAt: isoOrNull(again?.orderedAt ?? null),
    arrivesAt: isoOrNull(again?.arrivesAt ?? null),
    ownParcelAt: isoOrNull(ownParcelAt),
  };
}

function replay(decision: LineDecision, language: Language, timeZone: string) {
  // Through JSON, as what it is compared with has been.
  const again = JSON.parse(JSON.stringify(replayDecision(decision)?.decision ?? null)) as LineDecision | null;
  const inWords = (of: LineDecision) => lineInWords(of, language, timeZone);
  const same = again !== null && isDeepStrictEqual(again, decision) && inWords(again) === inWords(decision);
  return { same, found: (again?.found ?? null) as Json | null };
}
