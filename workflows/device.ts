import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  isCancellation,
  makeContinueAsNewFunc,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { Assessment } from '../domain/assessment.ts';
import { Alarm } from './alarm.ts';
import {
  changeUpdate,
  type DeviceInput,
  type DeviceProcess,
  type DeviceView,
  deviceQuery,
  enrolUpdate,
  readingsSignal,
  recheckSignal,
} from './device.contract.ts';
import { assessment as assessmentPolicy, effect } from './policies.ts';
import { searchAttributePairs, searchAttributesOf } from './search-attributes.ts';

const { assess: assessLocally } = proxyLocalActivities<Activities>(assessmentPolicy);
const { assess: assessPatiently, placeOrder, remind, setAside } = proxyActivities<Activities>(effect);

/** What assessments by a worker of 0.1.0 go by. The others say it, so that workers of both may take turns with one run (D08). */
const readingsPerRunAtFirst = 14;

/**
 * The life of one enrolled device: hears of readings, has them assessed, sleeps until its cover crosses the trigger or its
 * silence reaches a stage, and has the order or the reminder made.
 */
export async function deviceWorkflow(input: DeviceInput): Promise<DeviceView> {
  const { deviceId, accountId } = input;
  const process: DeviceProcess = input.carried ?? {
    phase: 'enrolling',
    siteId: input.siteId,
    enrolment: 0,
    wakeAt: null,
    nextOrderAt: null,
    silent: false,
    readings: 0,
    orders: 0,
    summary: '',
  };
  let readingsInRun = 0;
  let cycleEnded = false;
  /** Something may have changed since the last assessment. */
  let stirred = input.carried === undefined;
  /** What the search attributes say; they are written when it changes, and with each new run. */
  let shown = input.carried ? [process.phase, process.siteId, process.silent].join() : '';
  const stir = () => {
    stirred = true;
  };
  const alarm = new Alarm(stir);
  const view = (): DeviceView => ({ deviceId, ...process });

  setHandler(deviceQuery, view, { description: 'What this device waits for, until when, and why' });
  setHandler(
    readingsSignal,
    ({ count }) => {
      process.readings += count;
      readingsInRun += 1;
      stir();
    },
    { description: 'Readings of this device have been stored' },
  );
  setHandler(recheckSignal, stir, { description: 'Look again: something it rests on has changed' });
  setHandler(
    enrolUpdate,
    ({ enrolment }) => {
      if (enrolment > process.enrolment) {
        process.enrolment = enrolment;
        process.phase = 'active';
        stir();
      }
      return view();
    },
    {
      description: 'The device has been enrolled',
      validator: ({ enrolment }) => refuseUnless(enrolment > 0, 'enrolment counts from 1'),
    },
  );
  setHandler(
    changeUpdate,
    (change) => {
      process.phase = change.phase;
      process.siteId = change.siteId;
      stir();
      return view();
    },
    {
      description: 'The device has been moved, paused, resumed, set aside, restored, replaced or has gone',
      validator: ({ key }) =>
        refuseUnless(process.phase !== 'ended', `the device has gone, change ${key} comes too late`),
    },
  );

  if (input.carried) {
    setCurrentDetails(process.summary);
    alarm.setFor(process.wakeAt, 'next look at this device');
  }
  while (process.phase !== 'ended') {
    await condition(() => stirred);
    stirred = false;
    if (isEnded(process)) break;
    const now = nowIso();
    const found = await assess({ deviceId, now });
    absorb(found);
    if (found.setAside) {
      await setAside({ deviceId, now });
      stir();
    }
    if (found.remind) await remind({ deviceId, now });
    if (found.orderWanted) {
      const made = await placeOrder({ deviceId, siteId: process.siteId, now });
      if (made.orderId) {
        process.orders += 1;
        cycleEnded = true;
        stir();
      }
    }
    if (isEnded(process)) break;
    alarm.setFor(process.wakeAt, found.wakeBecause);
    const enough = readingsInRun >= (found.readingsPerRun ?? readingsPerRunAtFirst);
    if (!stirred && (cycleEnded || enough || workflowInfo().continueAsNewSuggested)) {
      await condition(allHandlersFinished);
      if (!stirred) await handOn();
    }
  }
  await condition(allHandlersFinished);
  alarm.cancel();
  upsertSearchAttributes(searchAttributePairs({ phase: 'ended', silent: false }));
  setCurrentDetails('This device is no longer enrolled.');
  return view();

  async function assess(request: { deviceId: string; now: string }): Promise<Assessment> {
    try {
      return await assessLocally(request);
    } catch (error) {
      // Whatever it is: a local activity's failure comes bare, and a time-out wrapped at first but bare in a replay.
      if (isCancellation(error)) throw error;
      return await assessPatiently(request);
    }
  }

  function absorb(found: Assessment): void {
    process.phase = found.phase;
    process.silent = found.silent;
    process.siteId = found.siteId;
    process.wakeAt = found.wakeAt;
    process.nextOrderAt = found.nextOrderAt;
    process.summary = found.summary;
    setCurrentDetails(found.summary);
    const shows = [process.phase, process.siteId, process.silent].join();
    if (shows !== shown) upsertSearchAttributes(searchAttributePairs({ ...process, accountId }));
    shown = shows;
  }

  async function handOn(): Promise<never> {
    const again = makeContinueAsNewFunc<typeof deviceWorkflow>({
      typedSearchAttributes: searchAttributesOf({ ...process, accountId }),
      memo: workflowInfo().memo,
    });
    return again({ deviceId, accountId, siteId: process.siteId, carried: process });
  }
}

const nowIso = () => new Date().toISOString();

/** Read afresh: handlers change the phase while the loop waits. */
const isEnded = (process: DeviceProcess) => process.phase === 'ended';

function refuseUnless(holds: boolean, otherwise: string): void {
  if (!holds) throw ApplicationFailure.nonRetryable(otherwise, 'Refused');
}
