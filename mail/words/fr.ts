import { counted } from './counted.ts';
import type { Words } from './en.ts';

const count = counted('fr');
const devices = (n: number) => count(n, 'appareil', 'appareils');

/** Every word of the mails in French, with its spaces: U+202F before ; ! ? and U+00A0 before : and inside « ». */
export const fr: Words = {
  days: (n) => count(n, 'jour', 'jours'),
  items: (n) => count(n, 'article', 'articles'),
  labelled: (label, value) => `${label}\u00a0: ${value}`,

  subject: {
    order: (number, site) => `Commande n° ${number} – ${site}`,
    device: (device, serial) => `Réapprovisionnement automatique – ${device}, numéro de série ${serial}`,
    silence: (site) => `Appareils muets – ${site}`,
    agentSilent: (site) => `Le programme qui relève vos imprimantes est muet – ${site}`,
  },

  frame: {
    greeting: (name) => `Bonjour ${name},`,
    greetingNobody: 'Bonjour,',
    helpHeading: 'Des questions\u202f?',
    helpReply: 'Répondez à ce message, notre assistance vous répondra.',
    helpPage: (provider) => `Assistance de ${provider}`,
    why: (site) =>
      `Vous recevez ce message en tant que contact pour les consommables d’impression de ${site}. Si ce doit être quelqu’un d’autre, répondez pour nous le dire.`,
    sender: (provider) => `${provider} – message automatique`,
  },

  line: {
    title: (quantity, partNumber, supply) => `${quantity}\u00a0× ${partNumber} – ${supply}`,
    device: (name, serial, place) => `${name}, numéro de série ${serial}${place ? `, ${place}` : ''}`,
    forDevice: (device) => `Pour ${device}`,
    why: 'Pourquoi',
    whyOrdered: 'Raison de la commande',
    cover: 'Couverture',
    installed: 'Autonomie de ce qui est en place',
    interval: (low, high) => `de ${low} à ${high}, 8 fois sur 10`,
    atLeast: (days) => `au moins ${days}`,
    longTime: 'plus d’un an',
    runsOut: 'Épuisé sans cette commande',
    otherwise: 'Sinon',
    spare: 'Une réserve est sur place',
    spareAt: (units, device) => `${units} dans la réserve de ${device}, qui n’en a pas besoin pour l’instant`,
    expected: 'Attendu',
    expectedUnknown: 'pas encore de date',
  },

  next: 'La suite',

  orderMade: {
    title: (site) => `Des consommables sont commandés pour ${site}`,
    titleExceptional: (site) => `Des consommables pour un gros travail d’impression sont commandés pour ${site}`,
    preheader: (items, deviceCount) => `${items} pour ${devices(deviceCount)}.`,
    intro:
      'Les jauges de vos appareils montrent ce qu’il leur faudra, nous l’avons donc commandé à temps. Vous n’avez rien à faire.',
    introExceptional:
      'Notre assistance a enregistré cette commande pour votre gros travail d’impression. Vous n’avez rien à faire.',
    move: (lineCount) =>
      lineCount === 1
        ? 'Une de ces lignes n’a pas besoin de venir\u00a0: un autre appareil du site a une réserve dont il n’a pas besoin pour l’instant.'
        : `${lineCount}\u00a0de ces lignes n’ont pas besoin de venir\u00a0: d’autres appareils du site ont des réserves dont ils n’ont pas besoin pour l’instant.`,
    moveButton: 'Utiliser plutôt les réserves du site',
    cancelUntil: (until) => `Vous pouvez annuler cette commande, ou certaines de ses lignes, avant le ${until}.`,
    urgent:
      'Il ne reste presque rien à au moins un appareil\u00a0: toute la commande part immédiatement. Elle ne peut plus être annulée ici.',
    leaving: 'Cette commande est à l’entrepôt et ne peut plus être annulée ici.',
    cancel: (number) => `Annuler la commande n°\u00a0${number} ou certaines lignes`,
    cancelByReply: 'Pour annuler, répondez à temps à ce message.',
    lines: 'Ce qui est commandé, et pourquoi',
    address: 'Lieu de livraison',
    nextHold: 'Passé ce moment, la commande part à l’entrepôt.',
    nextUrgent: 'L’entrepôt a la commande.',
    nextParcel:
      'Quand un colis part, un message vous donne son numéro de suivi. Si un article est en rupture de stock, nous vous le disons aussi.',
    nextLabel: 'Le numéro de série sur l’étiquette de chaque colis dit pour quel appareil il est.',
  },

  shipped: {
    title: (site) => `Un colis est en route pour ${site}`,
    titleAfterBackorder: (site) => `De nouveau en stock\u00a0: un colis est en route pour ${site}`,
    preheader: (carrier, tracking) => `${carrier}, numéro de suivi ${tracking}.`,
    preheaderExpected: (on) => `Attendu le ${on}.`,
    intro: (number) => `Tout ou partie de la commande n°\u00a0${number} a quitté l’entrepôt.`,
    introAfterBackorder: (number) =>
      `Ce qui était en rupture de stock dans la commande n°\u00a0${number} est de nouveau disponible et a quitté l’entrepôt.`,
    carrier: 'Transporteur',
    tracking: 'Numéro de suivi',
    expected: 'Livraison prévue',
    expectedUnknown: 'le transporteur ne l’a pas encore dit',
    track: (tracking) => `Suivre le colis ${tracking}`,
    lines: 'Contenu du colis',
    backordered: 'Toujours en rupture de stock',
    nextLabel:
      'Le numéro de série sur l’étiquette dit pour quel appareil est chaque article\u00a0: merci de le garder près de lui.',
    nextBackordered: 'Ce qui est encore en rupture suivra de soi-même\u202f; un message vous préviendra de son départ.',
    nextCancel:
      'Ce qui a quitté l’entrepôt ne peut plus être annulé. Si vous n’en avez plus besoin, répondez à ce message.',
    nextConfirm: 'Dites-nous s’il est arrivé\u00a0: ce qui n’est jamais venu est renvoyé.',
    confirm: (tracking) => `Dire si le colis ${tracking} est arrivé`,
  },

  backordered: {
    title: (number) => `En rupture de stock pour l’instant\u00a0: des articles de la commande n°\u00a0${number}`,
    preheader: (items) => `À venir plus tard\u00a0: ${items}.`,
    intro: (site) =>
      `L’entrepôt ne peut pas encore tout envoyer pour ${site}. Ce qui manque reste en commande\u00a0: merci de ne pas le commander à nouveau.`,
    lines: 'Ce qui viendra plus tard',
    nextShip: 'Dès que c’est disponible, c’est envoyé, et un message vous donne le numéro de suivi.',
    nextWatch:
      'Nous continuons à surveiller les appareils concernés, et cherchons une autre voie si l’attente devient trop longue pour l’un d’eux.',
    nextCancel: 'La commande est à l’entrepôt. Si vous préférez ne pas attendre, répondez à ce message.',
  },

  cancelled: {
    titleAll: (number) => `La commande n°\u00a0${number} est annulée`,
    titleSome: (number) => `Des lignes de la commande n°\u00a0${number} sont annulées`,
    preheader: (items) => `Ne seront pas envoyés\u00a0: ${items}.`,
    by: {
      link: 'L’annulation a été faite par le lien de notre message.',
      helpdesk: 'Notre assistance l’a annulée.',
      system: 'L’annulation est automatique.',
      api: 'L’un de vos systèmes, ou l’un des nôtres pour vous, l’a annulée.',
    },
    moved: 'Une réserve qui est déjà sur place est utilisée à la place.',
    nextMoved:
      'Portez chaque réserve de l’endroit indiqué ci-dessus à l’appareil auquel elle revient désormais\u00a0: nos comptes l’y ont inscrite.',
    labels:
      'L’emballage de chaque réserve porte encore le numéro de série de l’appareil auquel elle était destinée. Collez-y une nouvelle étiquette.',
    labelsButton: 'Imprimer les nouvelles étiquettes',
    lines: 'Ce qui ne sera pas envoyé',
    remaining: 'Ce qui reste en commande',
    nextHeld:
      'Ces consommables ne sont pas commandés à nouveau tant que les appareils n’ont pas nettement moins qu’aujourd’hui.',
    nextSystem: 'Vous n’avez rien à faire.',
    nextMistake: 'Annulé par erreur\u202f? Répondez à ce message, et nous le commandons à nouveau.',
  },

  late: {
    title: 'La livraison arrive plus tard que souhaité',
    preheader: (part, expected) => `${part} est désormais attendu le ${expected}.`,
    intro: (number) =>
      `D’après l’entrepôt, des articles de la commande n°\u00a0${number} arriveront après l’épuisement de l’appareil auquel ils sont destinés.`,
    lines: 'Ce qui est en retard',
    runsOut: 'Épuisé',
    nextTeam: 'Notre équipe doit trouver une voie plus rapide et vous contactera.',
    nextMeanwhile:
      'D’ici là, un autre appareil de votre site peut se charger des travaux d’impression les plus importants.',
    nextCancel: 'La commande est à l’entrepôt. Si vous n’en avez plus besoin, répondez à ce message.',
  },

  enrolled: {
    title: (device) => `${device} est désormais réapprovisionné automatiquement`,
    titleShadow: (device) => `${device} est suivi à l’essai`,
    preheader: (serial, site) => `Numéro de série ${serial}, ${site}.`,
    intro: (device) => `Désormais inscrit au réapprovisionnement automatique\u00a0: ${device}.`,
    why: 'Il est connecté, son modèle peut être réapprovisionné automatiquement et son contrat comprend les consommables.',
    shadow:
      'Essai\u00a0: tout est prévu et montré, rien n’est commandé. Merci de continuer à commander comme auparavant.',
    covered: 'Ce que nous commandons avant épuisement',
    notCovered: 'Ce que nous suivons sans le commander',
    stock: 'Réserves que vous nous avez indiquées',
    stockUnknown: 'non connu',
    supplyUnknown: 'consommable non connu',
    nextReports: 'L’appareil transmet ses niveaux chaque jour, même en veille. Merci de le laisser connecté.',
    nextOrder:
      'Avant qu’un consommable s’épuise, nous le commandons, vous prévenons et vous laissons le temps d’annuler.',
    nextSilent:
      'Si l’appareil devient muet, nous vous écrivons\u00a0: sans relevés, rien ne peut être commandé à temps.',
    nextNothing:
      'Rien n’a encore été commandé, il n’y a donc rien à annuler. Si cet appareil ne doit pas être inscrit, répondez à ce message.',
  },

  setAside: {
    title: (device) => `${device} consomme trop pour des commandes automatiques`,
    preheader: (serial) => `Numéro de série ${serial}\u00a0: plus de nouvelle commande automatique.`,
    intro: (device, site) =>
      `À ${site}, un appareil consomme si vite que le réapprovisionnement automatique ne lui convient pas\u00a0: ${device}. Nous l’avons mis à l’écart.`,
    weeks: 'Cartouches utilisées lors de chacune des dernières semaines',
    perWeek: (figures) => figures.join('\u202f; '),
    nextNone: 'Plus aucune commande n’est faite automatiquement pour cet appareil.',
    nextOpen: 'Les commandes en cours vont à leur terme\u202f; il n’y a pas à les annuler.',
    nextReadings: 'Ses relevés continuent, et tout reste visible.',
    nextCall:
      'Notre assistance conviendra avec vous de la suite. S’il vous faut des consommables avant cela, répondez à ce message.',
  },

  earlySwap: {
    title: (device, cartridges) =>
      cartridges === 1
        ? `Une cartouche de ${device} a été changée trop tôt`
        : `Des cartouches de ${device} ont été changées trop tôt`,
    preheader: (cartridges) =>
      cartridges === 1 ? 'Remettez-la, si vous l’avez encore.' : 'Remettez-les, si vous les avez encore.',
    intro: (device, site) => `À ${site}, dans ${device}, il restait encore beaucoup dans ce qui a été retiré\u00a0:`,
    changed: 'Changée le',
    left: 'Reste',
    leftPercent: (percent) => `${percent}\u00a0%`,
    wouldLast: 'Aurait encore duré environ',
    todo: 'Que faire',
    steps: [
      'Si vous avez encore l’ancienne cartouche, remettez-la et gardez la nouvelle en réserve.',
      'La prochaine fois, attendez que l’imprimante n’imprime plus ou que l’impression pâlisse\u00a0: «\u00a0niveau bas\u00a0» veut seulement dire qu’il est temps d’en avoir une prête.',
      'Si elle a été changée parce qu’elle imprimait mal, répondez à ce message\u00a0: elle est peut-être sous garantie.',
    ],
    nextForecast: 'Notre prévision suit la jauge d’elle-même, quelle que soit la cartouche en place.',
    nextAgain: 'Chaque changement trop précoce vous est signalé une seule fois.',
    figure: (site, swaps, early, cartridgesLeft) =>
      `${site}, sur les douze derniers mois\u00a0: ${early} de ${count(swaps, 'cartouche changée', 'cartouches changées')} l’ont été trop tôt\u202f; ce qui y restait équivaut à ${cartridgesLeft} pleines.`,
  },

  silence: {
    title: (deviceCount, days) =>
      deviceCount === 1
        ? `Un appareil est muet depuis ${count(days, 'jour', 'jours')}`
        : `${devices(deviceCount)} sont muets, depuis ${count(days, 'jour', 'jours')} au plus`,
    preheader: 'Sans relevés, nous ne pouvons pas commander à temps.',
    intro: (site, deviceCount) =>
      `Nous n’entendons plus ${deviceCount === 1 ? 'l’appareil' : 'les appareils'} ci-dessous, à ${site}. Un appareil en veille transmet encore\u202f; éteint ou débranché, il ne le fait plus.`,
    why: (deviceCount) =>
      `Sans relevés récents, rien n’est commandé pour ${deviceCount === 1 ? 'lui' : 'eux'}\u00a0: ce serait deviner. Les commandes en cours continuent.`,
    lines: (deviceCount) => (deviceCount === 1 ? 'Quel appareil' : 'Quels appareils'),
    lastReading: 'Dernier relevé',
    never: 'aucun encore',
    silentFor: 'Muet depuis',
    safeUntil: 'À l’abri jusque vers le',
    safeUnknown: 'nous ne pouvons pas le dire',
    reconnect: 'Comment le reconnecter',
    steps: [
      'L’appareil est-il allumé, et imprime-t-il\u202f? La veille ne gêne pas.',
      'Son câble réseau ou son Wi-Fi est-il connecté, et son écran affiche-t-il une adresse réseau\u202f? Si l’adresse a changé, l’agent le cherche peut-être au mauvais endroit.',
      'Si un agent sur un ordinateur de votre site transmet pour lui\u00a0: cet ordinateur est-il allumé, et l’agent en marche\u202f?',
      'Un pare-feu, un proxy ou un réglage de sécurité a-t-il changé\u202f? Le HTTPS sortant doit être autorisé, ainsi que SNMP ou IPP entre l’agent et l’appareil.',
      'A-t-il été déplacé, remplacé ou retiré\u202f? Répondez à ce message pour le dire\u00a0: nous cessons de demander.',
    ],
    stepsPage: 'Lire comment reconnecter un appareil',
    nextFirst: (deviceCount) =>
      deviceCount === 1
        ? 'Merci de vérifier qu’il est allumé et connecté. Dès qu’il transmet à nouveau, tout reprend de soi-même.'
        : 'Merci de vérifier qu’ils sont allumés et connectés. Dès qu’ils transmettent à nouveau, tout reprend de soi-même.',
    nextAgain: 'Dès qu’un appareil transmet à nouveau, tout reprend de soi-même.',
    nextWrite: 'Si nous n’entendons toujours rien, nous vous écrirons à nouveau.',
    nextCall:
      'Notre équipe de connectivité vous appellera pour en trouver la cause avec vous. Ce message est le dernier à ce sujet.',
    nextNothing: 'Ce message ne commande rien, il n’y a donc rien à annuler.',
  },

  agentSilent: {
    title: (days) => `L’agent de relève est muet depuis ${count(days, 'jour', 'jours')}`,
    preheader: 'Son ordinateur est sans doute éteint, ou ne parvient plus à nous joindre.',
    intro: (site) =>
      `À ${site}, un petit programme, l’agent, tourne sur un ordinateur et relève vos imprimantes pour nous. Nous ne l’entendons plus, ni donc les appareils ci-dessous. Ils vont peut-être très bien\u00a0: c’est l’ordinateur qu’il faut regarder.`,
    why: 'Dès que les relevés sont trop anciens, rien n’est plus commandé d’après eux\u00a0: ce serait deviner. Les commandes en cours continuent.',
    agent: (name, host) => `Agent «\u00a0${name}\u00a0» sur l’ordinateur ${host}`,
    lastContact: 'Dernier contact',
    silentFor: 'Muet depuis',
    reads: 'Relève',
    readsCount: devices,
    devices: 'Appareils qu’il relève',
    todo: 'Que faire',
    steps: [
      'L’ordinateur est-il allumé\u202f? Il ne doit être ni éteint ni en veille tant que vos appareils sont à relever.',
      'Est-il connecté au réseau, et accède-t-il à Internet\u202f?',
      'L’agent est-il en marche\u202f? Sous Linux\u00a0: systemctl status replenish-agent. Sous Windows\u00a0: la tâche «\u00a0Replenish agent\u00a0» du Planificateur de tâches. La commande «\u00a0replenish-agent doctor\u00a0» dit clairement ce qui ne va pas.',
      'Un pare-feu, un proxy ou un réglage de sécurité a-t-il changé\u202f? Le HTTPS sortant doit être autorisé.',
      'L’ordinateur a-t-il été remplacé ou retiré\u202f? Répondez à ce message\u00a0: nous vous donnerons un code pour inscrire l’agent sur un autre.',
    ],
    nextAgain: 'Dès que l’agent nous joint à nouveau, il envoie ce qu’il a gardé, et tout reprend de soi-même.',
  },
};
