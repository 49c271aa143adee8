import type { Maker } from './maker.ts';

export const epson: Maker = {
  brands: [{ name: 'Epson', aliases: ['SEIKO EPSON'] }],
  enterprises: [1248],
  serialObjects: [{ oid: '1.3.6.1.4.1.1248.1.2.2.1.1.1.5.1' }],
  notAModel: /^EPSON Built-in/i,
  technologies: [
    ['toner', /^(?:AL|AcuLaser|EPL)\b/i],
    ['ink', /^(?:WF|ET|EW|XP|EP|PX|SC|ST|AM|L\d|WorkForce|Stylus|Expression|EcoTank|SureColor)/i],
  ],
};
