import type { Maker } from './maker.ts';

export const xerox: Maker = {
  brands: [{ name: 'Xerox', aliases: ['Xerox Corporation'] }],
  enterprises: [253],
  serialObjects: [{ oid: '1.3.6.1.4.1.253.8.53.3.2.1.3.1' }],
  deviceIdObjects: ['1.3.6.1.4.1.253.8.51.1.2.1.20.1'],
  modelTail: /\s+(?:v\d+\s+)?Multifunction System.*$/i,
  technologies: [['toner', /^(?:AltaLink|VersaLink|WorkCentre|Phaser|DocuColor|Versant|PrimeLink|[BC]\d{3})/i]],
};
