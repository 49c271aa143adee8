import { expect, test } from 'vitest';
import { frenchCalendar } from './calendar.ts';

test('Easter Monday, Ascension and Whit Monday move with Easter; others keep their date', () => {
  const { holidays } = frenchCalendar(2024, 3);
  expect(holidays).toEqual(
    expect.arrayContaining(['2024-04-01', '2024-05-09', '2024-05-20', '2025-04-21', '2026-04-06']),
  );
  expect(holidays).toEqual(expect.arrayContaining(['2024-07-14', '2026-12-25']));
  expect(holidays).toHaveLength(33);
});
