import type { Language } from '../domain/reasons.ts';

const en = {
  labelled: (label: string, value: string) => `${label}: ${value}`,
  from: 'From',
  to: 'To',
  contact: 'Contact',
  instructions: 'Delivery instructions',
  order: (number: number) => `Order no. ${number}`,
  parcel: (position: number, count: number | null) =>
    count === null ? `Parcel ${position}` : `Parcel ${position} of ${count}`,
  parcelNumber: 'Parcel number',
  contents: 'Contents',
  item: (quantity: number, partNumber: string, supply: string) => `${quantity} × ${partNumber} – ${supply}`,
  forDevice: (device: string, place: string | null) => `For ${device}${place ? `, ${place}` : ''}, serial number`,
  labelTitle: (order: number, parcel: string) => `Shipping label, order ${order}, parcel ${parcel}`,
  labelPage: (page: number, count: number) => `Label ${page} of ${count}`,
  spareTitle: (order: number) => `New labels for spares, instead of order ${order}`,
  spareHeading: 'New label',
  spareFrom: (device: string, serial: string) => `Until now for ${device}, serial number ${serial}.`,
  spareNote: (order: number) => `Moved on site instead of order no. ${order}. Please stick this over the old label.`,
  slipTitle: 'Packing slip',
  slipPage: (page: number, count: number) => `Page ${page} of ${count}`,
  supply: 'Supply',
  device: 'For device, serial number',
  ordered: 'Ordered',
  shipped: 'Shipped',
  backordered: 'To follow',
  expected: (on: string) => `expected ${on}`,
  expectedUnknown: 'no date yet',
  slipNote: 'Please keep each item with the device whose serial number stands beside it.',
  barCode: (value: string) => `Bar code: ${value}`,
};

type Words = typeof en;

const fr: Words = {
  labelled: (label, value) => `${label}\u00a0: ${value}`,
  from: 'De',
  to: 'À',
  contact: 'Contact',
  instructions: 'Instructions de livraison',
  order: (number) => `Commande n°\u00a0${number}`,
  parcel: (position, count) => (count === null ? `Colis ${position}` : `Colis ${position} sur ${count}`),
  parcelNumber: 'Numéro de colis',
  contents: 'Contenu',
  item: (quantity, partNumber, supply) => `${quantity}\u00a0× ${partNumber} – ${supply}`,
  forDevice: (device, place) => `Pour ${device}${place ? `, ${place}` : ''}, numéro de série`,
  labelTitle: (order, parcel) => `Étiquette d’expédition, commande ${order}, colis ${parcel}`,
  labelPage: (page, count) => `Étiquette ${page} sur ${count}`,
  spareTitle: (order) => `Nouvelles étiquettes de réserves, au lieu de la commande ${order}`,
  spareHeading: 'Nouvelle étiquette',
  spareFrom: (device, serial) => `Jusqu’ici pour ${device}, numéro de série ${serial}.`,
  spareNote: (order) =>
    `Déplacé sur place au lieu de la commande n°\u00a0${order}. Merci de coller cette étiquette sur l’ancienne.`,
  slipTitle: 'Bordereau de livraison',
  slipPage: (page, count) => `Page ${page} sur ${count}`,
  supply: 'Consommable',
  device: 'Pour l’appareil, n° de série',
  ordered: 'Commandé',
  shipped: 'Expédié',
  backordered: 'À suivre',
  expected: (on) => `attendu le ${on}`,
  expectedUnknown: 'pas encore de date',
  slipNote: 'Merci de garder chaque article près de l’appareil dont le numéro de série figure à côté.',
  barCode: (value) => `Code à barres\u00a0: ${value}`,
};

/** The words of labels and slips. */
export const paperWords: Record<Language, Words> = { en, fr };
export type PaperWords = Words;
