/** The groups of the description, in the order of the flow: who → what stands where → reading → order → parcel → mail → people. */
export const tags = {
  Me: 'Who is calling, and what that credential may do.',
  Accounts: 'Customers. Either of an account’s two numbers finds it.',
  Contracts: 'What an account has agreed: managed or self-service, with supplies or without.',
  Sites: 'Ship-to places, each with its address, clock and business days.',
  Contacts: 'Whom mails go to: the site’s replenishment contact, else the account’s, else its Administrator.',
  Catalogue: 'Models and supplies: what can be connected and replenished. Consult it before enrolling.',
  Devices: 'Enrolment and life of devices, their slots with forecast and reasons.',
  Readings: 'Gauges and counters as they are reported.',
  Orders: 'What was ordered, why, and until when it can be cancelled.',
  Fulfilment: 'What the warehouse and the carrier say.',
  Stock: 'The ledger and the stock estimates.',
  Mails: 'The mails that were sent about it all.',
  Tasks: 'What people must do.',
  Brakes: 'Where ordering is paused.',
  Settings: 'The numbers behind the rules, and where each in force comes from.',
  Credentials: 'Who may call.',
  Audit: 'Who changed what.',
} as const;

export type Tag = keyof typeof tags;
