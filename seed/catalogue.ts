/** Makers, models and supplies of the demo: fictional, with the gauges that real ones have. */

export interface DemoSlot {
  key: string;
  label: string;
  partNumber: string;
  resolutionPercent: number | null;
  usualRatePerDay: number;
}

export interface DemoModel {
  maker: string;
  name: string;
  slots: DemoSlot[];
  remarks: string | null;
}

export const supplies = [
  { partNumber: 'AL-410K', name: 'Black toner 410', kind: 'toner', colour: 'black', ratedYieldPages: 8000 },
  { partNumber: 'AL-410C', name: 'Cyan toner 410', kind: 'toner', colour: 'cyan', ratedYieldPages: 6000 },
  { partNumber: 'AL-410M', name: 'Magenta toner 410', kind: 'toner', colour: 'magenta', ratedYieldPages: 6000 },
  { partNumber: 'AL-410Y', name: 'Yellow toner 410', kind: 'toner', colour: 'yellow', ratedYieldPages: 6000 },
  { partNumber: 'AL-410W', name: 'Waste toner container 410', kind: 'waste', ratedYieldPages: 30000 },
  { partNumber: 'AL-410D', name: 'Drum 410', kind: 'drum', ratedYieldPages: 60000 },
  { partNumber: 'CS-200K', name: 'Black toner 200', kind: 'toner', colour: 'black', ratedYieldPages: 12000 },
  { partNumber: 'EZ-9K', name: 'Black toner X9', kind: 'toner', colour: 'black', ratedYieldPages: 20000 },
  { partNumber: 'BO-55K', name: 'Black ink B55', kind: 'ink', colour: 'black', ratedYieldPages: 5000 },
] as const;

const slot = (key: string, label: string, partNumber: string, resolutionPercent: number | null, usual = 0.01) => ({
  key,
  label,
  partNumber,
  resolutionPercent,
  usualRatePerDay: usual,
});

export const models: DemoModel[] = [
  {
    maker: 'Aldine',
    name: 'C410',
    remarks: null,
    slots: [
      slot('1.1', 'Black', 'AL-410K', 1),
      slot('1.2', 'Cyan', 'AL-410C', 1),
      slot('1.3', 'Magenta', 'AL-410M', 1),
      slot('1.4', 'Yellow', 'AL-410Y', 1),
      slot('1.5', 'Waste', 'AL-410W', 5, 0.004),
      slot('1.6', 'Drum', 'AL-410D', 1, 0.002),
    ],
  },
  { maker: 'Caslow', name: 'M200', remarks: null, slots: [slot('1.1', 'Black', 'CS-200K', 10)] },
  {
    maker: 'Elzevire',
    name: 'X9',
    remarks: 'Its gauge has four bars, and now and then shows none for a while.',
    slots: [slot('1.1', 'Black', 'EZ-9K', 25)],
  },
  {
    maker: 'Bodona',
    name: 'B55',
    remarks: 'Tells only ok, low and empty.',
    slots: [slot('1.1', 'Black', 'BO-55K', null)],
  },
];
