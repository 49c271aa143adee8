export const deviceStates = ['enrolled', 'paused', 'set-aside', 'unenrolled', 'retired', 'replaced'] as const;
export type DeviceState = (typeof deviceStates)[number];

/**
 * What each state of a device means (A18). `ordering`: its slots may be ordered for; `reminders`: its silence is told (A16);
 * `ended`: its workflow is over. A device that has ended may be enrolled anew.
 */
export const deviceStateMeanings = {
  enrolled: { ordering: true, reminders: true, ended: false },
  /** By a person, for a while: no new orders, no reminders. */
  paused: { ordering: false, reminders: false, ended: false },
  /** Very high use (A10): readings and silence go on, open orders finish. */
  'set-aside': { ordering: false, reminders: true, ended: false },
  unenrolled: { ordering: false, reminders: false, ended: true },
  retired: { ordering: false, reminders: false, ended: true },
  replaced: { ordering: false, reminders: false, ended: true },
} as const satisfies Record<DeviceState, { ordering: boolean; reminders: boolean; ended: boolean }>;

export const firstDeviceState: DeviceState = 'enrolled';

/** From each state, what may follow (A18). */
export const deviceTransitions = {
  enrolled: ['paused', 'set-aside', 'unenrolled', 'retired', 'replaced'],
  paused: ['enrolled', 'set-aside', 'unenrolled', 'retired', 'replaced'],
  'set-aside': ['enrolled', 'paused', 'unenrolled', 'retired', 'replaced'],
  unenrolled: ['enrolled'],
  retired: ['enrolled'],
  replaced: ['enrolled'],
} as const satisfies Record<DeviceState, readonly DeviceState[]>;

export function canBecome(from: DeviceState, to: DeviceState): boolean {
  return (deviceTransitions[from] as readonly DeviceState[]).includes(to);
}

/** What becomes of something a device has when its life changes (A18). */
export interface LifeEffects {
  /** The state that follows; undefined: unchanged. */
  state?: DeviceState;
  /** Lines still held or waiting for approval. */
  held: 'keep' | 'cancel' | 'to-new-site' | 'pass-on';
  /** Lines with the warehouse that have not left it; `cancel` asks for its consent. */
  released: 'keep' | 'cancel' | 'to-new-site' | 'pass-on';
  /** `unassigned-on-arrival`: delivered to the site's unassigned stock instead of the device's shelf. */
  inTransit: 'keep' | 'task' | 'pass-on' | 'unassigned-on-arrival';
  shelf: 'keep' | 'unassigned' | 'unassigned-unless-taken-along' | 'pass-on';
  /** A reminder series that is running. */
  reminders: 'go-on' | 'end';
  workflow: 'goes-on' | 'ends';
}

/** Lines, stock and reminders are where they were. */
const nothingChanges = {
  held: 'keep',
  released: 'keep',
  inTransit: 'keep',
  shelf: 'keep',
  reminders: 'go-on',
  workflow: 'goes-on',
} as const;

/**
 * A18 as a table. `pass-on`: to the device that replaces this one where the supply fits, else as when it is retired. A line
 * cancelled through one of these holds back no later order (no cancel hold, A11): nobody said the supply is not wanted.
 */
export const lifeEvents = {
  moved: {
    held: 'to-new-site',
    released: 'to-new-site',
    inTransit: 'task',
    shelf: 'unassigned-unless-taken-along',
    reminders: 'go-on',
    workflow: 'goes-on',
  },
  'moved-within-site': nothingChanges,
  /** Announced, changed or withdrawn: it only bears on what is ordered from then on. */
  'end-planned': nothingChanges,
  paused: {
    state: 'paused',
    held: 'cancel',
    released: 'keep',
    inTransit: 'keep',
    shelf: 'keep',
    reminders: 'end',
    workflow: 'goes-on',
  },
  resumed: { state: 'enrolled', ...nothingChanges },
  'set-aside': { state: 'set-aside', ...nothingChanges },
  restored: { state: 'enrolled', ...nothingChanges },
  replaced: {
    state: 'replaced',
    held: 'pass-on',
    released: 'pass-on',
    inTransit: 'pass-on',
    shelf: 'pass-on',
    reminders: 'end',
    workflow: 'ends',
  },
  unenrolled: {
    state: 'unenrolled',
    held: 'cancel',
    released: 'cancel',
    inTransit: 'unassigned-on-arrival',
    shelf: 'unassigned',
    reminders: 'end',
    workflow: 'ends',
  },
  retired: {
    state: 'retired',
    held: 'cancel',
    released: 'cancel',
    inTransit: 'unassigned-on-arrival',
    shelf: 'unassigned',
    reminders: 'end',
    workflow: 'ends',
  },
} as const satisfies Record<string, LifeEffects>;

export type LifeEvent = keyof typeof lifeEvents;

/** A18: a change of place within a site is no move. */
export function moveEvent(fromSiteId: string, toSiteId: string): LifeEvent {
  return fromSiteId === toSiteId ? 'moved-within-site' : 'moved';
}
