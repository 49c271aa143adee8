import type { FastifyReply, FastifyRequest } from 'fastify';
import { readLinkToken } from '../../commands/links.ts';
import { answerByLink, markUsed, type OpenedLink, openLink } from '../../commands/use-link.ts';
import { asTenant } from '../../db/database.ts';
import { transact } from '../../db/outbox.ts';
import { spareLabels } from '../../papers/spare-label.ts';
import { Problem } from '../errors/problem.ts';
import { toProblem } from '../errors/to-problem.ts';
import { languageOf } from '../language.ts';
import { contentSecurityPolicy } from '../links/html.ts';
import { linkPage, movedPage, type Shown, saying } from '../links/pages.ts';
import { linkWords } from '../links/words.ts';
import { cancelOrder } from '../orders/cancel.ts';
import { sendPdf } from '../orders/send-pdf.ts';
import { spareLabelData } from '../orders/spare-labels.ts';
import type { ApiDeps, App } from '../types.ts';
import { withPatience } from '../work/patience.ts';

const formLimitBytes = 64 * 1024;
const path = '/links/:token';
/** A link's page is opened by a person without a credential: its signed token is what permits it. */
const options = { config: { permission: 'public' as const }, schema: { hide: true } as object };

/**
 * Where the links in mails lead (A09, A11): a page that says what will happen, with a button. Opening it changes nothing, since
 * programs that scan mails open every link; pressing the button works once.
 */
export function linkRoutes(app: App, deps: ApiDeps): void {
  // In a scope of its own: it reads forms and answers people.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: formLimitBytes },
      (_request, body, done) => done(null, new URLSearchParams(body as string)),
    );
    scope.setErrorHandler((error, request, reply) => sayFailure(deps, error, request, reply));

    scope.get<{ Params: { token: string } }>(path, options, async (request, reply) => {
      const opened = await open(deps, request.params.token, request);
      const { provider } = deps.config;
      return show(reply, opened ? linkPage(provider, request.params.token, opened) : unknown(deps, request));
    });

    // C, “move before ship”: the mail and the page that confirm a move lead here.
    scope.get<{ Params: { token: string } }>(`${path}/labels.pdf`, options, async (request, reply) => {
      const opened = await open(deps, request.params.token, request);
      const data = opened?.moved
        ? await asTenant(deps.db, { accountId: opened.link.accountId }, (tx) => spareLabelData(tx, opened.order))
        : null;
      return data
        ? sendPdf(reply, await spareLabels(data), `spares-${data.orderNumber}`)
        : show(reply, unknown(deps, request));
    });

    scope.post<{ Params: { token: string }; Body: URLSearchParams | undefined }>(
      path,
      options,
      async (request, reply) => {
        const opened = await open(deps, request.params.token, request);
        if (!opened) return show(reply, unknown(deps, request));
        const form = request.body ?? new URLSearchParams();
        const { token } = request.params;
        if (opened.state !== 'open') return show(reply, linkPage(deps.config.provider, token, opened));
        const acted = opened.parcel ? answer(deps, opened, form, request) : cancel(deps, token, opened, form);
        return show(reply, await acted);
      },
    );
  });
}

function open(deps: ApiDeps, token: string, request: FastifyRequest): Promise<OpenedLink | null> {
  const linkId = readLinkToken(deps.config.secret, token);
  if (!linkId) return Promise.resolve(null);
  return withPatience(performance.now() - request.arrivedAtMs, (begun) =>
    // The signature is what lets it be read; what it then does is done within its account.
    asTenant(deps.db, 'all', (tx) => {
      begun();
      return openLink(tx, linkId, deps.clock());
    }),
  );
}

/** A11, and C “move before ship”: by the same update as through the API; the link's own id makes a second press the same request. */
async function cancel(deps: ApiDeps, token: string, opened: OpenedLink, form: URLSearchParams): Promise<Shown> {
  const { provider } = deps.config;
  const words = linkWords[opened.language];
  const known = opened.lines.map(({ lineId }) => lineId);
  const ticked = form.getAll('line').filter((lineId) => known.includes(lineId));
  if (ticked.length === 0) return linkPage(provider, token, opened, words.notTicked);
  const instead = opened.link.purpose === 'move-spares' ? ('move' as const) : undefined;
  // An offer is accepted for what the page has shown, not for what may be offered since.
  const lineIds = ticked.length === known.length && !instead ? null : ticked;
  try {
    const cancelled = await cancelOrder(deps.temporal, opened.order, {
      key: `link/${opened.link.id}`,
      lineIds,
      actor: 'link',
      ...(instead && { instead }),
    });
    await asTenant(deps.db, { accountId: opened.link.accountId }, (tx) =>
      markUsed(tx, opened.link.id, instead ? 'moved' : 'cancelled', deps.clock()),
    );
    const lines = opened.lines.filter(({ lineId }) => cancelled.includes(lineId));
    if (instead) return movedPage(provider, token, opened, lines);
    return saying(provider, opened.language, 200, words.cancelled, opened, lines);
  } catch (error) {
    const problem = toProblem(error);
    if (problem.type === 'too-late') return saying(provider, opened.language, 409, words.states['too-late'], opened);
    if (problem.type === 'conflict') {
      const said = instead ? words.spareGone : words.states['already-cancelled'];
      return saying(provider, opened.language, 409, said, opened);
    }
    throw problem;
  }
}

/** A09: confirmed or denied by one click. */
async function answer(
  deps: ApiDeps,
  opened: OpenedLink,
  form: URLSearchParams,
  request: FastifyRequest<{ Params: { token: string } }>,
): Promise<Shown> {
  const { provider } = deps.config;
  const words = linkWords[opened.language];
  const given = form.get('answer');
  if (given !== 'yes' && given !== 'no') return linkPage(provider, request.params.token, opened);
  const { id: linkId, accountId } = opened.link;
  const now = deps.clock();
  const done = await transact(deps, { accountId }, now, (tx, outbox) =>
    answerByLink(tx, outbox, linkId, given === 'yes', { requestId: request.id, now }),
  );
  if (!done) return unknown(deps, request);
  if (done.outcome === 'not-open') return linkPage(provider, request.params.token, done.opened);
  if (done.outcome === 'not-yet') return saying(provider, opened.language, 200, words.notYet, opened);
  return saying(provider, opened.language, 200, given === 'yes' ? words.confirmed : words.denied, opened, opened.lines);
}

function unknown({ config }: ApiDeps, request: FastifyRequest): Shown {
  const language = languageOf(request.headers['accept-language']);
  return saying(config.provider, language, 404, linkWords[language].unknown);
}

/** A person reads it: not as problem JSON. */
function sayFailure({ config }: ApiDeps, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = error instanceof Problem ? error : toProblem(error);
  if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem }, problem.detail.en);
  const language = languageOf(request.headers['accept-language']);
  return show(
    reply.headers(problem.headers),
    saying(config.provider, language, problem.status, linkWords[language].tryAgain),
  );
}

const show = (reply: FastifyReply, { status, html }: Shown): FastifyReply =>
  reply
    .code(status)
    .header('content-security-policy', contentSecurityPolicy)
    .header('vary', 'Accept-Language')
    .type('text/html; charset=utf-8')
    .send(html);
