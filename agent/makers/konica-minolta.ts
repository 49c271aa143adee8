import type { Maker } from './maker.ts';

export const konicaMinolta: Maker = {
  brands: [
    { name: 'Konica Minolta', aliases: ['KONICA-MINOLTA', 'KONICAMINOLTA', 'MINOLTA'] },
    { name: 'Develop', aliases: ['DEVELOP GmbH'] },
  ],
  enterprises: [18334, 2590],
  modelObjects: [{ oid: '1.3.6.1.4.1.18334.1.1.1.1.6.2.1.0' }],
  technologies: [['toner', /^(?:bizhub|ineo|magicolor|AccurioPress|AccurioPrint)/i]],
};
