import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { agents, notices, webhookEvents, webhooks } from '../../db/schema/index.ts';
import { later } from '../harness/acts.ts';
import { enrolAgent, type SiteAgent } from '../harness/agents.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Device, type Scenario, type ScenarioOptions } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

/** A site whose agent reads two devices. */
async function siteWithAgent(options: ScenarioOptions = {}): Promise<[Scenario, SiteAgent, Device, Device]> {
  const customer = await createScenario(world, options);
  const agent = await enrolAgent(customer);
  const [one, two] = [await customer.enrol(), await customer.enrol()];
  await agent.read(one, { K: 80 });
  await agent.read(two, { K: 70 });
  return [customer, agent, one, two];
}

/** Kinds of the mails about silence that have left, and the serial numbers in each, in their order. */
async function remindersOf(customer: Scenario) {
  const rows = await world.system.db
    .select()
    .from(notices)
    .where(and(eq(notices.accountId, customer.accountId), eq(notices.state, 'sent')))
    .orderBy(notices.sentAt);
  return rows
    .filter(({ kind }) => kind.includes('silen'))
    .map(({ kind, data, text }) => ({
      kind,
      serials: [...JSON.stringify(data).matchAll(/"serial":"([^"]+)"/g)].map(([, serial]) => serial).sort(),
      text: text!,
    }));
}

const silentSince = async ({ agentId }: SiteAgent) =>
  (await world.system.db.select().from(agents).where(eq(agents.id, agentId)))[0]!.silentSince;

describe('A16 agent down, told apart from device silent', () => {
  test('A16 one mail for the agent at 3, 14 and 30 days instead of one for each device, then a call', async () => {
    const [customer, , one, two] = await siteWithAgent();
    const both = [one.serial, two.serial].sort();
    await world.sleep('5 days');
    const [first, ...more] = await remindersOf(customer);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ kind: 'agent-silent', serials: both });
    expect(first!.text).toContain('Agent “Lyon, server room” on computer srv-lyon');
    expect(first!.text).toContain('Is the computer switched on?');
    await world.sleep('11 days');
    await world.sleep('16 days');
    expect((await remindersOf(customer)).map(({ kind, serials }) => [kind, serials])).toEqual(
      Array.from({ length: 3 }, () => ['agent-silent', both]),
    );
    expect(await customer.tasks()).toEqual(['call-silent-agent']);
  });

  test('A16 in the language of the contact', async () => {
    const [customer] = await siteWithAgent({ language: 'fr' });
    await world.sleep('5 days');
    expect((await remindersOf(customer))[0]!.text).toContain('L’ordinateur est-il allumé');
  });

  test('A16 managed devices: one task for the helpdesk, nobody a mail; the agent’s return settles it; lists and subscribers are told', async () => {
    const [customer, agent, one] = await siteWithAgent({ contract: 'managed' });
    const { accountId } = customer;
    const events = ['agent-silence.reached', 'agent-silence.ended'] as const;
    const hook = { name: 'Test', url: 'http://127.0.0.1:9/', secret: 'sealed', createdBy: 'test' };
    await world.system.db.insert(webhooks).values({
      accountId,
      ...hook,
      events: [...events],
      createdAt: await world.now(),
      notBefore: new Date('2100-01-01'),
    });
    await world.sleep('12 days');
    expect(await remindersOf(customer)).toEqual([]);
    expect(await customer.tasks()).toEqual(['managed-silent-agent']);
    const silent = await world.request('GET', `/silent-devices?accountId=${accountId}`);
    expect(silent.body.items.find(({ device }: { device: { id: string } }) => device.id === one.id)).toMatchObject({
      silentAgent: { agentId: agent.agentId, hostName: 'srv-lyon' },
      told: [],
    });
    const agentIds = async () =>
      (await world.request('GET', `/agents?siteId=${customer.siteId}&silent=true`)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await agentIds()).toEqual([agent.agentId]);
    await agent.report();
    expect(await customer.tasks()).toEqual([]);
    expect(await agentIds()).toEqual([]);
    const told = await world.system.db
      .select()
      .from(webhookEvents)
      .where(eq(webhookEvents.accountId, accountId))
      .orderBy(webhookEvents.id);
    expect(told.map(({ type, body }) => [type, JSON.parse(body).data.stage])).toEqual([
      ['agent-silence.reached', 1],
      ['agent-silence.ended', null],
    ]);
  });

  test('A16 data that comes back ends it; a device that stays away is told of then, after the agent has caught up', async () => {
    const [customer, agent, one, two] = await siteWithAgent();
    await world.sleep('9 days');
    expect(await silentSince(agent)).not.toBeNull();
    // A backlog first, in its order, then today's.
    const now = await world.now();
    await agent.read(one, { K: 79 }, later(now, -8));
    expect(await silentSince(agent)).toBeNull();
    await agent.read(one, { K: 75 });
    await world.sleep('6 hours');
    expect((await remindersOf(customer)).map(({ kind }) => kind)).toEqual(['agent-silent']);
    for (let day = 0; day < 3; day++) {
      await agent.read(one, { K: 74 - day });
      await world.sleep('1 day');
    }
    expect((await remindersOf(customer)).map(({ kind, serials }) => [kind, serials])).toEqual([
      ['agent-silent', [one.serial, two.serial].sort()],
      ['silence-first', [two.serial]],
    ]);
  });

  test('A16 a device that was heard of through another way since is unaffected, and so is one of an agent that speaks', async () => {
    const [customer, agent, one, two] = await siteWithAgent();
    await one.report({ K: 79 });
    for (let day = 0; day < 9; day++) {
      await world.sleep('1 day');
      await agent.report();
    }
    // The agent speaks, and cannot read its device: that device is silent.
    expect((await remindersOf(customer)).flatMap(({ kind, serials }) => serials.map((s) => [kind, s])).sort()).toEqual(
      [
        ['silence-first', one.serial],
        ['silence-first', two.serial],
      ].sort(),
    );
    await agent.read(two, { K: 60 });
    await one.report({ K: 60 });
    await world.sleep('9 days');
    const sinceThen = (await remindersOf(customer)).slice(-2).map(({ kind, serials }) => [kind, serials]);
    expect(sinceThen).toEqual([
      ['agent-silent', [two.serial]],
      ['silence-first', [one.serial]],
    ]);
  });

  test('A16 an agent whose key was revoked is not waited for: its devices speak for themselves', async () => {
    const [customer, agent] = await siteWithAgent();
    await agent.revoke();
    await world.sleep('9 days');
    const kinds = (await remindersOf(customer)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['silence-first']));
  });
});
