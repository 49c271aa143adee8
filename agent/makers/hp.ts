import type { Maker } from './maker.ts';

export const hp: Maker = {
  brands: [{ name: 'HP', aliases: ['Hewlett-Packard', 'Hewlett Packard', 'HP Inc.'] }],
  enterprises: [11],
  // PML text: two bytes of type and length stand in front.
  serialObjects: [{ oid: '1.3.6.1.4.1.11.2.3.9.4.2.1.1.3.3.0', prefixBytes: 2 }],
  // JetDirect: `HP ETHERNET MULTI-ENVIRONMENT,SN:…,FN:…,SVCID:…,PID:…`
  serialInSysDescr: /(?:^|,)\s*SN:(?<value>[^,]+)/,
  modelInSysDescr: /(?:^|,)\s*PID:(?<value>[^,]+)/,
  notAModel: /JETDIRECT|ETHERNET MULTI-ENVIRONMENT/i,
  technologies: [['ink', /OfficeJet|DeskJet|DesignJet|PageWide|Photosmart|Envy|Smart Tank|Ink Tank|Tango/i]],
  supplyContext: 'Jetdirect',
};
