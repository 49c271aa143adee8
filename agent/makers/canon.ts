import type { Maker } from './maker.ts';

export const canon: Maker = {
  brands: [{ name: 'Canon', aliases: [] }],
  enterprises: [1602],
  serialObjects: [{ oid: '1.3.6.1.4.1.1602.1.2.1.4.0' }],
  modelObjects: [{ oid: '1.3.6.1.4.1.1602.1.1.1.1.0' }],
  technologies: [
    ['toner', /^(?:LBP|MF|iR|imageRUNNER|imageCLASS|imagePRESS|i-SENSYS|Satera)/i],
    ['ink', /^(?:PIXMA|MAXIFY|imagePROGRAF|iPF|TS|TR|GX?\d)/i],
  ],
};
