import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { parts } from './parts.ts';

interface PartResult {
  beganAt: number;
  endedAt: number;
  passed: number;
  failed: number;
}

/** Ends a run with the time and the result of each part, and one line for whoever only counts. */
export default class SummaryReporter implements Reporter {
  private readonly results = new Map<string, PartResult>();

  onTestModuleQueued(module: TestModule): void {
    if (!this.results.has(module.project.name))
      this.results.set(module.project.name, { beganAt: Date.now(), endedAt: Date.now(), passed: 0, failed: 0 });
  }

  onTestModuleEnd(module: TestModule): void {
    const result = this.results.get(module.project.name);
    if (!result) return;
    result.endedAt = Date.now();
    const states = [...module.children.allTests()].map((test) => test.result().state);
    result.passed += states.filter((state) => state === 'passed').length;
    result.failed += states.filter((state) => state === 'failed').length;
    // A file or suite that fails before its tests do has no failed test to count.
    const failedOutside = module.state() === 'failed' && !states.includes('failed');
    if (failedOutside) result.failed += 1;
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const results = [...this.results];
    const sum = (count: (result: PartResult) => number) =>
      results.reduce((total, [, result]) => total + count(result), 0);
    const rows = results.map(([name, { beganAt, endedAt, passed, failed }]) => {
      const title = name in parts ? parts[name as keyof typeof parts].title : name;
      const seconds = ((endedAt - beganAt) / 1000).toFixed(1);
      return `  ${title.padEnd(18)}${seconds.padStart(7)} s   ${passed} passed, ${failed} failed`;
    });
    const passed = sum((result) => result.passed);
    const failed = sum((result) => result.failed) + errors.length;
    process.stdout.write(`\n${rows.join('\n')}\n\n`);
    if (passed + failed === 0) {
      // A rule that nothing proves must not look proven.
      process.stdout.write('No test matches.\n');
      process.exitCode = 1;
    }
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  }
}
