import type { Words } from '../language.ts';

/** Every way in which a request can fail (RFC 9457), one row each; `meaning` is what its page says. */
export const problemTypes = {
  'invalid-request': {
    status: 400,
    title: { en: 'The request is not as it should be', fr: 'La requête n’est pas conforme' },
    meaning: {
      en: 'A field is missing, unknown or of another form than the description of the API says. `errors` names each one.',
      fr: 'Un champ manque, est inconnu ou n’a pas la forme que décrit l’API. `errors` les nomme un par un.',
    },
  },
  unauthenticated: {
    status: 401,
    title: { en: 'Who is calling is not known', fr: 'L’appelant n’est pas identifié' },
    meaning: {
      en: 'Send `Authorization: Bearer` with a token that is neither expired nor revoked.',
      fr: 'Envoyez `Authorization: Bearer` avec un jeton ni expiré ni révoqué.',
    },
  },
  forbidden: {
    status: 403,
    title: { en: 'This credential may not do that', fr: 'Cet accès ne permet pas cela' },
    meaning: {
      en: 'The caller is known, but none of its roles holds the permission named. `GET /v1/me` lists what it may do.',
      fr: 'L’appelant est connu, mais aucun de ses rôles ne porte le droit nommé. `GET /v1/me` énumère ses droits.',
    },
  },
  'not-found': {
    status: 404,
    title: { en: 'There is no such thing here', fr: 'Rien de tel ici' },
    meaning: {
      en: 'It does not exist, or it is not the caller’s to see: the two look the same.',
      fr: 'Cela n’existe pas, ou l’appelant ne peut le voir : rien ne distingue les deux.',
    },
  },
  'method-not-allowed': {
    status: 405,
    title: { en: 'This address has no such method', fr: 'Cette adresse n’a pas cette méthode' },
    meaning: { en: 'The header `Allow` lists what it has.', fr: 'L’en-tête `Allow` énumère celles qu’elle a.' },
  },
  conflict: {
    status: 409,
    title: { en: 'The present state does not allow it', fr: 'L’état actuel ne le permet pas' },
    meaning: {
      en: 'The request is well formed, but something that exists already, or what has happened since, stands against it.',
      fr: 'La requête est bien formée, mais ce qui existe déjà, ou ce qui s’est passé depuis, s’y oppose.',
    },
  },
  'too-late': {
    status: 409,
    title: { en: 'It is too late for that', fr: 'Il est trop tard pour cela' },
    meaning: {
      en: 'It was possible until an instant that has passed. Repeating the request does not help.',
      fr: 'C’était possible jusqu’à un instant désormais passé. Répéter la requête n’y change rien.',
    },
  },
  'version-mismatch': {
    status: 412,
    title: { en: 'It has been changed in the meantime', fr: 'Cela a changé entre-temps' },
    meaning: {
      en: 'Read it again, look at what changed, and send the change with the new `ETag` in `If-Match`.',
      fr: 'Relisez, voyez ce qui a changé, puis envoyez la modification avec le nouvel `ETag` dans `If-Match`.',
    },
  },
  'too-large': {
    status: 413,
    title: { en: 'The request is too large', fr: 'La requête est trop volumineuse' },
    meaning: { en: 'Send it in smaller parts.', fr: 'Envoyez-la en plusieurs parties.' },
  },
  'address-too-long': {
    status: 414,
    title: { en: 'The address is too long', fr: 'L’adresse est trop longue' },
    meaning: { en: 'No id of the API is that long.', fr: 'Aucun identifiant de l’API n’est aussi long.' },
  },
  'unsupported-media-type': {
    status: 415,
    title: { en: 'This content type is not read here', fr: 'Ce type de contenu n’est pas lu ici' },
    meaning: {
      en: 'The description of the API says which types each operation reads; most read `application/json` only.',
      fr: 'La description de l’API dit quels types lit chaque opération ; la plupart ne lisent que `application/json`.',
    },
  },
  unprocessable: {
    status: 422,
    title: { en: 'The content cannot be accepted', fr: 'Le contenu ne peut être accepté' },
    meaning: {
      en: 'Each field has the right form, but what they say together, or of other things, is not so. `errors` names them.',
      fr: 'Chaque champ a la bonne forme, mais ce qu’ils disent ensemble, ou d’autre chose, n’est pas juste. `errors` les nomme.',
    },
  },
  'key-reused': {
    status: 422,
    title: {
      en: 'This Idempotency-Key belongs to another request',
      fr: 'Cette Idempotency-Key est celle d’une autre requête',
    },
    meaning: {
      en: 'A key names one request: the same method, address and content. Make a new key for each new request.',
      fr: 'Une clé nomme une requête : même méthode, même adresse, même contenu. Créez une clé pour chaque nouvelle requête.',
    },
  },
  'precondition-required': {
    status: 428,
    title: { en: 'If-Match is missing', fr: 'If-Match manque' },
    meaning: {
      en: 'Say which version you are changing: the `ETag` of the last answer in `If-Match`, so that nobody’s change is lost.',
      fr: 'Dites quelle version vous modifiez : l’`ETag` de la dernière réponse dans `If-Match`, pour que rien ne se perde.',
    },
  },
  'too-many-requests': {
    status: 429,
    title: { en: 'Too many requests', fr: 'Trop de requêtes' },
    meaning: { en: 'Wait as long as `Retry-After` says.', fr: 'Attendez le temps que dit `Retry-After`.' },
  },
  internal: {
    status: 500,
    title: { en: 'Something went wrong on our side', fr: 'Une erreur s’est produite de notre côté' },
    meaning: {
      en: 'Repeat the request with the same Idempotency-Key; if it fails again, tell support the request id.',
      fr: 'Répétez la requête avec la même Idempotency-Key ; si elle échoue encore, donnez au support le numéro de requête.',
    },
  },
  unavailable: {
    status: 503,
    title: { en: 'Not available for the moment', fr: 'Indisponible pour le moment' },
    meaning: {
      en: 'A part of the service is away. Repeat the request after `Retry-After`, with the same Idempotency-Key.',
      fr: 'Une partie du service est absente. Répétez la requête après `Retry-After`, avec la même Idempotency-Key.',
    },
  },
} as const satisfies Record<string, { status: number; title: Words; meaning: Words }>;

export type ProblemType = keyof typeof problemTypes;
