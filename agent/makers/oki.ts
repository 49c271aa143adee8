import type { Maker } from './maker.ts';

export const oki: Maker = {
  brands: [{ name: 'OKI', aliases: ['OKI DATA CORP', 'OKI DATA', 'OKIDATA'] }],
  enterprises: [2001],
  serialObjects: [{ oid: '1.3.6.1.4.1.2001.1.1.1.1.11.1.10.45.0' }],
  // The network card; the printer is what it is attached to.
  notAModel: /OkiLAN/i,
  modelInSysDescr: /Attached to (?<value>\S+)/,
  technologies: [['toner', /^(?:B|C|ES|MB|MC|MPS)\d/i]],
};
