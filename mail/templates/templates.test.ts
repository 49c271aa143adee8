import { describe, expect, test } from 'vitest';
import type { NoticeKind } from '../../domain/notices.ts';
import { blackToner, example, wasteBox } from '../notices.testkit.ts';
import { renderNotice } from '../render.ts';

const nbsp = '\u00a0';

describe('A11: order made', () => {
  test('says per line what, how many, for which device, why, how long what is there lasts and when it runs out', async () => {
    const { text } = await renderNotice(example('order-made', 'en'));
    expect(text).toContain(
      [
        '2 × AL-410K – Toner (black)',
        '  For Alder AL-4100, serial number AL41-0078-5521, Bâtiment B, 2e étage',
        `  Why: Cover is 19.6${nbsp}days, at or below the trigger of 21${nbsp}days.`,
        `  What is installed lasts: 15 to 25${nbsp}days, 8 times out of 10`,
        `  Runs out without this order: Friday, 11${nbsp}December${nbsp}2026`,
      ].join('\n'),
    );
  });

  test('tells cover where the reason does not', async () => {
    const lines = [{ ...blackToner, why: { code: 'exceptional' as const } }];
    const { text } = await renderNotice(example('order-made', 'en', { lines, exceptional: true }));
    expect(text).toContain(`Cover: 19${nbsp}days`);
    expect(text).toContain('Supplies for a large print job are ordered');
  });

  test('says less where no forecast is known', async () => {
    const lines = [{ ...blackToner, coverDays: null, daysLow: null, daysHigh: null, runsOutOn: null }];
    const { text } = await renderNotice(example('order-made', 'en', { lines }));
    expect(text).not.toMatch(/lasts|Runs out|Cover:/);
  });

  test('gives no figures that nobody plans by', async () => {
    const lines = [
      { ...blackToner, daysLow: 200, daysHigh: 800 },
      { ...blackToner, daysLow: 3.9, daysHigh: 334 },
      { ...wasteBox, daysLow: 500, daysHigh: 1e9 },
    ];
    const { text } = await renderNotice(example('order-made', 'en', { lines }));
    expect(text).toContain('lasts: 200 to more than a year');
    expect(text).toMatch(/lasts: at least 3\sdays/);
    expect(text).toContain('lasts: more than a year');
  });

  test.each([
    ['Europe/Paris', `Monday, 23${nbsp}November${nbsp}2026 at 09:12 CET`],
    ['America/Montreal', `Monday, 23${nbsp}November${nbsp}2026 at 03:12 GMT-5`],
    ['Pacific/Auckland', `Monday, 23${nbsp}November${nbsp}2026 at 21:12 GMT+13`],
  ])('gives the deadline in the time of the site, never later than it is: %s', async (timeZone, said) => {
    const { text, html } = await renderNotice({ ...example('order-made', 'en'), timeZone });
    expect(text).toContain(`before ${said}.`);
    expect(html).toContain(`before ${said}.`);
    expect(text).toContain('https://replenish.example/links/cancel-1');
  });

  test('that leaves at once says so and offers no cancelling', async () => {
    const urgent = { urgent: true, holdUntil: null, cancelUrl: null };
    const { text, html } = await renderNotice(example('order-made', 'en', urgent));
    expect(text).toContain('the whole order leaves at once');
    expect(html).not.toContain('/links/');
    expect(text).not.toContain('You can cancel');
  });

  test('without a link says how to cancel otherwise', async () => {
    const { text } = await renderNotice(example('order-made', 'en', { cancelUrl: null }));
    expect(text).toContain('To cancel, reply to this message in time.');
  });
});

describe('A11: what the other mails of an order tell', () => {
  test('all have the same subject, so that mail programs keep them together', async () => {
    const kindsOfOrders: NoticeKind[] = ['order-made', 'shipped', 'backordered', 'cancelled', 'expected-after-run-out'];
    const subjects = await Promise.all(
      kindsOfOrders.map(async (kind) => (await renderNotice(example(kind, 'fr'))).subject),
    );
    expect(new Set(subjects)).toEqual(new Set(['Commande n° 42 – Lyon Part-Dieu']));
    expect((await renderNotice(example('shipped', 'en'))).subject).toBe('Order no. 42 – Lyon Part-Dieu');
  });

  test('shipped: carrier, tracking, date, contents, what is missing, and where to say that it has come', async () => {
    const { text } = await renderNotice(example('shipped', 'en'));
    for (const said of ['Swift Parcels', 'SP 7731 0042 FR', `Wednesday, 25${nbsp}November${nbsp}2026`, '2 × AL-410K'])
      expect(text).toContain(said);
    expect(text).toMatch(/Still out of stock.*1 × BR-WB1.*Expected: Wednesday, 2.December.2026/s);
    expect(text).toContain('https://replenish.example/links/confirm-1');
    expect(text).toContain('can no longer be cancelled');
  });

  test('shipped without dates or links', async () => {
    const bare = { expectedOn: null, trackingUrl: null, confirmUrl: null, stillBackordered: [] };
    const { text, html } = await renderNotice(example('shipped', 'en', bare));
    expect(text).toContain('Expected delivery: the carrier has not said yet');
    expect(html).not.toContain('class="button"');
    expect(text).not.toContain('Still out of stock');
    expect(text).not.toContain('Let us know');
  });

  test('shipped after a backorder says that it is back', async () => {
    const { text } = await renderNotice(example('shipped-after-backorder', 'en'));
    expect(text).toContain('Back in stock');
  });

  test('backordered: all lines, with the date where there is one', async () => {
    const { text } = await renderNotice(example('backordered', 'en'));
    expect(text).toMatch(/BR-WB1.*Expected: Wednesday, 2.December.2026.*AL-410K.*Expected: no date yet/s);
    expect(text).toContain('please do not order it again');
  });

  test.each([
    ['link', 'with the link in our message'],
    ['helpdesk', 'Our helpdesk cancelled it'],
    ['api', 'One of your systems'],
    ['system', 'cancelled automatically. The device is retired.'],
  ] as const)('cancelled says by whom: %s', async (kind, said) => {
    const by = { kind, ...(kind === 'system' && { reason: { code: 'device-retired' as const } }) };
    const { text } = await renderNotice(example('cancelled', 'en', { by, remaining: [] }));
    expect(text).toContain(said);
    expect(text).toContain('Order no. 42 is cancelled');
    expect(text).not.toContain('What stays on order');
  });

  test('cancelled in part says what stays', async () => {
    const { text } = await renderNotice(example('cancelled', 'en'));
    expect(text).toMatch(/Lines of order no\. 42 are cancelled.*not be sent.*BR-WB1.*What stays on order.*AL-410K/s);
  });

  test('expected after it runs out: both dates', async () => {
    const { text } = await renderNotice(example('expected-after-run-out', 'en'));
    expect(text).toMatch(/Expected: Friday, 18.December.2026\n {2}Runs out: Friday, 11.December.2026/);
  });
});

describe('what the other mails tell', () => {
  test('A03: enrolled says what is ordered and what is not, the starting stock, and a trial', async () => {
    const { text } = await renderNotice(example('enrolled', 'en'));
    expect(text).toMatch(
      /What we order.*Black: Toner \(black\) – AL-410K.*do not order.*Drum:.*Black: 1\nWaste: not known/s,
    );
    expect(text).not.toContain('Trial');
    const shadow = await renderNotice(example('enrolled', 'en', { shadow: true }));
    expect(shadow.text).toContain('nothing is ordered');
    expect(shadow.text).not.toContain('tell you, and leave you time to cancel');
  });

  test('A10: set aside says which slot used how much, and that open orders finish', async () => {
    const { text } = await renderNotice(example('set-aside', 'fr'));
    expect(text).toContain(`Black${nbsp}: 2,3\u202f; 2,1\u202f; 3\u202f; 2,6`);
    expect(text).toContain('Les commandes en cours vont à leur terme');
  });

  test('A16: silence says since when and until when each device is safe; from the second on how to reconnect', async () => {
    const [first, second, third] = await Promise.all(
      (['silence-first', 'silence-second', 'silence-third'] as const).map((kind) => renderNotice(example(kind, 'en'))),
    );
    // 22:40 UTC on the 14th is 23:40 of the same day in Paris.
    expect(first!.text).toContain(`Last reading: Saturday, 14${nbsp}November${nbsp}2026`);
    expect(first!.text).toContain(`Safe until about: Thursday, 3${nbsp}December${nbsp}2026`);
    expect(first!.text).toContain(`One device has been silent for 7${nbsp}days`);
    expect(first!.text).not.toContain('How to reconnect');
    expect(second!.text).toContain(`2${nbsp}devices have been silent, the longest for 16${nbsp}days`);
    expect(second!.text).toContain('Last reading: none yet');
    for (const later of [second, third]) expect(later!.text).toMatch(/How to reconnect.*\n5\. /s);
    expect(second!.text).toContain('https://provider.example/reconnect');
    expect(third!.text).toContain('will call you');
  });
});
