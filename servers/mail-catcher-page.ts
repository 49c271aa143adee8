import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { listPage, mailPage, missingPage } from './mail-catcher-html.ts';
import type { CaughtMail, MailStore } from './mail-store.ts';

/** Nothing but what we serve ourselves, and no script at all. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** A mail's own HTML: no script, its pictures only from inside itself; its links work, each in a window of its own. */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

/** The page and the JSON of the mail catcher. Only for one's own machine: there is no login. */
export function createMailPage(store: MailStore): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true });

  // A page elsewhere must reach us neither by a name that it points at us, nor by sending a form here.
  app.addHook('onRequest', async (request, reply) => {
    const site = request.headers['sec-fetch-site'];
    const foreign = request.method !== 'GET' && site !== undefined && site !== 'same-origin' && site !== 'none';
    if (foreign || !['127.0.0.1', 'localhost'].includes(request.hostname))
      await reply.code(403).type('text/plain').send('Only for this machine.');
  });
  app.addHook('onSend', async (_request, reply) => {
    reply
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer');
  });

  app.get<{ Querystring: { to?: string; page?: string } }>('/', async ({ query }, reply) =>
    html(reply, listPage(await store.list(query.to), { to: query.to ?? '', page: Number(query.page) || 1 })),
  );
  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, _payload, done) => done(null));
  app.post('/delete', async (_request, reply) => {
    await store.clear();
    return reply.redirect('/', 303);
  });

  app.get<{ Params: { id: string } }>('/mails/:id', async ({ params }, reply) => {
    const mail = await store.find(params.id);
    if (!mail) return html(reply.code(404), missingPage());
    const thread = (await store.list()).filter((other) => other.threadId === mail.threadId).reverse();
    return html(reply, mailPage(mail, thread));
  });
  app.get<{ Params: { id: string } }>('/mails/:id/html', async ({ params }, reply) => {
    const mail = await store.find(params.id);
    if (!mail) return html(reply.code(404), missingPage());
    reply.type('text/html; charset=utf-8').header('content-security-policy', MAIL_POLICY);
    return reply.send(`<base target="_blank">${mail.html}`);
  });
  app.get<{ Params: { id: string } }>('/mails/:id/source', async ({ params }, reply) => {
    const raw = await store.raw(params.id);
    if (!raw) return html(reply.code(404), missingPage());
    return download(reply, `${params.id}.eml`, raw);
  });
  app.get<{ Params: { id: string; number: string } }>('/mails/:id/attachments/:number', async ({ params }, reply) => {
    const attachment = (await store.find(params.id))?.attachments[Number(params.number)];
    if (!attachment) return html(reply.code(404), missingPage());
    return download(reply, attachment.filename, attachment.content);
  });

  app.get<{ Querystring: { to?: string } }>('/api/mails', async ({ query }) =>
    (await store.list(query.to)).map(asJson),
  );
  app.delete('/api/mails', async (_request, reply) => {
    await store.clear();
    return reply.code(204).send();
  });
  app.setNotFoundHandler((_request, reply) => html(reply.code(404), missingPage()));
  return app;
}

function html(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY).send(text);
}

/** Always as a download: what a mail carries is never run as a page of ours. */
function download(reply: FastifyReply, filename: string, content: Buffer): FastifyReply {
  return reply
    .type('application/octet-stream')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`)
    .send(content);
}

function asJson(mail: CaughtMail) {
  return { ...mail, attachments: mail.attachments.map(({ content, ...described }) => described) };
}
