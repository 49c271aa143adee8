import { counted } from './counted.ts';

const count = counted('en');
const devices = (n: number) => count(n, 'device', 'devices');

/** Every word of the mails in English. */
export const en = {
  days: (n: number) => count(n, 'day', 'days'),
  items: (n: number) => count(n, 'item', 'items'),
  labelled: (label: string, value: string) => `${label}: ${value}`,

  subject: {
    order: (number: number, site: string) => `Order no. ${number} – ${site}`,
    device: (device: string, serial: string) => `Automatic supplies – ${device}, serial number ${serial}`,
    silence: (site: string) => `Devices that do not report – ${site}`,
    agentSilent: (site: string) => `The program that reads your printers is silent – ${site}`,
  },

  frame: {
    greeting: (name: string) => `Hello ${name},`,
    greetingNobody: 'Hello,',
    helpHeading: 'Questions?',
    helpReply: 'Reply to this message, and our support will answer.',
    helpPage: (provider: string) => `Support of ${provider}`,
    why: (site: string) =>
      `You receive this message as the contact for printer supplies of ${site}. If that should be somebody else, reply and say so.`,
    sender: (provider: string) => `${provider} – automatic message`,
  },

  line: {
    title: (quantity: number, partNumber: string, supply: string) => `${quantity} × ${partNumber} – ${supply}`,
    device: (name: string, serial: string, place: string | null) =>
      `${name}, serial number ${serial}${place ? `, ${place}` : ''}`,
    forDevice: (device: string) => `For ${device}`,
    why: 'Why',
    whyOrdered: 'Ordered because',
    cover: 'Cover',
    installed: 'What is installed lasts',
    interval: (low: string, high: string) => `${low} to ${high}, 8 times out of 10`,
    atLeast: (days: string) => `at least ${days}`,
    longTime: 'more than a year',
    runsOut: 'Runs out without this order',
    otherwise: 'Otherwise',
    spare: 'A spare is on site',
    spareAt: (units: number, device: string) => `${units} on the shelf of ${device}, which does not need it for now`,
    expected: 'Expected',
    expectedUnknown: 'no date yet',
  },

  next: 'What happens next',

  orderMade: {
    title: (site: string) => `Supplies are ordered for ${site}`,
    titleExceptional: (site: string) => `Supplies for a large print job are ordered for ${site}`,
    preheader: (items: string, deviceCount: number) => `${items} for ${devices(deviceCount)}.`,
    intro:
      'The gauges of your devices show what they will need, so we have ordered it in time. You need not do anything.',
    introExceptional: 'Our helpdesk has recorded this order for your large print job. You need not do anything.',
    cancelUntil: (until: string) => `You can cancel this order, or single lines of it, before ${until}.`,
    urgent:
      'At least one device has very little left, so the whole order leaves at once. It can no longer be cancelled here.',
    leaving: 'This order is with the warehouse and can no longer be cancelled here.',
    cancel: (number: number) => `Cancel order no. ${number} or lines of it`,
    cancelByReply: 'To cancel, reply to this message in time.',
    move: (lineCount: number) =>
      lineCount === 1
        ? 'One of these lines need not come: another device of the site has a spare that it does not need for now.'
        : `${lineCount} of these lines need not come: other devices of the site have spares that they do not need for now.`,
    moveButton: 'Use the spares on site instead',
    lines: 'What is ordered, and why',
    address: 'Where it is delivered',
    nextHold: 'After that moment the order goes to the warehouse.',
    nextUrgent: 'The warehouse has the order.',
    nextParcel:
      'When a parcel leaves, you get a message with its tracking number. If something is out of stock, we tell you as well.',
    nextLabel: 'The serial number on each parcel’s label says for which device it is.',
  },

  shipped: {
    title: (site: string) => `A parcel is on its way to ${site}`,
    titleAfterBackorder: (site: string) => `Back in stock: a parcel is on its way to ${site}`,
    preheader: (carrier: string, tracking: string) => `${carrier}, tracking number ${tracking}.`,
    preheaderExpected: (on: string) => `Expected on ${on}.`,
    intro: (number: number) => `Part or all of order no. ${number} has left the warehouse.`,
    introAfterBackorder: (number: number) =>
      `What was out of stock in order no. ${number} is available again and has left the warehouse.`,
    carrier: 'Carrier',
    tracking: 'Tracking number',
    expected: 'Expected delivery',
    expectedUnknown: 'the carrier has not said yet',
    track: (tracking: string) => `Follow parcel ${tracking}`,
    lines: 'What is in the parcel',
    backordered: 'Still out of stock',
    nextLabel: 'The serial number on the label says for which device each item is: please keep it there.',
    nextBackordered: 'What is still out of stock follows by itself; you get a message when it leaves.',
    nextCancel:
      'What has left the warehouse can no longer be cancelled. If you do not need it any more, reply to this message.',
    nextConfirm: 'Let us know whether it has arrived: what never came is sent again.',
    confirm: (tracking: string) => `Say whether parcel ${tracking} has arrived`,
  },

  backordered: {
    title: (number: number) => `Out of stock for now: items of order no. ${number}`,
    preheader: (items: string) => `${items} will come later.`,
    intro: (site: string) =>
      `The warehouse cannot send everything for ${site} yet. What is missing stays on order: please do not order it again.`,
    lines: 'What will come later',
    nextShip: 'As soon as it is available it is sent, and you get a message with the tracking number.',
    nextWatch: 'We go on watching the devices concerned, and look for another way if the delay gets too long for one.',
    nextCancel: 'The order is with the warehouse. If you would rather not wait, reply to this message.',
  },

  cancelled: {
    titleAll: (number: number) => `Order no. ${number} is cancelled`,
    titleSome: (number: number) => `Lines of order no. ${number} are cancelled`,
    preheader: (items: string) => `${items} will not be sent.`,
    by: {
      link: 'It was cancelled with the link in our message.',
      helpdesk: 'Our helpdesk cancelled it.',
      system: 'It was cancelled automatically.',
      api: 'One of your systems, or ours on your behalf, cancelled it.',
    },
    moved: 'A spare that is on site already is used instead.',
    nextMoved:
      'Please take each spare from the shelf named above to the device it is now for: our books have it there.',
    labels:
      'The box of each spare still bears the serial number of the device that it was sent for. Please stick a new label over it.',
    labelsButton: 'Print the new labels',
    lines: 'What will not be sent',
    remaining: 'What stays on order',
    nextHeld: 'These supplies are not ordered again until what the devices have is noticeably less than today.',
    nextSystem: 'You need not do anything about it.',
    nextMistake: 'Cancelled by mistake? Reply to this message and we order it again.',
  },

  late: {
    title: 'Delivery is later than we would like',
    preheader: (part: string, expected: string) => `${part} is now expected on ${expected}.`,
    intro: (number: number) =>
      `According to the warehouse, items of order no. ${number} will arrive after the device they are for runs out.`,
    lines: 'What is late',
    runsOut: 'Runs out',
    nextTeam: 'Our team has been asked to find a faster way, and will contact you.',
    nextMeanwhile: 'Until then, another device on your site may take over the larger print jobs.',
    nextCancel: 'The order is with the warehouse. If you no longer need it, reply to this message.',
  },

  enrolled: {
    title: (device: string) => `${device} is now supplied automatically`,
    titleShadow: (device: string) => `${device} is watched on trial`,
    preheader: (serial: string, site: string) => `Serial number ${serial}, ${site}.`,
    intro: (device: string) => `Now enrolled in automatic supplies replenishment: ${device}.`,
    why: 'It is connected, its model can be replenished automatically, and its contract includes supplies.',
    shadow: 'Trial: everything is forecast and shown, nothing is ordered. Please go on ordering as before.',
    covered: 'What we order before it runs out',
    notCovered: 'What we watch but do not order',
    stock: 'Spares that you told us of',
    stockUnknown: 'not known',
    supplyUnknown: 'supply not known',
    nextReports: 'The device reports its levels every day, also from power save. Please keep it connected.',
    nextOrder: 'Before something runs out we order it, tell you, and leave you time to cancel.',
    nextSilent: 'If the device falls silent we write to you: without readings nothing can be ordered in time.',
    nextNothing:
      'Nothing has been ordered yet, so there is nothing to cancel. If this device should not be enrolled, reply to this message.',
  },

  setAside: {
    title: (device: string) => `${device} uses too much for automatic orders`,
    preheader: (serial: string) => `Serial number ${serial}: no new automatic orders.`,
    intro: (device: string, site: string) =>
      `At ${site} a device uses supplies so fast that automatic replenishment does not suit it: ${device}. We have set it aside.`,
    weeks: 'Cartridges used in each of the last weeks',
    perWeek: (figures: string[]) => figures.join(', '),
    nextNone: 'No new orders are made automatically for this device.',
    nextOpen: 'Orders that are under way are finished; they need not be cancelled.',
    nextReadings: 'Its readings go on, and everything stays visible.',
    nextCall:
      'Our helpdesk will agree with you how it goes on. If you need supplies before that, reply to this message.',
  },

  earlySwap: {
    title: (device: string, cartridges: number) =>
      cartridges === 1 ? `A cartridge of ${device} was changed early` : `Cartridges of ${device} were changed early`,
    preheader: (cartridges: number): string =>
      cartridges === 1 ? 'Put it back, if it is still at hand.' : 'Put them back, if they are still at hand.',
    intro: (device: string, site: string) =>
      `At ${site}, in ${device}, there was still much left of what was taken out:`,
    changed: 'Changed on',
    left: 'Left',
    leftPercent: (percent: number) => `${percent} %`,
    wouldLast: 'Would have lasted about',
    todo: 'What to do',
    steps: [
      'If the old cartridge is still at hand, put it back, and keep the new one on the shelf.',
      'Next time, wait until the printer does not print any more or the print gets pale: “low” only means that it is time to have one ready.',
      'If it was changed because it did not print well, reply to this message: it may be replaced under warranty.',
    ],
    nextForecast: 'Our forecast follows the gauge by itself, whichever cartridge is in.',
    nextAgain: 'Each early change is told of once.',
    figure: (site: string, swaps: number, early: number, cartridgesLeft: string) =>
      `${site}, in the last twelve months: ${early} of ${count(swaps, 'cartridge', 'cartridges')} changed early; what was left in them comes to ${cartridgesLeft} full ones.`,
  },

  silence: {
    title: (deviceCount: number, days: number) =>
      deviceCount === 1
        ? `One device has been silent for ${count(days, 'day', 'days')}`
        : `${devices(deviceCount)} have been silent, the longest for ${count(days, 'day', 'days')}`,
    preheader: 'Without readings we cannot order supplies in time.',
    intro: (site: string, deviceCount: number) =>
      `We hear nothing from ${deviceCount === 1 ? 'the device' : 'the devices'} below at ${site}. A device in power save still reports; one that is switched off or disconnected does not.`,
    why: (deviceCount: number) =>
      `Without recent readings nothing is ordered for ${deviceCount === 1 ? 'it' : 'them'}: we would be guessing. Orders under way go on.`,
    lines: (deviceCount: number): string => (deviceCount === 1 ? 'Which device' : 'Which devices'),
    lastReading: 'Last reading',
    never: 'none yet',
    silentFor: 'Silent for',
    safeUntil: 'Safe until about',
    safeUnknown: 'we cannot tell',
    reconnect: 'How to reconnect',
    steps: [
      'Is the device switched on, and does it print? Power save is fine.',
      'Is its network cable or Wi-Fi connected, and does its panel show a network address? If the address has changed, the agent may look for it in the wrong place.',
      'If an agent on a computer of your site reports for it: is that computer on, and the agent running?',
      'Has a firewall, a proxy or a security setting changed? Outgoing HTTPS must be allowed, and SNMP or IPP between the agent and the device.',
      'Has it been moved, replaced or taken away? Reply to this message and say so: we stop asking.',
    ],
    stepsPage: 'Read how to reconnect a device',
    nextFirst: (deviceCount: number): string =>
      deviceCount === 1
        ? 'Please look whether it is switched on and connected. As soon as it reports again, all goes on by itself.'
        : 'Please look whether they are switched on and connected. As soon as they report again, all goes on by itself.',
    nextAgain: 'As soon as a device reports again, all goes on by itself.',
    nextWrite: 'If we still hear nothing we will write again.',
    nextCall: 'Our connectivity team will call you to find the cause together. This is the last message about it.',
    nextNothing: 'This message orders nothing, so there is nothing to cancel.',
  },

  agentSilent: {
    title: (days: number) => `Nothing heard from the reading agent for ${count(days, 'day', 'days')}`,
    preheader: 'The computer that it runs on is probably off, or has no way to us.',
    intro: (site: string) =>
      `At ${site} a small program, the agent, runs on a computer and reads your printers for us. We hear nothing from it, and so nothing of the devices below. They may well be fine: what to look at is the computer.`,
    why: 'Once readings are too old nothing is ordered on them: we would be guessing. Orders under way go on.',
    agent: (name: string, host: string) => `Agent “${name}” on computer ${host}`,
    lastContact: 'Last heard of',
    silentFor: 'Silent for',
    reads: 'Reads',
    readsCount: devices,
    devices: 'Devices that it reads',
    todo: 'What to do',
    steps: [
      'Is the computer switched on? It must not be switched off or sleep while your devices are to be read.',
      'Is it connected to the network, and can it reach the Internet?',
      'Is the agent running? On Linux: systemctl status replenish-agent. On Windows: the task “Replenish agent” in the Task Scheduler. The command “replenish-agent doctor” says in plain words what is wrong.',
      'Has a firewall, a proxy or a security setting changed? Outgoing HTTPS must be allowed.',
      'Has the computer been replaced or taken away? Reply to this message: we will give you a code with which the agent enrols on another one.',
    ],
    nextAgain: 'As soon as the agent reaches us again it sends what it has kept, and all goes on by itself.',
  },
};

/** What every language fills: the same keys, taking the same values. */
export type Words = typeof en;
