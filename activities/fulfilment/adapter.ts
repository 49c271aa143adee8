/**
 * What a warehouse or ERP can be asked. One file per adapter beside this one; its own words for what happens come back as
 * fulfilment events through the API. Every call may be repeated and must then change nothing.
 */
export interface Fulfilment {
  /** Takes over a released order. Throws while it cannot be reached: the order workflow tries until it can. */
  place(orderId: string, now: Date): Promise<void>;
  /** A13: ships what has not left to the order's present address, or refuses. */
  changeAddress(orderId: string): Promise<'agreed' | 'refused'>;
  /** A18: does not ship this line any more, or refuses because it is already packed. */
  withdraw(lineId: string): Promise<'agreed' | 'refused'>;
}
