import { dayMs, hourMs } from '../time.ts';
import type { Seen } from './bands.ts';
import { noteDry } from './dry-spell.ts';
import { coarseStepPoints } from './gauge-step.ts';
import { agrees, alertAgrees, expectation, isNextBand, isOdd, mayErr } from './jump.ts';
import { paceAtWord, paceBetween, paceRate, unpaced } from './pace.ts';
import {
  cartridgesPerPage,
  countPages,
  doubtfulCartridges,
  doubtfulUse,
  enoughToTell,
  pagesBetween,
  wordOf,
} from './page-use.ts';
import { isShaken, isSwap, swapRiseShare } from './swaps.ts';
import type { State, Trace, TraceOptions } from './trace-state.ts';
import type { DrySpell, Jump, Swap } from './types.ts';
import {
  daysSinceTold,
  follow,
  install,
  installUnseen,
  largestUse,
  lastPoint,
  leastUseWithChange,
  rebase,
  startCurve,
  type UseCurve,
} from './use.ts';

/** So may what is expected of the rate alone, once the slot has shown it over so many days; a level that has hardly moved stood still. */
const doubtfulRate = { share: 0.25, afterDays: 28, stillShare: 0.05 };

/** After so many days without a word, a lesser rise tells another cartridge by what must have been used meanwhile. */
const silenceDays = 3;
const afterSilence = (last: Seen, next: Seen) => next.at - last.at >= silenceDays * dayMs;

/** A cartridge that is taken out again within this time was fitted for a trial, or misread: nothing was replaced. */
const trialDays = 10;

/** A cartridge that shows so much is a full one. */
const fullShare = 0.95;

/** A page may take half as much again as the average page and still explain a drop. */
const pageScatter = 1.5;

/** However far the page counter runs ahead, no more than this many times the rate, and half a cartridge, is put down to it. */
const pagesTimesRate = 6;
const pagesCartridges = 0.5;
/** Once the slot has shown what a page takes. */
const trustedCartridges = 2;

/** A05: follows a slot through its readings in order; tells swaps and shaken cartridges from use, and sets odd readings apart. */
export class Tracer {
  readonly options: TraceOptions;
  state: State;
  /** The state before another cartridge was seen, or what looked like one, while that may still turn out to be a trial. */
  beforeTrial: (State & { pointCount: number; swapCount: number; began: number }) | undefined;
  swaps: Swap[] = [];
  pending: Seen[] = [];
  jump: Jump | undefined;
  dry: DrySpell | undefined;
  /** The last answer of `expectedUse`. */
  answered: { at?: { next: Seen; last: Seen }; expected: number } = { expected: 0 };

  constructor(first: Seen, options: TraceOptions) {
    this.options = options;
    this.state = {
      curve: startCurve(first),
      last: first,
      accepted: 1,
      pages: { learnt: { use: 0, pages: 0 } },
      pace: unpaced,
      largest: 0,
      jumps: 0,
    };
    this.dry = noteDry(undefined, first, { used: 0, share: 0 });
  }

  read(next: Seen): void {
    this.jump = undefined;
    const used = this.expectedUse(this.state, next);
    const { share } = this.state.curve;
    if (this.endsTrial(next)) this.undoTrial();
    if (isSwap(this.state.last, next, this.options.stepPoints) || this.risesUnexpectedly(next)) this.swap(next);
    else if (this.isOdd(next)) this.judgeOdd(next);
    else if (!this.installedUnseen(next)) {
      this.accept(next, isShaken(this.state.last, next, this.options.stepPoints) ? rebase : this.followed);
    }
    this.dry = noteDry(this.dry, next, { used, share });
  }

  result(): Trace {
    const { curve, last, accepted, pages } = this.state;
    const [odd] = this.pending;
    return {
      curve,
      last,
      accepted,
      pageUse: pages.learnt,
      swaps: [...this.swaps],
      pending: [...this.pending],
      jump: odd ? { ...this.jumpAt(odd), readShare: this.pending.at(-1)?.band.shown ?? 0 } : this.jump,
      dry: this.dry,
    };
  }

  accept(next: Seen, how: (curve: UseCurve, seen: Seen, expected: number) => void): void {
    const { state } = this;
    const { curve } = state;
    const before = lastPoint(curve).use;
    const word = curve.points[curve.from]!;
    const { fromShare, band } = curve;
    how(curve, next, this.expectedUse(state, next));
    const pages = pagesBetween(state.last, next);
    const use = lastPoint(curve).use - before;
    const told = wordOf(curve, how === this.followed ? 'passed' : 'anew');
    const since = (instant: number) => (next.at - instant) / dayMs;
    // What a shaken cartridge or a drop that nothing explains hides is expected by the pace, and would confirm itself.
    if (how === rebase) state.pace = { ...state.pace, atWord: state.pace.now };
    else if (told !== undefined)
      state.pace = paceAtWord(state.pace, { use: lastPoint(curve).use - word.use, days: since(word.at) });
    // An empty gauge shows no use.
    else if (band.top > 0) state.pace = paceBetween(state.pace, { use, days: since(state.last.at) });
    if (how === this.followed) state.largest = Math.max(state.largest, use);
    state.pages = countPages(state.pages, pages, told, (fromShare ?? curve.share) - curve.share);
    state.last = next;
    state.accepted += 1;
    this.pending = [];
  }

  /** What a coarse gauge cannot show is taken to have been used, until it says otherwise. */
  followed = (curve: UseCurve, seen: Seen, expected: number): void => {
    follow(
      curve,
      seen,
      expected,
      this.isCoarse(seen.band) ? largestUse(curve, seen, expected) + this.doubtfulUse(expected) : 0,
    );
  };

  /**
   * A15: more pages were printed than the cartridge can have held, and the gauge, which is coarse or was not heard of meanwhile, has
   * come down too little for that: another one was installed between two of its words.
   */
  installedUnseen(next: Seen): boolean {
    const { state } = this;
    const { curve } = state;
    const counted = this.expectedByPages(state, next) !== undefined;
    const isEmpty = next.band.top === 0;
    // From one day to the next an empty gauge stands dry, whatever is printed. In a silence another cartridge may have come and gone.
    if (isEmpty && !afterSilence(state.last, next)) return false;
    if (!(counted ? this.pagesTell(next) : this.rateTells(next))) return false;
    const expected = this.expectedUse(state, next);
    const used = curve.expectedSince + expected;
    const most = largestUse(curve, next, expected);
    const doubtful = counted ? this.doubtfulUse(expected) : doubtfulCartridges + doubtfulRate.share * used;
    if (used <= most + doubtful || used < leastUseWithChange(curve, next) - doubtful) return false;
    const cartridges = Math.max(1, isEmpty ? Math.floor(used - most) : Math.round(used - most));
    const before = state.last;
    this.accept(next, (...use) => installUnseen(...use, cartridges));
    this.pushUnseen(cartridges, next, before);
    return true;
  }

  /** Before the slot has shown it, only a gauge without figures has to do with what a page takes by the rated yield. */
  pagesTell({ band }: Seen): boolean {
    return this.state.pages.learnt.use >= enoughToTell || band.type === 'state';
  }

  /**
   * Where no pages are counted, the rate has to do, as far as the gauge's words have shown it: what is only expected since is no
   * witness of itself. A device that was off printed nothing: its level is where it was.
   */
  rateTells({ band }: Seen): boolean {
    const { pace, curve } = this.state;
    if (pace.atWord.days < doubtfulRate.afterDays || pace.atWord.use < enoughToTell) return false;
    return band.type === 'state' || curve.fromTop - band.top > doubtfulRate.stillShare;
  }

  /** After a silence: the gauge shows more than before, and much more than what is expected to be left. */
  risesUnexpectedly(next: Seen): boolean {
    const { last, curve } = this.state;
    if (!afterSilence(last, next) || next.band.type !== last.band.type) return false;
    if (next.band.shown <= last.band.shown) return false;
    const left = Math.max(0, curve.share - this.expectedUse(this.state, next));
    return next.band.bottom - left > swapRiseShare + 3 * this.options.noise;
  }

  /** Changes of which the gauge has shown nothing, between two readings; instants apart, since each is known by its own. */
  pushUnseen(cartridges: number, next: Seen, before: Seen): void {
    for (let each = 1; each <= cartridges; each += 1) {
      this.swaps.push({ at: new Date(next.at - each), after: new Date(before.at) });
    }
  }

  /** Cartridges by which an expectation since the gauge's last word may be wrong. */
  doubtfulUse(expected: number): number {
    const { curve, pages } = this.state;
    return doubtfulUse(pages.learnt, curve.band.type, curve.expectedSince + expected);
  }

  swap(next: Seen): void {
    this.rememberBefore(next);
    // What was odd about the old cartridge no longer matters for orders, but is the last that was seen of it.
    for (const odd of this.pending) this.accept(odd, rebase);
    const before = this.state.last;
    const { largest } = this.state;
    let [left, partUsed, between] = [0, false, 0];
    this.accept(next, (...use) => {
      ({ left, partUsed, between } = install(...use, largest));
    });
    const tells = before.band.type === 'percent' || before.band.top === 0;
    this.swaps.push({
      at: new Date(next.at),
      after: new Date(before.at),
      leftShare: tells ? left : undefined,
      dry: this.dry,
      ...(partUsed ? { partUsed } : {}),
    });
    this.pushUnseen(between, next, before);
  }

  rememberBefore({ at: began }: Seen): void {
    const { curve } = this.state;
    const [pointCount, swapCount] = [curve.points.length, this.swaps.length];
    this.beforeTrial = { ...this.state, curve: { ...curve }, pointCount, swapCount, began };
  }

  /** The old cartridge is back: the same serial number, or a level that goes on where it had been. */
  endsTrial(next: Seen): boolean {
    const before = this.beforeTrial;
    if (!before || next.at - before.began > trialDays * dayMs) return false;
    const [old, trial] = [before.last.supplySerial, this.state.last.supplySerial];
    if (next.supplySerial && old && trial) return next.supplySerial === old && old !== trial;
    const dropped = this.state.curve.share - next.band.shown;
    const habitual = dropped <= this.state.largest || this.explainedByPages(next);
    // One odd reading does not bring the old cartridge back, where no serial number tells: a second one has to agree.
    const confirmed = this.pending.some((odd) => this.confirms(odd, next));
    const fallsBack = this.isOdd(next) && !habitual && confirmed;
    // A full cartridge is a new one, wherever the old one stood.
    const risesBack = isSwap(this.state.last, next, this.options.stepPoints) && next.band.top < fullShare;
    return (
      (fallsBack || risesBack) &&
      !this.isOdd(next, before) &&
      next.band.shown <= before.last.band.shown + mayErr(this.options)
    );
  }

  undoTrial(): void {
    if (!this.beforeTrial) return;
    const { pointCount, swapCount, began: _, ...state } = this.beforeTrial;
    state.curve.points.length = pointCount;
    this.state = state;
    this.beforeTrial = undefined;
    this.pending = [];
    this.swaps.length = swapCount;
  }

  judgeOdd(next: Seen): void {
    const jump = this.jumpAt(next);
    const confirmed = this.pending.find((odd) => this.confirms(odd, next));
    if (this.explainedByPages(next)) {
      this.accept(next, this.followed);
      this.jump = { ...jump, confirmedBy: 'page-counter' };
    } else if (alertAgrees(next)) {
      this.accept(next, this.takesNextStep(next) ? this.followed : rebase);
      this.jump = { ...jump, confirmedBy: 'alert' };
    } else if (confirmed) {
      const since = this.pending.slice(this.pending.indexOf(confirmed) + 1);
      const first = this.jumpAt(confirmed);
      // One level come to by a jump is an accident, of which the rate learns nothing; more of them, or one that goes on falling, are use.
      const goesOnFalling = next.band.shown < confirmed.band.shown - mayErr(this.options);
      const used = goesOnFalling || this.state.jumps > 0 || this.takesNextStep(confirmed);
      this.rememberBefore(confirmed);
      this.state.jumps += 1;
      this.accept(confirmed, used ? this.followed : rebase);
      for (const later of [...since, next]) this.read(later);
      this.jump = { ...first, confirmedBy: 'second-reading' };
    } else this.pending.push(next);
  }

  takesNextStep(next: Seen): boolean {
    return this.isCoarse(next.band) && isNextBand(this.state.curve.band, next);
  }

  isCoarse = ({ type }: Seen['band']): boolean => type === 'state' || this.options.stepPoints >= coarseStepPoints;

  confirms(odd: Seen, next: Seen): boolean {
    return next.at - odd.at >= this.options.confirmationHours * hourMs && agrees(odd, next, this.options);
  }

  jumpAt(odd: Seen): Jump {
    return {
      at: new Date(odd.at),
      expectedShare: expectation(this.motion(odd)).share,
      readShare: odd.band.shown,
    };
  }

  isOdd(next: Seen, state = this.state): boolean {
    return isOdd(next, expectation(this.motion(next, state)));
  }

  explainedByPages(next: Seen): boolean {
    const { state } = this;
    if (this.expectedByPages(state, next) === undefined) return false;
    return !isOdd(next, expectation({ ...this.motion(next), used: pageScatter * this.expectedUse(state, next) }));
  }

  motion(next: Seen, state = this.state) {
    const days = (next.at - state.last.at) / dayMs;
    const ratePerDay = this.ratePerDay(state);
    return {
      share: state.curve.share,
      band: state.curve.band,
      daysSinceTold: daysSinceTold(state.curve),
      days,
      used: ratePerDay * days,
      ratePerDay,
      ...this.options,
    };
  }

  /** Cartridges expected to be used from the last accepted reading to the next: by the pages printed, else by the rate. */
  expectedUse(state: State, next: Seen): number {
    const { at } = this.answered;
    // A reading is asked about several times, in a state that only an accepted reading changes.
    if (at?.next !== next || at.last !== state.last) {
      this.answered = { at: { next, last: state.last }, expected: this.newlyExpected(state, next) };
    }
    return this.answered.expected;
  }

  newlyExpected(state: State, next: Seen): number {
    const byRate = (this.ratePerDay(state) * (next.at - state.last.at)) / dayMs;
    const byPages = this.expectedByPages(state, next);
    if (byPages === undefined) return byRate;
    const trusted = state.pages.learnt.use >= enoughToTell ? trustedCartridges : pagesCartridges;
    return Math.min(byPages, pagesTimesRate * byRate + trusted);
  }

  expectedByPages(state: State, next: Seen): number | undefined {
    const pages = pagesBetween(state.last, next);
    const perPage = cartridgesPerPage(state.pages.learnt, this.options.ratedYieldPages);
    return pages === undefined || perPage === undefined ? undefined : pages * perPage;
  }

  ratePerDay({ pace }: State): number {
    return paceRate(pace.now, this.options.usualRatePerDay);
  }
}
