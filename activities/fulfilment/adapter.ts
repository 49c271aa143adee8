import type { Address } from '../../db/schema/index.ts';

/**
 * What a warehouse or ERP can be asked. One file per adapter beside this one; its own words for what happens come back as
 * fulfilment events through the API. Every call may be repeated and must then change nothing; each throws while nobody answers:
 * the order workflow asks until somebody does.
 */
export interface Fulfilment {
  /** Takes over a released order. */
  place(orderId: string, now: Date): Promise<void>;
  /** A13: ships what has not left to another address, or refuses. */
  changeAddress(change: AddressChange, now: Date): Promise<Consent>;
  /** A18: does not ship this line any more, or refuses because it is already packed. */
  withdraw(lineId: string, now: Date): Promise<Consent>;
}

export type Consent = 'agreed' | 'refused';

export interface AddressChange {
  orderId: string;
  /** Names this address of the site: the same change asked again has the same. */
  key: string;
  address: Address;
  deliveryInstructions: string | null;
}
