import { and, eq } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { resendMail } from '../../commands/resend-mail.ts';
import type { Transaction } from '../../db/database.ts';
import { noticeStates, notices } from '../../db/schema/index.ts';
import { type NoticeKind, noticeKinds } from '../../domain/notices.ts';
import { type Caller, callerOf, withinSite } from '../auth/caller.ts';
import { conflict, notFound } from '../errors/problem.ts';
import { contentOf } from '../plugins/documentation.ts';
import { id, instant, iso, isoOrNull, language, nullable, object, oneOf, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';

type Row = typeof notices.$inferSelect;

const kindNames = Object.keys(noticeKinds) as [NoticeKind, ...NoticeKind[]];
const newestFirst = keyset({ id: { column: notices.id, kind: 'uuid' } }, 'desc');
const path = pathOf('mailId', 'The mail.');
const tag = ['Mails'];

export const Mail = object(
  {
    id: id(),
    accountId: id(),
    siteId: nullable(id()),
    orderId: nullable(id()),
    kind: oneOf(kindNames),
    state: oneOf(noticeStates, 'skipped: what it would have said was no longer so.'),
    thread: Type.String({ description: 'Mails of one thread answer its first one.' }),
    recipientName: nullable(Type.String()),
    recipientEmail: nullable(Type.String()),
    language: nullable(language),
    subject: nullable(Type.String({ description: 'null until it is written.' })),
    messageId: nullable(Type.String()),
    madeAt: instant('When the fact was.'),
    leavesAt: instant('Not before this.'),
    sentAt: nullable(instant()),
    attempts: Type.Integer(),
    resends: Type.Integer({ description: 'Times it was sent again on purpose.' }),
    lastError: nullable(Type.String()),
  },
  { $id: 'Mail', description: 'The mail about one fact.' },
);

/** What a mail looked like, by content type. A browser that opens one runs nothing and fetches nothing but pictures. */
const renderings = [
  {
    part: 'html',
    type: 'text/html',
    csp: "default-src 'none'; img-src https: data:; style-src 'unsafe-inline'; sandbox",
  },
  { part: 'text', type: 'text/plain', csp: "default-src 'none'; sandbox" },
] as const;

export const mailRoutes: Routes = (app, work) => {
  app.get(
    '/mails',
    {
      config: { permission: 'mails:read' },
      schema: {
        operationId: 'listMails',
        tags: tag,
        summary: 'Mails, sent and to be sent',
        querystring: listQuery({
          accountId: Type.Optional(id()),
          siteId: Type.Optional(id()),
          orderId: Type.Optional(id()),
          kind: Type.Optional(oneOf(kindNames)),
          state: Type.Optional(oneOf(noticeStates)),
        }),
        response: { 200: pageOf(ref(Mail), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { cursor, limit, ...filters } = request.query;
        const wanted = Object.entries(filters) as [keyof typeof filters, string][];
        const rows = await tx
          .select()
          .from(notices)
          .where(
            and(
              withinSite(callerOf(request), notices.siteId),
              ...wanted.map(([name, value]) => eq(notices[name], value)),
              newestFirst.after(cursor),
            ),
          )
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(rows, view, limit);
      }),
  );

  app.get(
    '/mails/:mailId',
    {
      config: { permission: 'mails:read' },
      schema: { operationId: 'getMail', tags: tag, summary: 'One mail', params: path, response: { 200: ref(Mail) } },
    },
    (request) => work.read(request, async (tx) => view(await findMail(tx, callerOf(request), request.params.mailId))),
  );

  for (const { part, type, csp } of renderings) {
    app.get(
      `/mails/:mailId/${part}`,
      {
        config: { permission: 'mails:read' },
        schema: {
          operationId: part === 'html' ? 'getMailHtml' : 'getMailText',
          tags: tag,
          summary: `Its content as ${part}`,
          params: path,
          response: { 200: { description: 'As it was sent.', ...contentOf(type, Type.String()) } },
        },
      },
      async (request, reply) => {
        const row = await work.read(request, (tx) => findMail(tx, callerOf(request), request.params.mailId));
        const content = row[part];
        if (content === null)
          throw notFound({ en: 'content yet: it is written when it leaves', fr: 'Contenu (écrit au départ)' });
        reply.type(`${type}; charset=utf-8`).header('content-security-policy', csp).serializer(String);
        return content as never;
      },
    );
  }

  app.post(
    '/mails/:mailId/resend',
    {
      config: { permission: 'mails:resend' },
      schema: {
        operationId: 'resendMail',
        tags: tag,
        summary: 'Send it again',
        description: 'To whoever is the right contact now. Not one that waits, and not one that was skipped.',
        params: path,
        response: { 202: ref(Mail) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, outbox, now, record }) => {
        const notice = await findMail(tx, callerOf(request), request.params.mailId, 'lock');
        const waiting = await resendMail(tx, outbox, notice, now);
        if (waiting === 'waiting') throw conflict({ en: 'It is on its way already.', fr: 'Il est déjà en route.' });
        if (waiting === 'skipped')
          throw conflict({ en: 'What it says is no longer so.', fr: 'Ce qu’il dit n’est plus vrai.' });
        const { accountId, id: entityId, resends } = waiting;
        await record({ accountId, action: 'resent', entity: 'mail', entityId, after: { resends } });
        return { status: 202, body: view(waiting) };
      }),
  );
};

async function findMail(tx: Transaction, caller: Caller, mailId: string, lock?: 'lock'): Promise<Row> {
  const query = tx
    .select()
    .from(notices)
    .where(and(eq(notices.id, mailId), withinSite(caller, notices.siteId)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound({ en: 'mail', fr: 'Courriel' });
  return row;
}

const view = (row: Row): Static<typeof Mail> => ({
  ...row,
  madeAt: iso(row.madeAt),
  leavesAt: iso(row.leavesAt),
  sentAt: isoOrNull(row.sentAt),
});
