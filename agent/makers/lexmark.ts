import type { Maker } from './maker.ts';

export const lexmark: Maker = {
  brands: [{ name: 'Lexmark', aliases: ['Lexmark International'] }],
  enterprises: [641],
  serialObjects: [{ oid: '1.3.6.1.4.1.641.2.1.2.1.6.1' }, { oid: '1.3.6.1.4.1.641.6.2.3.1.5.1' }],
  modelObjects: [{ oid: '1.3.6.1.4.1.641.6.2.3.1.4.1' }],
  // `Lexmark MS510dn 451445LM1D8TZ LW50.PRL.P543`: the serial number has ten places or more, digits among them.
  modelTail: /\s+(?=[A-Z0-9]*\d)[A-Z0-9]{10,}\b.*$/i,
  technologies: [['toner', /^(?:M[SXBC]|C[SX]|X[MC]|[BC]\d|[TEWX]\d)/i]],
};
