import { setTimeout as sleep } from 'node:timers/promises';
import { eq, inArray } from 'drizzle-orm';
import { ledger, notices, orderLines, orders } from '../../db/schema/index.ts';
import { lineKinds } from '../../domain/order/types.ts';
import type { Dice } from '../year/random.ts';
import type { Slot } from './customers.ts';
import type { Side, Sides } from './sides.ts';

export interface Round {
  /** Whose order stands, of each kind: a name for each. */
  ordered: string[];
  /** Of each of the slot's orders: what won. */
  ended: ('released' | 'cancelled')[];
  /** One sentence each. */
  problems: string[];
}

const cancellers = 12;
const releasers = 6;
const mostDelayMs = 6;
/** Those who take no lock are quick: they come a little later, or nobody else would ever be first. */
const mostDelayUnlockedMs = 150;

/** One slot ordered from 50 sides at once (A09); then each of its orders released and cancelled at once (A11). */
export async function playRound(sides: Sides, slot: Slot, dice: Dice): Promise<Round> {
  const made = await Promise.all(
    shuffled(sides.fifty, dice).map(async (side) => {
      await sleep(dice.whole(0, side.name === 'unlocked' ? mostDelayUnlockedMs : mostDelayMs));
      return { side, outcome: await side.order(slot) };
    }),
  );
  const { problems, orderIds } = await checkOrdered(sides, slot, made);
  const ended: Round['ended'] = [];
  for (const orderId of orderIds) ended.push(await endAtOnce(sides, orderId, dice, problems));
  return { ordered: made.filter(({ outcome }) => outcome === 'made').map(({ side }) => side.name), ended, problems };
}

async function checkOrdered(
  { system: { db } }: Sides,
  { slotId }: Slot,
  made: { side: Side; outcome: 'made' | 'refused' }[],
): Promise<{ problems: string[]; orderIds: string[] }> {
  const problems: string[] = [];
  const lines = await db.select().from(orderLines).where(eq(orderLines.slotId, slotId));
  for (const kind of lineKinds.filter((each) => each !== 'surge')) {
    const open = lines.filter((line) => line.kind === kind && line.closedAt === null);
    if (open.length !== 1) problems.push(`${open.length} open ${kind} lines`);
  }
  if (lines.length !== 2) problems.push(`${lines.length} lines in all`);
  const winners = made.filter(({ outcome }) => outcome === 'made').length;
  if (winners !== 2) problems.push(`${winners} of ${made.length} sides were told that theirs was made`);
  return { problems, orderIds: lines.map(({ orderId }) => orderId) };
}

/** The hold ends while customers cancel: those who do so before the deadline, and those who release at it, meet at the order's row. */
async function endAtOnce(
  sides: Sides,
  orderId: string,
  dice: Dice,
  problems: string[],
): Promise<'released' | 'cancelled'> {
  const { db } = sides.system;
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId));
  const lines = await db.select({ id: orderLines.id }).from(orderLines).where(eq(orderLines.orderId, orderId));
  const deadline = order!.holdUntil!;
  const before = new Date(deadline.getTime() - 1).toISOString();
  const answers = await Promise.all(
    shuffled(
      [
        ...Array.from({ length: cancellers }, (_, i) => async () => {
          const lineIds = i % 2 === 0 ? null : lines.map(({ id }) => id);
          const request = { orderId, now: before, key: `race-${orderId}-${i}`, lineIds, actor: 'link' };
          return (await sides.activities.cancelLines(request)).cancelledLineIds.length > 0 ? 'cancelled' : 'too-late';
        }),
        ...Array.from({ length: releasers }, () => async () => {
          const { phase } = await sides.activities.releaseOrder({ orderId, now: deadline.toISOString() });
          return phase === 'released' ? 'released' : 'nothing';
        }),
      ],
      dice,
    ).map(async (act) => {
      await sleep(dice.whole(0, mostDelayMs));
      return act();
    }),
  );
  const cancelled = answers.filter((each) => each === 'cancelled').length;
  const released = answers.filter((each) => each === 'released').length;
  if (cancelled > 1) problems.push(`order ${order!.number} was cancelled ${cancelled} times`);
  if (cancelled === 0 ? released !== releasers : released > 0)
    problems.push(`order ${order!.number}: ${cancelled} were told it is cancelled, ${released} that it is released`);
  await checkBooks(sides, orderId, cancelled > 0 ? 'cancelled' : 'released', problems);
  return cancelled > 0 ? 'cancelled' : 'released';
}

async function checkBooks(
  { system: { db } }: Sides,
  orderId: string,
  won: 'released' | 'cancelled',
  problems: string[],
): Promise<void> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId));
  const lines = await db.select().from(orderLines).where(eq(orderLines.orderId, orderId));
  const mails = await db.select().from(notices).where(eq(notices.orderId, orderId));
  const moves = await db
    .select({ id: ledger.id })
    .from(ledger)
    .where(
      inArray(
        ledger.orderLineId,
        lines.map(({ id }) => id),
      ),
    );
  const name = `order ${order!.number}, ${won}`;
  if (order!.state !== won) problems.push(`${name}: its state is ${order!.state}`);
  for (const { ordered, waiting, released, cancelled, closedAt } of lines) {
    const right = waiting === 0 && (won === 'released' ? released === ordered : cancelled === ordered);
    if (!right)
      problems.push(`${name}: waiting ${waiting}, released ${released}, cancelled ${cancelled} of ${ordered}`);
    if ((closedAt !== null) !== (won === 'cancelled')) problems.push(`${name}: its line is closed at ${closedAt}`);
  }
  const told = mails.filter(({ kind }) => kind === 'cancelled').length;
  if (told !== (won === 'cancelled' ? 1 : 0)) problems.push(`${name}: ${told} mails of cancelling`);
  if (moves.length > 0) problems.push(`${name}: ${moves.length} entries in the books, and nothing has moved`);
}

function shuffled<T>(list: readonly T[], dice: Dice): T[] {
  return list
    .map((item) => ({ item, at: dice.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
