import type { Maker } from './maker.ts';

export const fujifilm: Maker = {
  brands: [
    { name: 'FUJIFILM', aliases: ['FUJIFILM Business Innovation'] },
    { name: 'Fuji Xerox', aliases: ['FX'] },
  ],
  enterprises: [297],
};
