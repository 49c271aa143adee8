import type { Maker } from './maker.ts';

export const ricoh: Maker = {
  brands: [
    { name: 'Ricoh', aliases: [] },
    ...['Lanier', 'Savin', 'Gestetner', 'Nashuatec', 'NRG', 'Infotec', 'Rex-Rotary'].map((name) => ({
      name,
      aliases: [],
    })),
  ],
  enterprises: [367],
  serialObjects: [{ oid: '1.3.6.1.4.1.367.3.2.1.2.1.4.0' }],
  modelObjects: [{ oid: '1.3.6.1.4.1.367.3.2.1.1.1.1.0' }],
  technologies: [['toner', /^(?:Aficio|IM |MP |SP |Pro |M C|P C)/i]],
};
