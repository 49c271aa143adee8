import type { NoticeKind } from '../domain/notices.ts';
import type { Language } from '../domain/reasons.ts';
import type { MailDevice, MailLine, NoticeData } from './notice-data.ts';
import type { NoticeToRender } from './render.ts';

/** An example of each kind of notice, for tests. */

export const reception: MailDevice = {
  maker: 'Alder',
  model: 'Alder AL-4100',
  serial: 'AL41-0078-5521',
  place: 'Bâtiment B, 2e étage',
};
export const office: MailDevice = { maker: 'Brook', model: 'M 2200', serial: 'BRK2200917', place: null };

export const blackToner: MailLine = {
  partNumber: 'AL-410K',
  supplyName: 'Toner',
  colour: 'black',
  quantity: 2,
  device: reception,
  why: { code: 'cover-at-trigger', values: { cover: 19.6, trigger: 21 } },
  coverDays: 19.6,
  daysLow: 15.8,
  daysHigh: 24.2,
  runsOutOn: '2026-12-11',
  otherwise: { code: 'otherwise-just-in-time', values: { again: '2026-11-29T08:00:00Z', days: 5 } },
};

export const wasteBox: MailLine = {
  partNumber: 'BR-WB1',
  supplyName: 'Waste toner box',
  colour: null,
  quantity: 1,
  device: office,
  why: { code: 'consolidated', values: { cover: 38, window: 45 } },
  coverDays: 38,
  daysLow: 30,
  daysHigh: 47,
  runsOutOn: '2026-12-30',
  otherwise: { code: 'otherwise-own-parcel', values: { on: '2026-12-09T08:00:00Z' } },
};

const order = { orderNumber: 42, siteName: 'Lyon Part-Dieu' };
const parcel = {
  ...order,
  carrier: 'Swift Parcels',
  tracking: 'SP 7731 0042 FR',
  trackingUrl: 'https://swiftparcels.example/track/7731',
  expectedOn: '2026-11-25',
  confirmUrl: 'https://replenish.example/links/confirm-1',
};
const silent = {
  siteName: order.siteName,
  devices: [
    { device: reception, lastReadingAt: '2026-11-14T22:40:00Z', silentDays: 7, protectedUntil: '2026-12-03' },
    { device: office, lastReadingAt: null, silentDays: 16, protectedUntil: null },
  ],
};

export const examples: NoticeData = {
  'order-made': {
    ...order,
    address: {
      company: 'Imprimerie Réunie & Fils',
      lines: ['12 rue de la République', 'Bâtiment B'],
      postcode: '69002',
      city: 'Lyon',
      country: 'FR',
    },
    lines: [blackToner, { ...wasteBox, spare: { device: reception, units: 1 } }],
    urgent: false,
    holdUntil: '2026-11-23T08:12:37Z',
    cancelUrl: 'https://replenish.example/links/cancel-1',
    moveUrl: 'https://replenish.example/links/move-1',
  },
  shipped: { ...parcel, lines: [blackToner], stillBackordered: [{ ...wasteBox, expectedOn: '2026-12-02' }] },
  'shipped-after-backorder': { ...parcel, trackingUrl: null, lines: [wasteBox], stillBackordered: [] },
  backordered: {
    ...order,
    lines: [
      { ...wasteBox, expectedOn: '2026-12-02' },
      { ...blackToner, expectedOn: null },
    ],
  },
  cancelled: { ...order, lines: [wasteBox], by: { kind: 'link' }, remaining: [blackToner] },
  'expected-after-run-out': { ...order, lines: [{ ...blackToner, expectedOn: '2026-12-18' }] },
  enrolled: {
    siteName: order.siteName,
    device: reception,
    covered: [
      { label: 'Black', supplyName: 'Toner', partNumber: 'AL-410K', colour: 'black' },
      { label: 'Waste', supplyName: 'Waste toner box', partNumber: 'AL-410W', colour: null },
    ],
    notCovered: [{ label: 'Drum', supplyName: null, partNumber: null, colour: null }],
    startingStock: [
      { label: 'Black', quantity: 1 },
      { label: 'Waste', quantity: null },
    ],
  },
  'set-aside': {
    siteName: order.siteName,
    device: reception,
    slots: [{ slot: 'Black', perWeek: [2.25, 2.1, 3, 2.6] }],
  },
  'early-swap': {
    siteName: order.siteName,
    device: reception,
    cartridges: [
      {
        label: 'Black',
        supplyName: 'Toner',
        partNumber: 'AL-410K',
        colour: 'black',
        swappedOn: '2026-11-21',
        leftPercent: 34,
        daysLeft: 17,
      },
    ],
    figure: { days: 365, swaps: 14, early: 3, cartridgesLeft: 1.1 },
  },
  'silence-first': { ...silent, devices: silent.devices.slice(0, 1) },
  'silence-second': { ...silent, reconnectUrl: 'https://provider.example/reconnect' },
  'silence-third': silent,
  'agent-silent': {
    siteName: order.siteName,
    stage: 1,
    agents: [
      {
        name: 'Salle serveurs',
        hostName: 'srv-lyon',
        lastContactAt: '2026-11-19T05:12:00Z',
        silentDays: 3,
        devices: silent.devices,
      },
    ],
  },
};

export const kinds = Object.keys(examples) as NoticeKind[];

/** The example of a kind as it is rendered; `data` replaces parts of it. */
export function example<K extends NoticeKind>(
  kind: K,
  language: Language,
  data: Partial<NoticeData[K]> = {},
): NoticeToRender<K> {
  return {
    kind,
    data: { ...examples[kind], ...data },
    language,
    timeZone: 'Europe/Paris',
    provider: {
      name: 'Provider & Co.',
      logoUrl: 'https://provider.example/logo.png',
      supportUrl: 'https://provider.example/support',
    },
    recipientName: 'Zoé Lefèvre',
  };
}
