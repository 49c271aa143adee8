import type { Maker } from './maker.ts';

export const samsung: Maker = {
  brands: [{ name: 'Samsung', aliases: ['SAMSUNG ELECTRONICS'] }],
  enterprises: [236],
  serialObjects: [{ oid: '1.3.6.1.4.1.236.11.5.1.1.1.4.0' }],
  modelObjects: [{ oid: '1.3.6.1.4.1.236.11.5.1.1.1.1.0' }],
  serialInSysDescr: /;\s*S\/N\s*(?<value>[^\s;]+)/,
  technologies: [['toner', /^(?:ML|SCX|CLP|CLX|SL-|ProXpress|Xpress|MultiXpress)/i]],
};
