import type { Maker } from './maker.ts';

export const brother: Maker = {
  brands: [{ name: 'Brother', aliases: [] }],
  enterprises: [2435],
  serialObjects: [{ oid: '1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5.1.0' }],
  modelObjects: [{ oid: '1.3.6.1.4.1.2435.2.4.3.2435.5.13.3.0' }],
  deviceIdObjects: ['1.3.6.1.4.1.2435.2.3.9.1.1.7.0'],
  // sysDescr names the network card.
  notAModel: /^Brother NC-/i,
  technologies: [
    ['toner', /^(?:HL-\d|(?:HL|MFC|DCP)-L)/i],
    ['ink', /^(?:HL|MFC|DCP)-[JT]\d/i],
  ],
};
