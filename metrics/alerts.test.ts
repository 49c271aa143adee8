import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { waitingKinds } from '../db/queries/waiting.ts';

const docs = join(import.meta.dirname, '../docs');

interface Rule {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
}

const rules: Rule[] = parse(readFileSync(join(docs, 'alerts.yml'), 'utf8')).groups.flatMap(
  (group: { rules: Rule[] }) => group.rules,
);

/** What stands in an expression of PromQL, by kind of node. */
function nodesOf(expr: string, kind: string): string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from, to }) => {
      if (type.name === kind || (kind === 'error' && type.isError)) found.push(expr.slice(from, to));
    },
  });
  return found;
}

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchors = new Set(
  readFileSync(join(docs, 'operating.md'), 'utf8')
    .split('\n')
    .flatMap((line) => /^#+ (.+)$/.exec(line)?.[1] ?? [])
    .map((heading) => `operating.md#${anchorOf(heading)}`),
);

/** Every metric of ours by name, from the places that make them. The SDK's own begin with temporal_ (worker.test.ts). */
const ours = new Set(
  readdirSync(import.meta.dirname)
    .filter((name) => !name.endsWith('.test.ts'))
    .flatMap(
      (name) => readFileSync(join(import.meta.dirname, name), 'utf8').match(/(replenish|http_server)_\w+/g) ?? [],
    ),
);

test('each alert has a name of its own', () => {
  expect(rules.length).toBeGreaterThan(10);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});

describe.each(rules)('$alert', ({ expr, labels, annotations, ...rule }) => {
  test('is a rule that Prometheus can read', () => {
    expect(nodesOf(expr, 'error')).toEqual([]);
    expect(rule.for).toMatch(/^\d+[mh]$/);
    expect(labels.severity).toMatch(/^(page|ticket)$/);
    expect(annotations.summary).toMatch(/^\S/);
  });

  test('asks for metrics that there are', () => {
    const named = nodesOf(expr, 'Identifier');
    expect(named.length).toBeGreaterThan(0);
    const made = (name: string) => ours.has(name.replace(/_(total|count|sum|bucket)$/, ''));
    expect(named.filter((name) => !name.startsWith('temporal_') && !made(name))).toEqual([]);
  });

  test('says what to do, where operating.md has it', () => {
    expect([...anchors]).toContain(annotations.runbook);
  });
});

test('whatever can wait has its alert', () => {
  const watched = (kind: string) =>
    rules.some(({ expr }) =>
      [...expr.matchAll(/waiting_oldest_age_seconds\{kind(=~?)"([^"]+)"/g)].some(([, , pattern]) =>
        new RegExp(`^(${pattern})$`).test(kind),
      ),
    );
  expect(Object.keys(waitingKinds).filter((kind) => !watched(kind))).toEqual([]);
});
