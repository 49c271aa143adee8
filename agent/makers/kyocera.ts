import type { Maker } from './maker.ts';

export const kyocera: Maker = {
  brands: [
    { name: 'Kyocera', aliases: ['KYOCERA Document Solutions', 'KYOCERA MITA'] },
    { name: 'UTAX', aliases: ['TA_UTAX', 'TA/UTAX', 'UTAX_TA', 'UTAX/TA'] },
    { name: 'Triumph-Adler', aliases: ['TA Triumph-Adler', 'Triumph Adler'] },
    { name: 'Copystar', aliases: [] },
  ],
  enterprises: [1347],
  serialObjects: [{ oid: '1.3.6.1.4.1.1347.43.5.1.1.28.1' }],
  modelObjects: [{ oid: '1.3.6.1.4.1.1347.43.5.1.1.1.1' }],
  // sysDescr names the system, the same for all.
  notAModel: /Print(?:ing|er) System$/i,
  technologies: [['toner', /^(?:ECOSYS|TASKalfa|FS-|KM-)/i]],
};
