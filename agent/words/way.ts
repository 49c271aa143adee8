import type { Way } from '../discover/ways.ts';

/** A way of asking, for people; without its secret. */
export function wayWords(way: Way): string {
  if ('ipp' in way) return 'IPP';
  if ('user' in way) return 'SNMP v3';
  return way.v1 ? 'SNMP v1' : 'SNMP v2c';
}
