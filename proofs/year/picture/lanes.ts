import type { NoticeKind } from '../../../domain/notices.ts';
import type { Records } from '../records.ts';
import { layout, type Scale } from './scale.ts';
import { dateOf, px, safe } from './text.ts';

type Mail = Records['notices'][number];

/** The mails of a year in a few lanes, each kind in one of them. */
const lanes: { label: string; kinds: readonly NoticeKind[] }[] = [
  { label: 'order made', kinds: ['order-made'] },
  { label: 'shipped', kinds: ['shipped', 'shipped-after-backorder'] },
  { label: 'backordered, late', kinds: ['backordered', 'expected-after-run-out'] },
  { label: 'cancelled', kinds: ['cancelled'] },
  { label: 'silence', kinds: ['silence-first', 'silence-second', 'silence-third'] },
  { label: 'enrolled, set aside', kinds: ['enrolled', 'set-aside'] },
];

export const lanesHeight = lanes.length * layout.laneHeight;

/** A stroke for each mail that left, in the lane of its kind. */
export function mailLanes(notices: readonly Mail[], top: number, scale: Scale): string {
  return lanes
    .map(({ label, kinds }, i) => {
      const y = top + i * layout.laneHeight;
      const sent = notices.filter(({ kind, sentAt }) => sentAt && kinds.includes(kind));
      const strokes = sent.map(
        (mail) =>
          `<path class="mail" d="M${px(scale.at(mail.sentAt!))} ${px(y + 3)}v${layout.laneHeight - 5}"><title>${safe(`${mail.kind}, ${dateOf(mail.sentAt!)}: ${mail.subject ?? ''}`)}</title></path>`,
      );
      return `<text class="slot" x="${layout.labels - 8}" y="${px(y + 12)}">${safe(label)} · ${sent.length}</text><path class="base" d="M${layout.labels} ${px(y + layout.laneHeight)}h${layout.plot}"/>${strokes.join('')}`;
    })
    .join('');
}
