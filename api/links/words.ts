import type { LinkState } from '../../commands/use-link.ts';
import type { Language } from '../../domain/reasons.ts';

interface Said {
  title: string;
  text: string;
}

/** All that a page says; `number` is the order's. */
interface LinkWords {
  cancel: Said & { until: (when: string) => string; which: string; button: string };
  /** C, “move before ship”. */
  move: LinkWords['cancel'];
  arrived: Said & { parcel: (carrier: string, tracking: string) => string; yes: string; no: string };
  states: Record<Exclude<LinkState, 'open'>, Said>;
  cancelled: Said;
  moved: Said;
  /** A link to new labels for what was moved. */
  labels: string;
  spareGone: Said;
  confirmed: Said;
  denied: Said;
  notYet: Said;
  unknown: Said;
  notTicked: string;
  tryAgain: Said;
  line: (quantity: number, supply: string, partNumber: string) => string;
  device: (device: string, serial: string, place: string | null) => string;
  /** Where a spare is. */
  from: LinkWords['device'];
  order: (number: number) => string;
  help: string;
}

const en: LinkWords = {
  cancel: {
    title: 'Cancel this order?',
    text: 'What is cancelled is not sent. It is ordered again when the device needs it more urgently.',
    until: (when) => `It can be cancelled before ${when}.`,
    which: 'What shall not be sent',
    button: 'Cancel what is ticked',
  },
  move: {
    title: 'Use the spares that are on site?',
    text: 'Another device of the site has what is ordered here on its shelf and does not need it for now. What you take from there is not sent.',
    until: (when) => `It can be decided before ${when}.`,
    which: 'What shall be taken from the shelf instead',
    button: 'Use what is ticked instead',
  },
  arrived: {
    title: 'Has this parcel arrived?',
    text: 'Your answer keeps the stock of your devices right.',
    parcel: (carrier, tracking) => `Parcel ${tracking}, ${carrier}`,
    yes: 'Yes, it has arrived',
    no: 'No, it has not',
  },
  states: {
    used: {
      title: 'This has been answered',
      text: 'The link works once, and it has been used. Nothing more needs to be done.',
    },
    expired: {
      title: 'This link is too old',
      text: 'It cannot be used any more. If something is wrong with the delivery, please tell support.',
    },
    'too-late': {
      title: 'It is too late to cancel',
      text: 'The order has left for the warehouse. If you do not need it, please tell support: it can be returned.',
    },
    'already-cancelled': { title: 'The order is cancelled already', text: 'Nothing of it is sent.' },
    'already-delivered': { title: 'The parcel has arrived', text: 'That is on record already. Thank you!' },
    'parcel-over': {
      title: 'This parcel is not coming any more',
      text: 'It is on record as lost or returned. What was lost has been ordered again.',
    },
  },
  cancelled: { title: 'Cancelled', text: 'This is not sent. You receive a mail that says so.' },
  moved: {
    title: 'These spares are used instead',
    text: 'They are not sent any more. Please take each to the device named: our books have it there now. Its box still bears the serial number of the other device.',
  },
  labels: 'Print the new labels',
  spareGone: {
    title: 'The spare is not there any more',
    text: 'It has been used or moved meanwhile. Nothing has changed: the order goes on.',
  },
  confirmed: { title: 'Thank you!', text: 'The parcel is on record as arrived.' },
  denied: { title: 'Thank you for telling us', text: 'It counts as lost and is ordered again at once.' },
  notYet: {
    title: 'Thank you, it may still come',
    text: 'The parcel is still on its way. Should it not come, it is ordered again; you can use this link again later.',
  },
  unknown: {
    title: 'This link does not lead anywhere',
    text: 'Part of its address may be missing: please copy all of it from the mail, or tell support.',
  },
  notTicked: 'Nothing is ticked: please tick what shall not be sent.',
  tryAgain: {
    title: 'Please try again in a minute',
    text: 'Something is not available for the moment. Nothing has been changed.',
  },
  line: (quantity, supply, partNumber) => `${quantity} × ${supply}, ${partNumber}`,
  device: (device, serial, place) => `for ${device}, serial number ${serial}${place ? `, ${place}` : ''}`,
  from: (device, serial, place) => `from the shelf of ${device}, serial number ${serial}${place ? `, ${place}` : ''}`,
  order: (number) => `Order no. ${number}`,
  help: 'Support',
};

const fr: LinkWords = {
  cancel: {
    title: 'Annuler cette commande\u202f?',
    text: 'Ce qui est annulé n’est pas envoyé. Une nouvelle commande suit quand l’appareil en a plus urgemment besoin.',
    until: (when) => `Elle peut être annulée avant le ${when}.`,
    which: 'Ce qui ne doit pas être envoyé',
    button: 'Annuler ce qui est coché',
  },
  move: {
    title: 'Utiliser les réserves déjà sur place\u202f?',
    text: 'Un autre appareil du site a en réserve ce qui est commandé ici et n’en a pas besoin pour l’instant. Ce que vous y prenez n’est pas envoyé.',
    until: (when) => `La décision est possible avant le ${when}.`,
    which: 'Ce qui est pris dans la réserve à la place',
    button: 'Utiliser ce qui est coché à la place',
  },
  arrived: {
    title: 'Ce colis est-il arrivé\u202f?',
    text: 'Votre réponse tient à jour le stock de vos appareils.',
    parcel: (carrier, tracking) => `Colis ${tracking}, ${carrier}`,
    yes: 'Oui, il est arrivé',
    no: 'Non, il n’est pas arrivé',
  },
  states: {
    used: {
      title: 'Réponse déjà donnée',
      text: 'Ce lien ne sert qu’une fois et a déjà servi. Vous n’avez plus rien à faire.',
    },
    expired: {
      title: 'Ce lien est trop ancien',
      text: 'Il ne peut plus servir. En cas de problème de livraison, écrivez au support.',
    },
    'too-late': {
      title: 'Trop tard pour annuler',
      text: 'La commande est partie à l’entrepôt. Si vous n’en avez pas besoin, écrivez au support\u00a0: elle peut être retournée.',
    },
    'already-cancelled': { title: 'La commande est déjà annulée', text: 'Rien n’en est envoyé.' },
    'already-delivered': { title: 'Le colis est arrivé', text: 'C’est déjà enregistré. Merci\u202f!' },
    'parcel-over': {
      title: 'Ce colis n’arrivera plus',
      text: 'Il est enregistré comme perdu ou retourné. Ce qui a été perdu est à nouveau commandé.',
    },
  },
  cancelled: { title: 'Annulé', text: 'Ceci n’est pas envoyé. Un message vous le confirme.' },
  moved: {
    title: 'Ces réserves sont utilisées à la place',
    text: 'Rien n’est plus envoyé pour elles. Portez chacune à l’appareil indiqué\u00a0: nos comptes l’y ont inscrite. Son emballage porte encore le numéro de série de l’autre appareil.',
  },
  labels: 'Imprimer les nouvelles étiquettes',
  spareGone: {
    title: 'La réserve n’est plus là',
    text: 'Elle a été utilisée ou déplacée entre-temps. Rien n’a changé\u00a0: la commande suit son cours.',
  },
  confirmed: { title: 'Merci\u202f!', text: 'Le colis est enregistré comme arrivé.' },
  denied: { title: 'Merci de nous l’avoir dit', text: 'Il compte comme perdu et est aussitôt commandé à nouveau.' },
  notYet: {
    title: 'Merci, il peut encore arriver',
    text: 'Le colis est toujours en route. S’il n’arrive pas, il sera à nouveau commandé\u00a0; vous pourrez réutiliser ce lien plus tard.',
  },
  unknown: {
    title: 'Ce lien ne mène nulle part',
    text: 'Une partie de l’adresse manque peut-être\u00a0: copiez-la entière depuis le message, ou écrivez au support.',
  },
  notTicked: 'Rien n’est coché\u00a0: cochez ce qui ne doit pas être envoyé.',
  tryAgain: {
    title: 'Réessayez dans une minute',
    text: 'Un service est momentanément indisponible. Rien n’a été modifié.',
  },
  line: (quantity, supply, partNumber) => `${quantity}\u00a0× ${supply}, ${partNumber}`,
  device: (device, serial, place) => `pour ${device}, n°\u00a0de série ${serial}${place ? `, ${place}` : ''}`,
  from: (device, serial, place) =>
    `pris dans la réserve de ${device}, numéro de série ${serial}${place ? `, ${place}` : ''}`,
  order: (number) => `Commande n°\u00a0${number}`,
  help: 'Support',
};

export const linkWords: Record<Language, LinkWords> = { en, fr };
export type { LinkWords, Said };
