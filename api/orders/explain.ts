import { isDeepStrictEqual } from 'node:util';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import type { Language } from '../../domain/reasons.ts';
import type { LineDecision } from '../../domain/replenishment/decision.ts';
import { replayDecision } from '../../domain/replenishment/line.ts';
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
  const lines = await namedLines(tx, row.id);
  return {
    orderId: row.id,
    number: row.number,
    lines: lines.map(({ line, serial, slot, partNumber }) => {
      const { decision } = line;
      const reasons = decision?.found.reasons ?? [
        { code: line.reason === 'moved' ? ('moved' as const) : ('exceptional' as const) },
      ];
      return {
        lineId: line.id,
        serial,
        slot,
        partNumber,
        ordered: line.ordered,
        decidedAt: decision?.decidedAt ?? null,
        rules: decision?.found.rules ?? [line.reason === 'moved' ? 'A18' : 'A14'],
        words: reasons.map((reason) => said(reason, language)),
        replay: decision && replay(decision),
        decision: decision as unknown as Json | null,
      };
    }),
  };
}

function replay(decision: LineDecision): { same: boolean; found: Json | null } {
  // Through JSON, as what it is compared with has been.
  const again = JSON.parse(JSON.stringify(replayDecision(decision)?.decision ?? null)) as LineDecision | null;
  return { same: isDeepStrictEqual(again, decision), found: (again?.found ?? null) as Json | null };
}
