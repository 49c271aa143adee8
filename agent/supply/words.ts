import type { MibSupplyKind } from '../normal-form.ts';

/**
 * Words of supply names in the languages that printers are set to. Whole words, except in scripts without spaces and in
 * German, which joins them.
 */

/** First match wins: what is mentioned along with another (“fuser cleaning pad”, “waste toner”) stands before it. */
const KINDS: readonly (readonly [MibSupplyKind, RegExp])[] = [
  [
    'wasteInk',
    any(
      'waste ink',
      'ink (?:waste|collect(?:ion|or)|absorber)',
      'maintenance (?:box|cartridge|tank)',
      'wartungsbox',
      'boîte de maintenance',
    ),
  ],
  ['wasteInk', any('tintenabfall\\p{L}*', 'resttinte\\p{L}*', '廃インク', 'メンテナンスボックス', '废墨', '廢墨')],
  [
    'wasteToner',
    any(
      'waste toner',
      'toner waste',
      'used toner',
      'toner collect(?:ion|or)',
      'collection (?:unit|bottle|box|kit)',
      'spent toner',
    ),
  ],
  [
    'wasteToner',
    any('resttoner\\p{L}*', 'alttoner\\p{L}*', 'tonerabfall\\p{L}*', 'tonerauffang\\p{L}*', 'toners? usagés?'),
  ],
  ['wasteToner', any('récupérat(?:ion|eur)', 'recuperación', 'residu(?:al|os|o|i)', 'recogida', 'recupero', 'scarto')],
  ['wasteToner', any('afval\\p{L}*', 'zużyty toner', 'overskudstoner', 'spilltoner', 'отработ\\p{L}*')],
  ['wasteToner', any('廃トナー', 'トナー回収', '回収ボトル', '废粉', '廢粉', '废碳粉', '廢碳粉')],
  ['fuserCleaningPad', any('fus(?:er|ing) clean\\p{L}*')],
  ['fuserOil', any('fus(?:er|ing) oil')],
  ['cleanerUnit', any('cleaner', 'cleaning (?:unit|kit|blade|roller)', 'reinigungs\\p{L}+', 'nettoyage')],
  [
    'maintenanceKit',
    any('maintenance kit', 'roller (?:kit|maintenance)', 'feeder kit', 'adf kit', 'wartungskit', 'kit d.entretien'),
  ],
  [
    'maintenanceKit',
    any('kit de (?:maintenance|mantenimiento|manutenção)', 'kit (?:di )?manutenzione', 'メンテナンスキット'),
  ],
  [
    'fuser',
    any('fus(?:er|ing|or)', 'fixier\\p{L}*', 'fix(?:ation|eer\\p{L}*)', 'unité de fusion', 'fusore', 'fusão', 'fusión'),
  ],
  ['fuser', any('定着', '定影', '熱定影')],
  [
    'transferUnit',
    any(
      'transfer\\p{L}*',
      'transfert',
      'trasferimento',
      'transferencia',
      'itb',
      'bias roll(?:er)?',
      '転写',
      '转印',
      '轉印',
    ),
  ],
  [
    'developer',
    any('develop(?:er|ing)(?: unit)?', 'entwickler\\p{L}*', 'développeur', 'revelador', 'sviluppatore', '現像', '显影'),
  ],
  ['staples', any('staples?', 'heftklammer\\p{L}*', 'agrafes', 'grapas', 'punti metallici', 'ステープル')],
  ['toner', any('toner[/ +&-]+drum', 'drum[/ +&-]+toner')],
  [
    'opc',
    any(
      'drum',
      'photoconduct\\p{L}*',
      'photoreceptor',
      'opc',
      'imag(?:e|ing) (?:unit|drum)',
      '(?:bild)?trommel\\p{L}*',
    ),
  ],
  [
    'opc',
    any('tambour', 'photoconducteur', 'tambor', 'tamburo', 'cilindro', 'trumma', 'bęben', 'ドラム', '感光', '鼓'),
  ],
  ['toner', any('toner\\p{L}*', 'тонер\\p{L}*', 'tóner', 'トナー', '토너', '碳粉', '墨粉', '粉盒', '粉匣')],
  ['solidWax', any('solid ink', 'ink sticks?', 'colorstix')],
  ['inkRibbon', any('ribbons?', 'farbband', 'ruban', 'cinta', 'nastro')],
  ['ink', any('inks?', 'tinte\\p{L}*', 'encres?', 'tinta', 'inchiostro', 'inkt\\p{L}*', 'bläck', 'чернил\\p{L}*')],
  ['ink', any('インク', '잉크', '墨水', '墨盒')],
  ['other', any('filters?', 'roll(?:er|s)?', 'feeder', '(?:separation|retard) pad')],
];

/** Say nothing of toner or ink: the printer's technology must. */
const WASTE = any('waste', 'abfall\\p{L}*', 'déchets', '廃', '废', '廢');
const CARTRIDGE = any(
  'cartridges?',
  'cartouches?',
  'kartuschen?',
  'patronen?',
  'cartuchos?',
  'cartuccia',
  'カートリッジ',
);

/** Words that stand for toner or ink in the names of printers, whoever makes them. */
const TECHNOLOGIES: readonly (readonly ['toner' | 'ink', RegExp])[] = [
  ['ink', /ink ?jet|jet d.encre|tintenstrahl/iu],
  ['toner', /laser|\bLED\b/iu],
];

/** Mixed ones first: their parts must not count a second time. */
const COLOURS: readonly (readonly [string, RegExp])[] = [
  ['photo black', any('photo black', 'fotoschwarz', 'noir photo', 'foto-?schwarz', 'photo ?schwarz')],
  ['matte black', any('matte? black', 'mattschwarz', 'noir mat')],
  ['light light black', any('light light black')],
  ['light black', any('light black')],
  ['light cyan', any('light cyan', 'cyan clair', 'hellcyan', 'photo cyan')],
  ['light magenta', any('light magenta', 'magenta clair', 'hellmagenta', 'photo magenta')],
  ['light gray', any('light gr[ae]y', 'hellgrau', 'gris clair')],
  ['dark gray', any('dark gr[ae]y', 'dunkelgrau', 'gris foncé')],
  ['photo gray', any('photo gr[ae]y')],
  [
    'black',
    any(
      'black',
      'schwarz\\p{L}*',
      'noire?s?',
      'nero',
      'negr[oa]',
      'pret[oa]',
      'zwart',
      'svart',
      'sort',
      'czarny',
      'musta',
    ),
  ],
  ['black', any('чёрн\\p{L}*', 'черн(?:ый|ая|ого)', 'ブラック', '黒', '黑', '검정')],
  ['cyan', any('cyan', 'cian', 'ciano', 'cyaan', 'zyan', 'голуб\\p{L}*', 'シアン', '青', '시안')],
  ['magenta', any('magenta', 'пурпурн\\p{L}*', 'マゼンタ', '品红', '品紅', '洋红', '洋紅', '紅色', '마젠타')],
  [
    'yellow',
    any('yellow', 'gelb\\p{L}*', 'jaune', 'giallo', 'amarill[oa]', 'amarel[oa]', 'geel', 'gul', 'żółty', 'keltainen'),
  ],
  ['yellow', any('жёлт\\p{L}*', 'желт\\p{L}*', 'イエロー', '黄', '黃', '노랑')],
  ['gray', any('gr[ae]y', 'grau', 'gris', 'grigio', 'cinza', 'グレー', '灰')],
  ['red', any('red', 'rot', 'rouge', 'rosso', 'rojo', 'レッド')],
  ['green', any('green', 'grün', 'vert', 'verde', 'グリーン')],
  ['blue', any('blue', 'blau', 'bleu', 'blu', 'azul', 'ブルー')],
  ['orange', any('orange', 'オレンジ')],
  ['violet', any('violet', 'violett')],
  ['white', any('white', 'weiß', 'blanc', 'bianco', 'blanco', 'ホワイト')],
];

/** To take away every place where a colour stands. */
const EVERY_COLOUR = COLOURS.map(([colour, words]) => [colour, new RegExp(words, 'giu')] as const);

/** prtMarkerColorantValue may hold nothing but the letter, which in a name would be a guess. */
const COLOUR_LETTERS: Record<string, string> = { K: 'black', BK: 'black', C: 'cyan', M: 'magenta', Y: 'yellow' };

/** The kind that a supply's name tells. `technology`: what the printer prints with, where known. */
export function kindFromName(name: string, technology: 'toner' | 'ink' | null): MibSupplyKind | null {
  const named = KINDS.find(([, words]) => words.test(name))?.[0];
  if (WASTE.test(name) && !isWaste(named ?? null)) return technology === 'ink' ? 'wasteInk' : 'wasteToner';
  if (named) return named;
  return CARTRIDGE.test(name) ? technology : null;
}

/** Whether the name says that the supply is filled by what the printer throws away. */
export function namesWaste(name: string): boolean {
  return isWaste(kindFromName(name, null));
}

export function isWaste(kind: MibSupplyKind | null): boolean {
  return kind !== null && ['wasteToner', 'wasteInk', 'wasteWax', 'wasteWater', 'wastePaper'].includes(kind);
}

export function technologyFromName(model: string): 'toner' | 'ink' | null {
  return TECHNOLOGIES.find(([, words]) => words.test(model))?.[0] ?? null;
}

/** The one colour that a name tells; null when it tells none or several. */
export function colourFromName(name: string): string | null {
  let rest = name;
  const found = new Set<string>();
  for (const [colour, words] of EVERY_COLOUR) {
    const without = rest.replace(words, ' ');
    if (without !== rest) found.add(colour);
    rest = without;
  }
  return found.size === 1 ? [...found][0]! : null;
}

/** The colour of a row of the colorant table. */
export function colourFromValue(value: string): string | null {
  return COLOUR_LETTERS[value.toUpperCase()] ?? colourFromName(value);
}

/** One of the words, as a whole where the script has spaces. */
function any(...words: string[]): RegExp {
  const alternatives = words.map((word) =>
    /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word) ? word : `(?<!\\p{L})(?:${word})(?!\\p{L})`,
  );
  return new RegExp(alternatives.join('|'), 'iu');
}
