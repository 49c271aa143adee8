import { and, count, eq, isNull } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { settleRefused } from '../../commands/mail-refused.ts';
import type { Transaction } from '../../db/database.ts';
import { accounts, contacts, sites } from '../../db/schema/index.ts';
import { type Caller, callerOf, withinSite } from '../auth/caller.ts';
import { conflict, notFound, unprocessable } from '../errors/problem.ts';
import { mustMatch } from '../plugins/preconditions.ts';
import { id, iso, isoOrNull, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import { Contact, ContactPatch, contactRole, NewContact } from '../schemas/sites.ts';
import type { Routes } from '../types.ts';
import { changedFields } from '../work/changed-fields.ts';
import { keyset } from '../work/keyset.ts';
import { findAccount } from './accounts.ts';

type Row = typeof contacts.$inferSelect;

const oldestFirst = keyset({ id: { column: contacts.id, kind: 'uuid' } });
const path = pathOf('contactId', 'The contact.');
const tag = ['Contacts'];

export const contactRoutes: Routes = (app, work) => {
  app.get(
    '/contacts',
    {
      config: { permission: 'contacts:read' },
      schema: {
        operationId: 'listContacts',
        tags: tag,
        summary: 'Contacts that the caller sees',
        querystring: listQuery({
          accountId: Type.Optional(id()),
          siteId: Type.Optional(id('Those of the site itself; the account’s are not among them.')),
          role: Type.Optional(contactRole),
          ended: Type.Optional(Type.Boolean({ default: false, description: 'Also those ended.' })),
        }),
        response: { 200: pageOf(ref(Contact), 'In the order in which they were made.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { accountId, siteId, role, ended, cursor, limit } = request.query;
        const rows = await tx
          .select()
          .from(contacts)
          .where(
            and(
              withinSite(callerOf(request), contacts.siteId),
              accountId ? eq(contacts.accountId, accountId) : undefined,
              siteId ? eq(contacts.siteId, siteId) : undefined,
              role ? eq(contacts.role, role) : undefined,
              ended ? undefined : isNull(contacts.endedAt),
              oldestFirst.after(cursor),
            ),
          )
          .orderBy(...oldestFirst.orderBy)
          .limit(oldestFirst.take(limit));
        return oldestFirst.page(rows, view, limit);
      }),
  );

  app.post(
    '/accounts/:accountId/contacts',
    {
      config: { permission: 'contacts:write' },
      schema: {
        operationId: 'createContact',
        tags: tag,
        summary: 'Add a contact of an account or of one of its sites',
        params: pathOf('accountId', 'The account.'),
        body: NewContact,
        response: { 201: ref(Contact) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, record }) => {
        const { accountId } = request.params;
        await findAccount(tx, eq(accounts.id, accountId));
        await checkSite(tx, callerOf(request), accountId, request.body.siteId ?? null);
        const [made] = await tx
          .insert(contacts)
          .values({ ...request.body, accountId, createdAt: now })
          .returning();
        const body = view(made!);
        await record({ accountId, action: 'created', entity: 'contact', entityId: body.id, after: request.body });
        return { status: 201, body, location: `/v1/contacts/${body.id}` };
      }),
  );

  app.get(
    '/contacts/:contactId',
    {
      config: { permission: 'contacts:read' },
      schema: {
        operationId: 'getContact',
        tags: tag,
        summary: 'One contact',
        params: path,
        response: { 200: ref(Contact) },
      },
    },
    (request) =>
      work.read(request, async (tx) => view(await findContact(tx, callerOf(request), request.params.contactId))),
  );

  app.patch(
    '/contacts/:contactId',
    {
      config: { permission: 'contacts:write', ifMatch: true },
      schema: {
        operationId: 'changeContact',
        tags: tag,
        summary: 'Change a contact',
        description: 'A new e-mail address clears `refusedAt`.',
        params: path,
        body: ContactPatch,
        response: { 200: ref(Contact) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor, record }) => {
        const before = await findContact(tx, callerOf(request), request.params.contactId, 'lock');
        mustMatch(request.ifMatch, before);
        if (before.endedAt) throw conflict({ en: 'This contact has ended.', fr: 'Ce contact a pris fin.' });
        const { role, email } = request.body;
        if (role && role !== 'administrator') await keepAnAdministrator(tx, before);
        const newAddress = email !== undefined && email !== before.email;
        const [after] = await tx
          .update(contacts)
          .set({ ...request.body, ...(newAddress ? { refusedAt: null } : {}), version: before.version + 1 })
          .where(eq(contacts.id, before.id))
          .returning();
        await record({ ...of(before), action: 'changed', ...changedFields(before, request.body) });
        if (newAddress)
          await settleRefused(
            tx,
            { accountId: before.accountId, address: before.email },
            { by: actor, now, remark: 'The address was corrected.' },
          );
        return { status: 200, body: view(after!) };
      }),
  );

  app.delete(
    '/contacts/:contactId',
    {
      config: { permission: 'contacts:write' },
      schema: {
        operationId: 'endContact',
        tags: tag,
        summary: 'End a contact: it is written to no more',
        params: path,
        response: { 200: ref(Contact) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor, record }) => {
        const before = await findContact(tx, callerOf(request), request.params.contactId, 'lock');
        if (before.endedAt) return { status: 200, body: view(before) };
        await keepAnAdministrator(tx, before);
        const [after] = await tx
          .update(contacts)
          .set({ endedAt: now, version: before.version + 1 })
          .where(eq(contacts.id, before.id))
          .returning();
        await record({ ...of(before), action: 'ended' });
        await settleRefused(
          tx,
          { accountId: before.accountId, address: before.email },
          { by: actor, now, remark: 'The contact has ended.' },
        );
        return { status: 200, body: view(after!) };
      }),
  );
};

const of = ({ accountId, id: entityId }: Row) => ({ accountId, entity: 'contact', entityId });

async function findContact(tx: Transaction, caller: Caller, contactId: string, lock?: 'lock'): Promise<Row> {
  const query = tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.id, contactId), withinSite(caller, contacts.siteId)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound({ en: 'contact', fr: 'Contact' });
  return row;
}

/** A contact's site is one of its account, and one that the caller sees; a caller bound to a site adds contacts of that one only. */
async function checkSite(tx: Transaction, caller: Caller, accountId: string, siteId: string | null): Promise<void> {
  if (siteId === null && !caller.siteId) return;
  const [site] = siteId
    ? await tx
        .select({ id: sites.id })
        .from(sites)
        .where(and(eq(sites.id, siteId), eq(sites.accountId, accountId), withinSite(caller, sites.id)))
    : [];
  if (site) return;
  throw unprocessable({
    pointer: '/siteId',
    detail: { en: 'must be a site of this account', fr: 'doit être un site de ce compte' },
  });
}

/** B01: an account keeps an Administrator. The account's row is locked, so that two cannot leave at once. */
async function keepAnAdministrator(tx: Transaction, leaving: Row): Promise<void> {
  if (leaving.role !== 'administrator') return;
  await findAccount(tx, eq(accounts.id, leaving.accountId), 'lock');
  const administrators = and(
    eq(contacts.accountId, leaving.accountId),
    eq(contacts.role, 'administrator'),
    isNull(contacts.endedAt),
  );
  const [found] = await tx.select({ number: count() }).from(contacts).where(administrators);
  if (found!.number > 1) return;
  throw conflict({
    en: 'It is the account’s last Administrator: appoint another one first.',
    fr: 'C’est le dernier Administrator du compte : nommez-en d’abord un autre.',
  });
}

const view = (row: Row): Static<typeof Contact> => ({
  ...row,
  refusedAt: isoOrNull(row.refusedAt),
  endedAt: isoOrNull(row.endedAt),
  createdAt: iso(row.createdAt),
});
