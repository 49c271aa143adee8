export * from './accounts.ts';
export * from './catalogue.ts';
export * from './devices.ts';
export * from './notices.ts';
export * from './operations.ts';
export * from './orders.ts';
export * from './readings.ts';
export * from './stock.ts';
