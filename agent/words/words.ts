import type { Language } from './language.ts';

/** Everything that status, doctor and enrol say, one row each. `{name}` stands for a value. */
const words = {
  enrolled: {
    en: 'Enrolled as “{name}” for the site {site}. Readings go to {server}.',
    fr: 'Inscrit comme «\u00a0{name}\u00a0» pour le site {site}. Les relevés vont à {server}.',
  },
  nextStep: {
    en: 'Next: name the printers in {file} (hosts, ranges), try “replenish-agent doctor”, then start the service.',
    fr: 'Ensuite\u00a0: indiquez les imprimantes dans {file} (hosts, ranges), lancez «\u00a0replenish-agent doctor\u00a0», puis démarrez le service.',
  },
  enrolRefused: {
    en: 'The server did not enrol the agent ({said}). Ask for a new code and try again.',
    fr: 'Le serveur n’a pas inscrit l’agent ({said}). Demandez un nouveau code et réessayez.',
  },
  enrolledBefore: {
    en: 'This machine is enrolled already, as “{name}”. To enrol it anew give --again; the old key should then be revoked.',
    fr: 'Cette machine est déjà inscrite, comme «\u00a0{name}\u00a0». Pour l’inscrire à nouveau, ajoutez --again\u00a0; l’ancienne clé devra être révoquée.',
  },
  notEnrolled: {
    en: 'Not enrolled. Ask for a one-time code and run: replenish-agent enrol --server URL --code CODE.',
    fr: 'Non inscrit. Demandez un code à usage unique et lancez\u00a0: replenish-agent enrol --server URL --code CODE.',
  },
  configured: {
    en: 'Configuration: {hosts} hosts and {addresses} addresses in ranges, every {hours} h.',
    fr: 'Configuration\u00a0: {hosts} hôtes et {addresses} adresses dans les plages, toutes les {hours} h.',
  },
  noPrinters: {
    en: 'No printers are configured. Name them in {file}: "hosts": ["printer-1"], "ranges": ["192.0.2.0/24"].',
    fr: 'Aucune imprimante n’est configurée. Indiquez-les dans {file}\u00a0: "hosts": ["imprimante-1"], "ranges": ["192.0.2.0/24"].',
  },
  queue: {
    en: 'Queue: {count} readings wait{since}.',
    fr: 'File d’attente\u00a0: {count} relevés attendent{since}.',
  },
  queueSince: { en: ', the oldest from {at}', fr: ', le plus ancien du {at}' },
  dropped: {
    en: 'Dropped so far: {age} older than 44 days, {room} for want of room. The server was not reached for too long.',
    fr: 'Perdus jusqu’ici\u00a0: {age} de plus de 44 jours, {room} faute de place. Le serveur est resté trop longtemps injoignable.',
  },
  refused: {
    en: '{count} readings were refused by the server and put aside. The program may be too old for it: update it.',
    fr: '{count} relevés refusés par le serveur ont été mis de côté. Le programme est peut-être trop ancien\u00a0: mettez-le à jour.',
  },
  damaged: {
    en: 'The store was damaged on {at} and begun anew; the damaged file is kept beside it. Check this machine’s disk.',
    fr: 'Le fichier de données était endommagé le {at} et a été recommencé\u00a0; l’ancien est gardé à côté. Vérifiez le disque de cette machine.',
  },
  contact: { en: 'Last contact with the server: {at}.', fr: 'Dernier contact avec le serveur\u00a0: {at}.' },
  never: { en: 'never', fr: 'jamais' },
  failure: { en: 'Last failure: {at}, {said}.', fr: 'Dernier échec\u00a0: {at}, {said}.' },
  clock: {
    en: 'This machine’s clock is {seconds} s {direction} the server’s (measured within {within} s).',
    fr: 'L’horloge de cette machine {direction} de {seconds} s sur celle du serveur (mesuré à {within} s près).',
  },
  ahead: { en: 'ahead of', fr: 'avance' },
  behind: { en: 'behind', fr: 'retarde' },
  clockAdvice: {
    en: 'Set the clock (switch on NTP): readings with a wrong instant are counted for the moment they arrive.',
    fr: 'Réglez l’horloge (activez NTP)\u00a0: un relevé d’instant erroné compte pour le moment où il arrive.',
  },
  round: {
    en: 'Last round: {at}, {read} printers read, {failed} not.',
    fr: 'Dernier tour\u00a0: {at}, {read} imprimantes lues, {failed} non.',
  },
  printers: { en: 'Printers known: {count}.', fr: 'Imprimantes connues\u00a0: {count}.' },
  serverReached: { en: 'The server answers ({server}{proxy}).', fr: 'Le serveur répond ({server}{proxy}).' },
  byProxy: { en: ', by the proxy {proxy}', fr: ', par le proxy {proxy}' },
  keyAccepted: { en: 'The server knows this agent’s key.', fr: 'Le serveur connaît la clé de cet agent.' },
  keyRevoked: {
    en: 'The server does not accept this agent’s key: it was revoked. Ask for a new code and enrol again (--again). Readings wait on the disk meanwhile.',
    fr: 'Le serveur n’accepte plus la clé de cet agent\u00a0: elle a été révoquée. Demandez un code et réinscrivez-le (--again). Les relevés attendent sur le disque.',
  },
  serverSaid: {
    en: 'The server answers, but not as it should ({said}). Check that {server} is its address, and tell the provider.',
    fr: 'Le serveur répond, mais pas comme il faut ({said}). Vérifiez que {server} est son adresse, et prévenez le prestataire.',
  },
  serverName: {
    en: 'The name of the server is not known here ({code}). Check the address {server} and this machine’s name service (DNS).',
    fr: 'Le nom du serveur est inconnu ici ({code}). Vérifiez l’adresse {server} et le service de noms (DNS) de cette machine.',
  },
  serverRefuses: {
    en: 'Nothing listens at {server} ({code}). Check the address and the port{proxy}.',
    fr: 'Rien n’écoute à {server} ({code}). Vérifiez l’adresse et le port{proxy}.',
  },
  serverSilent: {
    en: 'No answer from {server} ({code}). A firewall may block the way out (TCP 443); where a proxy is needed, set HTTPS_PROXY for the service.',
    fr: 'Pas de réponse de {server} ({code}). Un pare-feu bloque peut-être la sortie (TCP 443)\u00a0; s’il faut un proxy, indiquez HTTPS_PROXY pour le service.',
  },
  serverCertificate: {
    en: 'The certificate of {server} is not trusted ({code}). Where the company looks into its traffic, put its certificate into this machine’s store (or NODE_EXTRA_CA_CERTS); check the clock, too.',
    fr: 'Le certificat de {server} n’est pas reconnu ({code}). Si l’entreprise inspecte le trafic, ajoutez son certificat au magasin de cette machine (ou NODE_EXTRA_CA_CERTS)\u00a0; vérifiez aussi l’horloge.',
  },
  serverProxy: {
    en: 'The proxy {proxy} does not let the connection to {server} through ({code}). Check its address, user and password in HTTPS_PROXY, or exempt the server in NO_PROXY.',
    fr: 'Le proxy {proxy} ne laisse pas passer la connexion vers {server} ({code}). Vérifiez son adresse, l’utilisateur et le mot de passe dans HTTPS_PROXY, ou exemptez le serveur dans NO_PROXY.',
  },
  serverOther: {
    en: 'The server cannot be reached at {server} ({code}). Check this machine’s network.',
    fr: 'Le serveur est injoignable à {server} ({code}). Vérifiez le réseau de cette machine.',
  },
  printerRead: {
    en: '{address}: {name}, serial number {serial}, {levels} of {supplies} supplies with a percentage ({way}).',
    fr: '{address}\u00a0: {name}, numéro de série {serial}, {levels} consommables sur {supplies} avec un pourcentage ({way}).',
  },
  printerNoSerial: {
    en: '{address}: {name} tells no serial number, so its readings cannot be sent. Enter it on the printer’s own page (system, device information), or update its firmware.',
    fr: '{address}\u00a0: {name} n’indique pas de numéro de série\u00a0: ses relevés ne peuvent être envoyés. Saisissez-le sur la page web de l’imprimante, ou mettez à jour son micrologiciel.',
  },
  printerNoSupplies: {
    en: '{address}: {name} answers, but tells nothing of its supplies. Allow the whole of Printer-MIB for this community or user on the printer (view, access), or read it by IPP.',
    fr: '{address}\u00a0: {name} répond, mais ne dit rien de ses consommables. Autorisez Printer-MIB entier pour cette communauté ou cet utilisateur, ou lisez-la par IPP.',
  },
  printerCoarse: {
    en: '{address}: some gauges tell no percentage (only that some is left, or nothing). That is how this model is; its supplies are forecast with less certainty.',
    fr: '{address}\u00a0: certaines jauges n’indiquent pas de pourcentage (seulement qu’il en reste, ou rien). Ce modèle est ainsi\u00a0; la prévision est moins sûre.',
  },
  printerOnNoSnmp: {
    en: '{address}: the printer is on (TCP port {port} answers) but does not answer SNMP. Switch SNMP on (its web page: network, protocols), check that the community or user is the one in agent.json (a wrong one is met with silence), and that its access list has this machine.',
    fr: '{address}\u00a0: l’imprimante est allumée (le port TCP {port} répond) mais ne répond pas en SNMP. Activez SNMP (page web\u00a0: réseau, protocoles), vérifiez la communauté ou l’utilisateur d’agent.json (en cas d’erreur elle se tait), et sa liste d’accès.',
  },
  printerSilent: {
    en: '{address}: nothing answers. Is it switched on? From deep sleep it may not answer: set its power save to network standby. Check the address, and a firewall between (UDP 161, TCP 631).',
    fr: '{address}\u00a0: rien ne répond. Est-elle allumée\u00a0? En veille profonde elle peut se taire\u00a0: réglez sa veille sur «\u00a0veille réseau\u00a0». Vérifiez l’adresse, et un pare-feu éventuel (UDP 161, TCP 631).',
  },
  printerUnknownName: {
    en: '{address}: no machine of this name is known. Check the spelling, or give the IP address.',
    fr: '{address}\u00a0: aucune machine de ce nom n’est connue. Vérifiez l’orthographe, ou donnez l’adresse IP.',
  },
  printerRefused: {
    en: '{address}: the printer refuses the SNMP v3 user or asks for a password. Compare user name, passwords and protocols with those on the printer.',
    fr: '{address}\u00a0: l’imprimante refuse l’utilisateur SNMP v3 ou demande un mot de passe. Comparez nom, mots de passe et protocoles avec ceux de l’imprimante.',
  },
  printerRubbish: {
    en: '{address}: something answers, but not as a printer does. Check the address and the port.',
    fr: '{address}\u00a0: quelque chose répond, mais pas comme une imprimante. Vérifiez l’adresse et le port.',
  },
  printerOther: { en: '{address}: {said}', fr: '{address}\u00a0: {said}' },
  allWell: { en: 'All is well.', fr: 'Tout va bien.' },
  problems: { en: '{count} to look into.', fr: '{count} point(s) à examiner.' },
} as const satisfies Record<string, Record<Language, string>>;

export type Word = keyof typeof words;
export type Values = Record<string, string | number>;
export type Speak = (word: Word, values?: Values) => string;

/** The words in one language. */
export const speakIn =
  (language: Language): Speak =>
  (word, values = {}) =>
    words[word][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** An instant as people of that language write it, in this machine's time zone. */
export const instantIn = (language: Language, at: number): string =>
  new Date(at).toLocaleString(language === 'en' ? 'en-GB' : 'fr', { dateStyle: 'medium', timeStyle: 'short' });
